//===-- Text.cpp - findings for a person at a terminal
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Show.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Format.h"

using namespace llvm;

namespace ftidy::command {

StringRef nameOf(Cure C) {
  return C == Cure::Safe ? "safe" : C == Cure::Review ? "review" : "none";
}

StringRef nameOf(Builds In) {
  return In == Builds::OnlyFree ? "free" : In == Builds::OnlyGil ? "gil" : "";
}

static void place(const Place &P, raw_ostream &OS) {
  OS << shown(P.File) << ":" << P.Line << ":" << P.Column << ": ";
}

static void excerpt(const Place &P, Sources &From, raw_ostream &OS) {
  const StringRef Line = From.line(P.File, P.Line);
  constexpr size_t Widest = 200;
  if (Line.empty() || Line.size() > Widest)
    return;
  OS << format("%5u | ", P.Line) << Line << "\n      | ";
  for (char C : Line.take_front(P.Column - 1))
    OS << (C == '\t' ? '\t' : ' ');
  OS << "^\n";
}

static void colour(raw_ostream &OS, raw_ostream::Colors C) {
  if (OS.has_colors())
    OS.changeColor(C, /*Bold=*/true);
}

static void plain(raw_ostream &OS) {
  if (OS.has_colors())
    OS.resetColor();
}

static void finding(const Finding &F, Sources &From, raw_ostream &OS) {
  place(F.At, OS);
  colour(OS, raw_ostream::MAGENTA);
  OS << "warning: ";
  plain(OS);
  OS << F.Message << " [" << F.Check << "]";
  if (F.In != Builds::Any)
    OS << (F.In == Builds::OnlyFree ? " (only with Py_GIL_DISABLED)"
                                    : " (only without Py_GIL_DISABLED)");
  OS << "\n";
  excerpt(F.At, From, OS);
  for (const Note &N : F.Notes) {
    place(N.At.File.empty() ? F.At : N.At, OS);
    colour(OS, raw_ostream::CYAN);
    OS << "note: ";
    plain(OS);
    OS << N.Message << "\n";
    if (N.At.Line != F.At.Line && !N.At.File.empty())
      excerpt(N.At, From, OS);
  }
  if (F.Edits.empty())
    return;
  place(F.At, OS);
  colour(OS, raw_ostream::CYAN);
  OS << "note: ";
  plain(OS);
  if (F.C == Cure::Safe)
    OS << "'ftidy fix' rewrites this\n";
  else
    OS << "'ftidy fix --review' rewrites this: "
       << (F.Reason.empty() ? "it should be looked at" : F.Reason) << "\n";
}

std::vector<std::pair<std::string, unsigned>> byCheck(const Report &R) {
  std::map<std::string, unsigned> Counts;
  for (const Finding &F : R.Findings)
    ++Counts[F.Check];
  std::vector<std::pair<std::string, unsigned>> Out(Counts.begin(),
                                                    Counts.end());
  stable_sort(Out,
              [](const auto &A, const auto &B) { return A.second > B.second; });
  return Out;
}

// A reason without the names of one place, so that equal ones are counted.
static std::string general(StringRef Reason) {
  std::string Out;
  while (!Reason.empty()) {
    const auto [Before, Rest] = Reason.split('\'');
    Out += Before;
    if (Rest.empty())
      break;
    Out += "'...'";
    Reason = Rest.split('\'').second;
  }
  size_t At = Out.find(" (");
  return At == std::string::npos ? Out : Out.substr(0, At);
}

// There is a plan, but not for the oldest Python to support: rows of
// FixIt/Reasons.def.
static bool wantsNewerPython(const Finding &F) {
  return F.C == Cure::Person &&
         StringRef(F.Reason).contains("newer than the oldest Python to support");
}

void showSummary(const Report &R, const Settings &S, raw_ostream &OS) {
  for (const auto &[Check, Number] : byCheck(R))
    OS << format("%5u ", Number) << Check << "\n";
  std::map<std::string, unsigned> Reasons;
  for (const Finding &F : R.Findings)
    if (F.C == Cure::Person)
      ++Reasons["no fix: " + (F.Reason.empty() ? "this check has none for it"
                                               : general(F.Reason))];
    else if (F.C == Cure::Review && !F.Reason.empty())
      ++Reasons["fix needs review: " + general(F.Reason)];
  if (S.Statistics) {
    std::map<std::string, unsigned> Files;
    for (const Finding &F : R.Findings)
      ++Files[shown(F.At.File)];
    for (const auto &[File, Number] : Files)
      OS << format("%5u ", Number) << File << "\n";
  }
  for (const auto &[Reason, Number] : Reasons)
    OS << format("%5u ", Number) << Reason << "\n";
  for (const Report::Failure &F : R.NotAnalysed)
    OS << "not analysed: " << shown(F.File) << ": " << F.Why << "\n";
  if (R.InBaseline)
    OS << "in the baseline: " << R.InBaseline << "\n";
  if (R.Unchanged)
    OS << "on lines that did not change: " << R.Unchanged << "\n";
  if (R.Silenced)
    OS << "silenced by NOLINT: " << R.Silenced << "\n";
  if (const auto Newer = count_if(R.Findings, wantsNewerPython))
    OS << "of these, fixed with newer functions: " << Newer
       << " (put pythoncapi_compat.h beside the file, or name a Python of 3.13 "
          "or later with --python)\n";
  OS << "files: " << R.Files << ", not analysed: " << R.NotAnalysed.size()
     << "; findings: " << R.Findings.size()
     << ", fix themselves: " << R.count(Cure::Safe)
     << ", at review: " << R.count(Cure::Review)
     << ", need a person: " << R.count(Cure::Person) << "\n";
}

void showText(const Report &R, const Settings &S, Sources &From,
              raw_ostream &OS) {
  if (!S.Statistics)
    for (const Finding &F : R.Findings)
      finding(F, From, OS);
  if (!S.Statistics && !R.Findings.empty())
    OS << "\n";
  showSummary(R, S, OS);
}

static constexpr StringRef Formats[] = {"text",   "json",   "sarif",
                                        "github", "gitlab", "html"};

ArrayRef<StringRef> formats() { return Formats; }

void show(StringRef Format, const Report &R, const Settings &S, Sources &From,
          raw_ostream &OS) {
  if (Format == "json")
    showJson(R, From, OS);
  else if (Format == "sarif")
    showSarif(R, From, OS);
  else if (Format == "github")
    showGithub(R, OS);
  else if (Format == "gitlab")
    showGitlab(R, From, OS);
  else if (Format == "html")
    showHtml(R, From, OS);
  else
    showText(R, S, From, OS);
}

} // namespace ftidy::command
