//===-- Baseline.cpp - findings that are known already
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Baseline.h"
#include "Crew.h"
#include "WholeFile.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace ftidy::command {

static Error wrong(const Twine &Sentence) {
  return createStringError(inconvertibleErrorCode(), Sentence);
}

Expected<Baseline> Baseline::read(const std::string &File) {
  ErrorOr<std::unique_ptr<MemoryBuffer>> B = MemoryBuffer::getFile(File);
  if (!B)
    return wrong("the baseline " + File + " cannot be read: " +
                 B.getError().message() + "; 'ftidy baseline' makes one");
  Expected<json::Value> V = json::parse((*B)->getBuffer());
  if (!V)
    return wrong("the baseline " + File +
                 " is damaged: " + toString(V.takeError()));
  const json::Object *O = V->getAsObject();
  const json::Array *Findings = O ? O->getArray("findings") : nullptr;
  if (!Findings || O->getInteger("version") != 1)
    return wrong("the baseline " + File +
                 " is not one that this ftidy understands");
  Baseline Out;
  Out.Name = File;
  for (const json::Value &Item : *Findings) {
    const json::Object *E = Item.getAsObject();
    const auto Text = [&](StringRef Key) {
      return E ? E->getString(Key).value_or("").str() : std::string();
    };
    if (Text("fingerprint").empty())
      return wrong("the baseline " + File +
                   " is damaged: an entry has no fingerprint");
    Out.Entries.push_back(
        {Text("fingerprint"), Text("check"), Text("file"), Text("text")});
  }
  return Out;
}

Baseline Baseline::of(const Report &R, Sources &From) {
  Baseline Out;
  const std::vector<std::string> Names = identities(R, From);
  for (size_t I = 0; I < R.Findings.size(); ++I) {
    const Finding &F = R.Findings[I];
    Out.Entries.push_back(
        {Names[I], F.Check, portable(F.At.File),
         json::fixUTF8(From.line(F.At.File, F.At.Line).trim())});
  }
  return Out;
}

Error Baseline::write(const std::string &File) const {
  std::string Text;
  raw_string_ostream OS(Text);
  json::OStream J(OS, 1);
  J.object([&] {
    J.attribute("version", 1);
    J.attributeArray("findings", [&] {
      for (const Entry &E : Entries)
        J.object([&] {
          J.attribute("check", E.Check);
          J.attribute("file", json::fixUTF8(E.File));
          J.attribute("text", E.Text);
          J.attribute("fingerprint", E.Identity);
        });
    });
  });
  OS << "\n";
  OS.flush();
  return replaceWhole(File, Text);
}

void Baseline::applyTo(Report &R, Sources &From,
                       ArrayRef<Project> Projects) const {
  const std::vector<std::string> Names = identities(R, From);
  std::set<std::string> Known, Met, Analysed;
  for (const Entry &E : Entries)
    Known.insert(E.Identity);
  for (const Project &P : Projects)
    for (const Unit &U : P.Units)
      Analysed.insert(portable(U.File));
  for (const Report::Failure &F : R.NotAnalysed)
    Analysed.erase(portable(F.File));
  std::vector<Finding> Left;
  for (size_t I = 0; I < R.Findings.size(); ++I)
    if (Known.count(Names[I]))
      Met.insert(Names[I]);
    else
      Left.push_back(std::move(R.Findings[I]));
  R.InBaseline = R.Findings.size() - Left.size();
  R.Findings = std::move(Left);
  for (const Entry &E : Entries)
    if (!Met.count(E.Identity) && Analysed.count(E.File))
      R.Said.push_back(shown(Name) + " is stale: " + E.Check + " in " + E.File +
                       " is not found any more: " + E.Text);
}

// The new side of `@@ -1,2 +3,4 @@`: begin and end, without the end.
static bool hunk(StringRef Line, unsigned &Begin, unsigned &End) {
  StringRef New = Line.split(" +").second.split(' ').first;
  unsigned Count = 1;
  if (New.consumeInteger(10, Begin))
    return false;
  if (New.consume_front(",") && New.consumeInteger(10, Count))
    return false;
  End = Begin + Count;
  return true;
}

Expected<ChangedLines> ChangedLines::since(const std::string &Revision,
                                           ArrayRef<Project> Projects) {
  ChangedLines Out;
  if (StringRef(Revision).starts_with("-"))
    return wrong("'" + Revision + "' is no revision");
  for (const Project &P : Projects) {
    const Reply Top = run({"git", "rev-parse", "--show-toplevel"}, "", P.Root);
    if (!Top.Failure.empty())
      return wrong(shown(P.Root) + " is no git repository, so --diff-base "
                                   "cannot be used there");
    const std::string Folder = StringRef(Top.Output).trim().str();
    const Reply R = run({"git", "-c", "core.quotePath=false", "diff",
                         "--no-color", "--no-ext-diff", "--unified=0",
                         "--src-prefix=a/", "--dst-prefix=b/", Revision, "--"},
                        "", Folder);
    if (!R.Failure.empty())
      return wrong("git does not know the revision '" + Revision + "'");
    std::string File;
    for (StringRef Rest = R.Output; !Rest.empty();) {
      StringRef Line;
      std::tie(Line, Rest) = Rest.split('\n');
      unsigned Begin, End;
      if (Line.consume_front("+++ b/"))
        File = Folder + "/" + Line.rtrim('\t').str();
      else if (Line.starts_with("@@ ") && hunk(Line, Begin, End))
        Out.Lines[File].emplace_back(Begin, End);
    }
    // What git does not follow yet is new as a whole.
    const Reply New = run({"git", "-c", "core.quotePath=false", "ls-files",
                           "--others", "--exclude-standard"},
                          "", Folder);
    SmallVector<StringRef> Names;
    StringRef(New.Output).split(Names, '\n', -1, /*KeepEmpty=*/false);
    for (StringRef Name : Names)
      Out.Lines[Folder + "/" + Name.str()].emplace_back(0, ~0u);
  }
  return Out;
}

bool ChangedLines::has(const Place &P) const {
  const auto File = Lines.find(P.File);
  return File != Lines.end() && any_of(File->second, [&](const auto &Range) {
           return Range.first <= P.Line && P.Line < Range.second;
         });
}

void ChangedLines::applyTo(Report &R) const {
  const size_t All = R.Findings.size();
  erase_if(R.Findings, [&](const Finding &F) {
    return !has(F.At) &&
           none_of(F.Notes, [&](const Note &N) { return has(N.At); });
  });
  R.Unchanged = All - R.Findings.size();
}

} // namespace ftidy::command
