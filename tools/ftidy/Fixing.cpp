//===-- Fixing.cpp - plans applied until nothing changes
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// All rounds happen in memory; the disk sees only texts that were analysed
// without an error, in every build that the original was analysed in.
//
//===----------------------------------------------------------------------===//

#include "Fixing.h"
#include "Crew.h"
#include "WholeFile.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace llvm;

namespace ftidy::command {

/// A plan of one round may make room for one of the next. More rounds than
/// this would mean that plans undo each other.
static constexpr unsigned MostRounds = 10;

static bool touches(const Edit &A, const Edit &B) {
  const unsigned EndA = A.Offset + A.Length, EndB = B.Offset + B.Length;
  if (A.Offset == B.Offset)
    return true;
  return A.Offset < B.Offset ? EndA > B.Offset : EndB > A.Offset;
}

std::string applyPlans(StringRef Text, ArrayRef<const Finding *> Plans) {
  std::vector<const Finding *> Order(Plans.begin(), Plans.end());
  stable_sort(Order, [](const Finding *A, const Finding *B) {
    return std::make_pair(A->C != Cure::Safe, A->At.Offset) <
           std::make_pair(B->C != Cure::Safe, B->At.Offset);
  });
  std::vector<const Edit *> Accepted;
  for (const Finding *F : Order) {
    const bool Free = all_of(F->Edits, [&](const Edit &E) {
      return E.Offset + E.Length <= Text.size() &&
             none_of(Accepted, [&](const Edit *O) { return touches(E, *O); });
    });
    if (Free)
      for (const Edit &E : F->Edits)
        Accepted.push_back(&E);
  }
  stable_sort(Accepted, [](const Edit *A, const Edit *B) {
    return A->Offset < B->Offset;
  });
  std::string Out;
  size_t At = 0;
  for (const Edit *E : Accepted) {
    if (E->Offset < At)
      return Text.str(); // edits of one plan overlap: not a plan
    Out += Text.slice(At, E->Offset);
    Out += E->Text;
    At = E->Offset + E->Length;
  }
  Out += Text.drop_front(At);
  return Out;
}

bool Fixing::wanted(const UnitResult &R, const Finding &F) const {
  return isOf(R, F.At.File) && !F.Edits.empty() && P.wants(F.At.File) &&
         (F.C == Cure::Safe || S.Review);
}

// The unit's own file, or a source that it includes and no other unit speaks of.
bool Fixing::isOf(const UnitResult &R, StringRef File) const {
  return File == R.File || none_of(After, [&](const UnitResult &Other) {
           return Other.File == File ||
                  (Other.File != R.File &&
                   any_of(Other.Findings, [&](const Finding &F) {
                     return F.At.File == File;
                   }));
         });
}

// The text that plans are for; nothing when it cannot be read.
std::optional<std::string> Fixing::text(const std::string &File) {
  if (const auto It = Now.find(File); It != Now.end())
    return It->second;
  if (!Originals.count(File)) {
    ErrorOr<std::unique_ptr<MemoryBuffer>> B = MemoryBuffer::getFile(File);
    if (!B)
      return std::nullopt;
    Originals[File] = (*B)->getBuffer().str();
  }
  return Originals[File];
}

// The fixed code is for a Python whose headers are not there.
bool Fixing::beyondHeaders() const {
  for (const auto &[Key, Value] : S.Options) {
    unsigned Major = 0, Minor = 0;
    const auto [Left, Right] = StringRef(Value).split('.');
    if (Key == "MinPython" && P.Python.known() &&
        !Left.getAsInteger(10, Major) && !Right.getAsInteger(10, Minor))
      return std::make_pair(Major, Minor) >
             std::make_pair(P.Python.Major, P.Python.Minor);
  }
  return false;
}

void Fixing::run() {
  Before = A.run(P, P.Units, {});
  After = Before;
  const bool Unproved = beyondHeaders();
  if (Unproved) {
    Said.push_back("the fixes are for a newer Python than the headers, " +
                   P.Python.version() +
                   ": the fixed files cannot be parsed, so nothing is written; "
                   "--python names an interpreter with newer headers");
    if (!S.OnlyDiff)
      return;
  }
  std::set<size_t> Settled;
  for (unsigned Round = 0; Round < MostRounds; ++Round) {
    std::vector<size_t> Changed;
    std::map<size_t, std::vector<std::string>> Files;
    const Analysis::Contents Last = Now;
    for (size_t I = 0; I < After.size(); ++I) {
      const UnitResult &R = After[I];
      if (!R.Failure.empty() || Settled.count(I))
        continue;
      std::map<std::string, std::vector<const Finding *>> Plans;
      for (const Finding &F : R.Findings)
        if (wanted(R, F))
          Plans[F.At.File].push_back(&F);
      for (const auto &[File, Here] : Plans) {
        const std::optional<std::string> Text = text(File);
        std::string Fixed = Text ? applyPlans(*Text, Here) : std::string();
        if (!Text || Fixed == *Text)
          continue;
        Now[File] = std::move(Fixed);
        Files[I].push_back(File);
      }
      if (Files.count(I))
        Changed.push_back(I);
    }
    if (Changed.empty() || Unproved)
      return;
    std::vector<Unit> Units;
    for (const size_t I : Changed)
      Units.push_back(P.Units[I]);
    std::vector<UnitResult> Results = A.run(P, Units, Now);
    for (size_t J = 0; J < Changed.size(); ++J) {
      const size_t I = Changed[J];
      if (Results[J].Failure.empty()) {
        After[I] = std::move(Results[J]);
        continue;
      }
      // What was there before this round did parse.
      for (const std::string &File : Files[I])
        if (const auto It = Last.find(File); It != Last.end())
          Now[File] = It->second;
        else
          Now.erase(File);
      Settled.insert(I);
      Said.push_back("fixes of " + shown(After[I].File) +
                     " were taken back, the file would not parse any more: " +
                     Results[J].Failure);
    }
  }
  Said.push_back("some files were still changing after " +
                 std::to_string(MostRounds) + " rounds; run again");
}

std::vector<Fixing::File> Fixing::changed() const {
  std::vector<File> Out;
  for (const auto &[Name, Text] : Now)
    if (Text != Originals.at(Name))
      Out.push_back({Name, Originals.at(Name), Text});
  return Out;
}

std::vector<std::string> Fixing::write() const {
  std::vector<std::string> Problems;
  for (const File &F : changed()) {
    ErrorOr<std::unique_ptr<MemoryBuffer>> B = MemoryBuffer::getFile(F.Name);
    if (!B || (*B)->getBuffer() != F.Before)
      Problems.push_back(shown(F.Name) +
                         " was changed by somebody else in the meantime: it "
                         "was left alone");
    else if (Error E = replaceWhole(F.Name, F.After))
      Problems.push_back(toString(std::move(E)));
  }
  return Problems;
}

std::string Fixing::dirt(const Project &P) {
  const Reply R =
      command::run({"git", "status", "--porcelain", "--", "."}, "", P.Root);
  if (!R.Failure.empty()) // no git, or no repository
    return std::string();
  for (StringRef Rest = R.Output; !Rest.empty();) {
    StringRef Line;
    std::tie(Line, Rest) = Rest.split('\n');
    const StringRef File = Line.substr(3).trim('"');
    // New files that are no source are nobody's loss.
    if (Line.empty() || (Line.starts_with("??") && !Checkout::isSource(File)))
      continue;
    return shown(P.Root) + " has changes that are not committed (" +
           File.str() + "): commit or stash them first, or say --allow-dirty";
  }
  return std::string();
}

} // namespace ftidy::command
