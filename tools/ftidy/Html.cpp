//===-- Html.cpp - one page to read in a browser
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The page needs nothing beside itself: no script, no font, no network. What
// folds is <details>, which every browser makes usable by keyboard.
//
//===----------------------------------------------------------------------===//

#include "Pages.h"
#include "Show.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/JSON.h"

using namespace llvm;

namespace ftidy::command {
namespace {

constexpr char Style[] = R"css(
:root { color-scheme: light dark; --ink: #1d2530; --soft: #5a6675; --paper: #ffffff;
  --raised: #f4f6f9; --line: #d7dde5; --hit: #fff1c9; --safe: #1b7a43; --review: #8a5a00;
  --person: #a3262a; --bar: #3567b8; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e9f0; --soft: #a3afbd; --paper: #14181e; --raised: #1d232b; --line: #36404c;
    --hit: #4a3d12; --safe: #63cf90; --review: #e6b45c; --person: #ff8f8f; --bar: #7fa9ec; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 70rem; padding: 1.5rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0 0 .3rem; }
h2 { font-size: 1.2rem; margin: 2.2rem 0 .6rem; }
a { color: var(--bar); }
:focus-visible { outline: 3px solid var(--bar); outline-offset: 2px; border-radius: 3px; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: .4rem; }
.soft { color: var(--soft); }
.tiles { display: flex; flex-wrap: wrap; gap: .7rem; padding: 0; margin: 1rem 0; list-style: none; }
.tiles li { background: var(--raised); border: 1px solid var(--line); border-radius: .5rem;
  padding: .6rem 1rem; min-width: 8.5rem; }
.tiles b { display: block; font-size: 1.7rem; line-height: 1.2; }
.safe { color: var(--safe); } .review { color: var(--review); } .none { color: var(--person); }
section { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
details { border: 1px solid var(--line); border-radius: .5rem; margin: .5rem 0; background: var(--raised); }
summary { cursor: pointer; padding: .5rem .8rem; overflow-wrap: anywhere; }
details > div { padding: 0 .8rem .8rem; }
article { border-top: 1px solid var(--line); padding: .7rem 0; }
article h3 { font-size: 1rem; margin: 0 0 .3rem; overflow-wrap: anywhere; }
pre { margin: .4rem 0; padding: .5rem 0; overflow-x: auto; background: var(--paper);
  border: 1px solid var(--line); border-radius: .4rem; font: .85rem/1.45 ui-monospace, monospace; }
pre span { display: block; padding: 0 .7rem; }
pre .hit { background: var(--hit); }
ul.notes { margin: .3rem 0; padding-left: 1.2rem; }
code { font-family: ui-monospace, monospace; font-size: .92em; }
@media print { details > div { display: block; } }
)css";

class Html {
public:
  Html(const Report &R, Sources &From, raw_ostream &OS)
      : R(R), From(From), OS(OS) {
    for (const Finding &F : R.Findings)
      ByFile[F.At.File].push_back(&F);
  }

  void write() {
    OS << "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta "
          "charset=\"utf-8\">\n"
          "<meta name=\"viewport\" content=\"width=device-width, "
          "initial-scale=1\">\n<title>Free-threading readiness</title>\n"
          "<style>"
       << Style << "</style>\n</head>\n<body>\n"
       << "<a class=\"skip\" href=\"#hazards\">To the hazards</a>\n"
          "<header>\n<h1>Free-threading readiness</h1>\n"
          "<p class=\"soft\">Made by ftidy "
       << FTIDY_VERSION
       << ". What was not found is not proved to be absent.</p>\n</header>\n"
          "<main>\n";
    tiles();
    first();
    kinds();
    files();
    hazards();
    OS << "</main>\n</body>\n</html>\n";
  }

private:
  static std::string escaped(StringRef Text) {
    std::string Out;
    for (const char C : json::fixUTF8(Text))
      switch (C) {
      case '<':
        Out += "&lt;";
        break;
      case '>':
        Out += "&gt;";
        break;
      case '&':
        Out += "&amp;";
        break;
      case '"':
        Out += "&quot;";
        break;
      default:
        if (static_cast<unsigned char>(C) >= ' ' || C == '\t' || C == '\n')
          Out += C;
      }
    return Out;
  }

  void tile(size_t Number, StringRef Text, StringRef Class = "") {
    OS << "<li><b class=\"" << Class << "\">" << Number << "</b>" << Text
       << "</li>\n";
  }

  void tiles() {
    OS << "<ul class=\"tiles\" aria-label=\"Summary\">\n";
    tile(R.Files, "files");
    tile(R.Findings.size(), "hazards");
    tile(R.count(Cure::Safe), "fix themselves", "safe");
    tile(R.count(Cure::Review), "fix at review", "review");
    tile(R.count(Cure::Person), "need a person", "none");
    tile(R.NotAnalysed.size(), "files not analysed",
         R.NotAnalysed.empty() ? "" : "none");
    OS << "</ul>\n";
  }

  void first() {
    OS << "<section aria-labelledby=\"first\">\n"
          "<h2 id=\"first\">What to do first</h2>\n<ol>\n";
    if (!R.NotAnalysed.empty()) {
      OS << "<li>Make every file readable: " << R.NotAnalysed.size()
         << " could not be analysed. A <code>compile_commands.json</code> of "
            "the "
            "project's own build helps most.\n<ul>\n";
      for (const Report::Failure &F : R.NotAnalysed)
        OS << "<li><code>" << escaped(shown(F.File))
           << "</code>: " << escaped(F.Why) << "</li>\n";
      OS << "</ul></li>\n";
    }
    if (const unsigned N = R.count(Cure::Safe))
      OS << "<li><code>ftidy fix</code> rewrites " << N
         << " of the hazards; these fixes are proved.</li>\n";
    if (const unsigned N = R.count(Cure::Review))
      OS << "<li><code>ftidy fix --review</code> rewrites " << N
         << " more; read the diff before you commit it.</li>\n";
    std::vector<std::pair<unsigned, StringRef>> Work;
    for (const auto &[File, Findings] : ByFile)
      if (const unsigned N = count_if(
              Findings, [](const Finding *F) { return F->C == Cure::Person; }))
        Work.emplace_back(N, File);
    stable_sort(Work, [](auto &A, auto &B) { return A.first > B.first; });
    if (!Work.empty()) {
      OS << "<li>Then by hand, where most is left:\n<ul>\n";
      constexpr size_t Most = 5;
      for (size_t I = 0; I < Work.size() && I < Most; ++I)
        OS << "<li><a href=\"#" << anchor(Work[I].second) << "\"><code>"
           << escaped(shown(Work[I].second)) << "</code></a>: " << Work[I].first
           << "</li>\n";
      OS << "</ul></li>\n";
    }
    if (R.Findings.empty() && R.NotAnalysed.empty())
      OS << "<li>Nothing: no hazard was found in the files that were "
            "analysed.</li>\n";
    OS << "</ol>\n</section>\n";
  }

  void kinds() {
    if (R.Findings.empty())
      return;
    OS << "<section aria-labelledby=\"kinds\">\n<h2 id=\"kinds\">By kind</h2>\n"
          "<table>\n<thead><tr><th scope=\"col\">check</th><th scope=\"col\" "
          "class=\"n\">hazards</th><th scope=\"col\">what it flags</th></tr>"
          "</thead>\n<tbody>\n";
    for (const auto &[Check, Number] : byCheck(R))
      OS << "<tr><th scope=\"row\"><code>" << escaped(Check)
         << "</code></th><td class=\"n\">" << Number << "</td><td>"
         << escaped(Page::of(Check).summary()) << "</td></tr>\n";
    OS << "</tbody>\n</table>\n</section>\n";
  }

  void files() {
    if (R.Findings.empty())
      return;
    OS << "<section aria-labelledby=\"files\">\n<h2 id=\"files\">By file</h2>\n"
          "<table>\n<thead><tr><th scope=\"col\">file</th><th scope=\"col\" "
          "class=\"n\">hazards</th><th scope=\"col\" class=\"n\">fix "
          "themselves</th><th scope=\"col\" class=\"n\">at review</th><th "
          "scope=\"col\" class=\"n\">need a "
          "person</th></tr></thead>\n<tbody>\n";
    for (const auto &[File, Findings] : ByFile) {
      OS << "<tr><th scope=\"row\"><a href=\"#" << anchor(File) << "\"><code>"
         << escaped(shown(File)) << "</code></a></th><td class=\"n\">"
         << Findings.size() << "</td>";
      for (const Cure C : {Cure::Safe, Cure::Review, Cure::Person})
        OS << "<td class=\"n\">"
           << count_if(Findings, [&](const Finding *F) { return F->C == C; })
           << "</td>";
      OS << "</tr>\n";
    }
    OS << "</tbody>\n</table>\n</section>\n";
  }

  void excerpt(const Place &P) {
    constexpr unsigned Around = 2;
    OS << "<pre tabindex=\"0\">";
    for (unsigned L = P.Line > Around ? P.Line - Around : 1;
         L <= P.Line + Around; ++L) {
      const StringRef Line = From.line(P.File, L);
      if (Line.empty() && L > P.Line)
        continue;
      OS << "<span" << (L == P.Line ? " class=\"hit\">" : ">");
      OS.indent(L < 10 ? 4 : L < 100 ? 3 : L < 1000 ? 2 : L < 10000 ? 1 : 0);
      OS << L << "  " << escaped(Line) << "</span>";
    }
    OS << "</pre>\n";
  }

  void hazard(const Finding &F) {
    OS << "<article>\n<h3>Line " << F.At.Line << ": " << escaped(F.Message)
       << "</h3>\n<p class=\"soft\"><code>" << escaped(F.Check) << "</code>";
    if (F.In != Builds::Any)
      OS << ", only " << (F.In == Builds::OnlyFree ? "with" : "without")
         << " <code>Py_GIL_DISABLED</code>";
    OS << "</p>\n";
    excerpt(F.At);
    if (!F.Notes.empty()) {
      OS << "<ul class=\"notes\">\n";
      for (const Note &N : F.Notes)
        OS << "<li>line " << (N.At.Line ? N.At.Line : F.At.Line) << ": "
           << escaped(N.Message) << "</li>\n";
      OS << "</ul>\n";
    }
    OS << "<p class=\"" << nameOf(F.C) << "\">";
    if (F.C == Cure::Safe)
      OS << "Fixes itself: <code>ftidy fix</code>.";
    else if (F.C == Cure::Review)
      OS << "Fix at review: <code>ftidy fix --review</code>. What changes: "
         << escaped(F.Reason) << ".";
    else
      OS << "Needs a person"
         << (F.Reason.empty() ? "" : ": " + escaped(F.Reason)) << ".";
    OS << "</p>\n</article>\n";
  }

  void hazards() {
    OS << "<section aria-labelledby=\"hazards\">\n<h2 "
          "id=\"hazards\">Hazards</h2>\n";
    if (R.Findings.empty())
      OS << "<p>None were found.</p>\n";
    for (const auto &[File, Findings] : ByFile) {
      OS << "<details open id=\"" << anchor(File) << "\">\n<summary><code>"
         << escaped(shown(File)) << "</code>: " << Findings.size()
         << "</summary>\n<div>\n";
      for (const Finding *F : Findings)
        hazard(*F);
      OS << "</div>\n</details>\n";
    }
    OS << "</section>\n";
  }

  // The number of the file: a path need not be a name in HTML.
  std::string anchor(StringRef File) const {
    return "file-" + std::to_string(std::distance(ByFile.begin(),
                                                  ByFile.find(File.str())));
  }

  const Report &R;
  Sources &From;
  raw_ostream &OS;
  std::map<std::string, std::vector<const Finding *>> ByFile;
};

} // namespace

void showHtml(const Report &R, Sources &From, raw_ostream &OS) {
  Html(R, From, OS).write();
}

} // namespace ftidy::command
