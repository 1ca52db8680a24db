//===-- Analysis.cpp - what all units of a project say
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A unit is analysed as its command says. When a file of the project that it
// reads names Py_GIL_DISABLED, the two builds may differ, and it is analysed a
// second time as the other build. The findings of both are merged; a fix must
// be the same in both, or there is none.
//
//===----------------------------------------------------------------------===//

#include "Analysis.h"
#include "Crew.h"
#include "Worker.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/Threading.h"
#include "llvm/Support/raw_ostream.h"
#include <chrono>

using namespace llvm;

namespace ftidy::command {

static constexpr char Macro[] = "Py_GIL_DISABLED";
/// How many options that clang does not know are left out of one command.
static constexpr unsigned MostLeftOut = 16;

// One run over one unit, until it has an outcome.
struct Analysis::Attempt {
  size_t Unit;
  Builds In;
  Job J;
  unsigned LeftOut = 0;
  sys::TimePoint<> Start;
};

Analysis::Analysis(const Settings &S, std::string Program)
    : S(S), Program(std::move(Program)), Kept(S.Cache),
      Terminal(!S.Quiet && sys::Process::StandardErrIsDisplayed()) {}

static bool says(const Unit &U, StringRef Flag) {
  return any_of(U.Arguments, [&](StringRef A) { return A.starts_with(Flag); });
}

Job Analysis::jobFor(const Project &P, const Unit &U, Builds In,
                     const Contents &Overlay) const {
  Job J;
  J.File = U.File;
  J.Directory = U.Directory;
  J.Arguments = U.Arguments;
  if (In == Builds::OnlyFree && !P.Python.FreeThreaded &&
      !says(U, "-DPy_GIL_DISABLED"))
    J.Arguments.push_back(std::string("-D") + Macro + "=1");
  if (In == Builds::OnlyGil)
    J.Arguments.push_back(std::string("-U") + Macro);
  J.Checks = S.checkGlobs();
  J.Options = {{"FixLevel", "review"}, {"ReviewNotes", "shown"}};
  for (const auto &Option : S.Options)
    if (Option.first != "FixLevel")
      J.Options.push_back(Option);
  for (const auto &[File, Content] : Overlay)
    J.Overlay.emplace_back(File, Content);
  return J;
}

// Whether a file of the project that was read names the macro.
bool Analysis::differs(const Project &P, const Outcome &O,
                       const Contents &Overlay) {
  for (const std::string &File : O.Read) {
    if (!P.Files->has(File))
      continue;
    auto [At, New] = Mentions.try_emplace(File, false);
    if (New)
      if (ErrorOr<std::unique_ptr<MemoryBuffer>> B =
              MemoryBuffer::getFile(File))
        At->second = (*B)->getBuffer().contains(Macro);
    const auto Changed = Overlay.find(File);
    if (At->second || (Changed != Overlay.end() &&
                       StringRef(Changed->second).contains(Macro)))
      return true;
  }
  return false;
}

void Analysis::show(const Project &P, size_t Done, size_t All, StringRef File) {
  if (!Terminal)
    return;
  errs() << "\r\033[K";
  if (Done < All) {
    File.consume_front(P.Root + "/");
    constexpr size_t Widest = 60;
    errs() << "[" << Done << "/" << All << "] "
           << (File.size() > Widest ? File.take_back(Widest) : File);
  }
}

static bool same(const Finding &A, const Finding &B) {
  return A.At.Offset == B.At.Offset && A.At.File == B.At.File &&
         A.Check == B.Check && A.Message == B.Message;
}

// Puts a finding of one build beside those of the other.
static void merge(std::vector<Finding> &Into, const Finding &F) {
  const auto Known =
      find_if(Into, [&](const Finding &K) { return same(K, F); });
  if (Known == Into.end()) {
    Into.push_back(F);
    return;
  }
  if (Known->In == F.In)
    return; // reported once for each expansion
  Known->In = Builds::Any;
  if (Known->Edits == F.Edits)
    return;
  Known->Edits.clear();
  Known->C = Cure::Person;
  Known->Reason = "the builds with and without the GIL need different fixes";
  Known->Notes.push_back({Known->At, "no fix: " + Known->Reason});
}

// "unknown argument: '-fx'": gcc's, and nothing that findings depend on.
static bool leaveOut(Job &J, StringRef Failure) {
  StringRef Rest = Failure.split("unknown argument: '").second;
  if (Rest.empty())
    Rest = Failure.split("unsupported option '").second;
  const StringRef Flag = Rest.split('\'').first;
  const auto At = find(J.Arguments, Flag);
  if (Flag.empty() || At == J.Arguments.end())
    return false;
  J.Arguments.erase(At);
  return true;
}

std::vector<UnitResult> Analysis::run(const Project &P, ArrayRef<Unit> Units,
                                      const Contents &Overlay) {
  std::vector<UnitResult> Results(Units.size());
  std::deque<Attempt> Attempts;
  std::deque<Task> Todo;
  size_t Ended = 0;

  const auto Send = [&](size_t Number) {
    std::string Text;
    raw_string_ostream OS(Text);
    OS << toJSON(Attempts[Number].J);
    OS.flush();
    Attempts[Number].Start = std::chrono::system_clock::now();
    Todo.push_back({Number, std::move(Text)});
  };
  std::function<void(size_t, Builds)> Begin;
  const auto End = [&](const Attempt &A, Outcome O) {
    UnitResult &R = Results[A.Unit];
    ++Ended;
    R.Read.insert(O.Read.begin(), O.Read.end());
    R.Silenced = std::max(R.Silenced, O.Silenced);
    for (const std::string &Remark : O.Remarks)
      if (!is_contained(R.Remarks, Remark))
        R.Remarks.push_back(Remark);
    if (!O.analysed() && R.Failure.empty())
      R.Failure = (A.In == Builds::OnlyFree && S.Gil == GilMode::Both
                       ? "with Py_GIL_DISABLED: "
                       : "") +
                  O.Failure;
    for (Finding &F : O.Findings) {
      F.In = A.In;
      merge(R.Findings, F);
    }
    show(P, Ended, Attempts.size(), Units[A.Unit].File);
    // The first run said which files are read: is there another build?
    if (S.Gil != GilMode::Both || A.In != Builds::OnlyGil || !O.analysed())
      return;
    if (!differs(P, O, Overlay))
      return;
    // Before 3.13 there is no build without the GIL.
    if (P.Python.known() && P.Python.Major == 3 && P.Python.Minor < 13) {
      R.BranchLeftOut = true;
      return;
    }
    R.Twice = true;
    Begin(A.Unit, Builds::OnlyFree);
  };
  Begin = [&](size_t Unit, Builds In) {
    Attempts.push_back({Unit, In, jobFor(P, Units[Unit], In, Overlay), 0, {}});
    Attempt &A = Attempts.back();
    if (std::optional<Outcome> O = Kept.find(A.J))
      End(Attempt(A), std::move(*O));
    else
      Send(Attempts.size() - 1);
  };

  for (size_t I = 0; I < Units.size(); ++I) {
    Results[I].File = Units[I].File;
    // Free-threaded headers have no other build.
    const bool Free = S.Gil == GilMode::Free || P.Python.FreeThreaded ||
                      says(Units[I], "-DPy_GIL_DISABLED");
    Begin(I,
          S.Gil == GilMode::Gil || !Free ? Builds::OnlyGil : Builds::OnlyFree);
  }
  const unsigned Jobs =
      S.Jobs ? S.Jobs
             : heavyweight_hardware_concurrency().compute_thread_count();
  Crew({Program, WorkerArgument}, Jobs).work(Todo, [&](size_t Number, Reply R) {
    Attempt A = Attempts[Number];
    Outcome O;
    if (R.Failure.empty()) {
      Expected<Outcome> Read = parseOutcome(R.Output);
      if (Read)
        O = std::move(*Read);
      else
        R.Failure = "gave no answer: " + toString(Read.takeError());
    }
    if (!R.Failure.empty())
      O.Failure = "the analysis " + R.Failure;
    if (!O.analysed() && A.LeftOut < MostLeftOut &&
        leaveOut(Attempts[Number].J, O.Failure)) {
      ++Attempts[Number].LeftOut;
      Send(Number);
      return;
    }
    Kept.keep(A.J, O, A.Start);
    End(A, std::move(O));
  });
  show(P, 1, 1, "");
  for (UnitResult &R : Results)
    if (!R.Twice) // where a finding was made says nothing
      for (Finding &F : R.Findings)
        F.In = Builds::Any;
  return Results;
}

void Report::add(const Project &P, ArrayRef<UnitResult> Results) {
  unsigned LeftOut = 0;
  std::vector<std::string> Remarks;
  for (const UnitResult &R : Results) {
    Silenced += R.Silenced;
    LeftOut += R.BranchLeftOut;
    for (const std::string &Remark : R.Remarks)
      if (!is_contained(Remarks, Remark))
        Remarks.push_back(Remark);
    for (const Finding &F : R.Findings)
      if (P.wants(F.At.File) &&
          none_of(Findings, [&](const Finding &K) { return same(K, F); }))
        Findings.push_back(F);
    if (R.Failure.empty())
      continue;
    // A piece of source that another one includes was analysed there.
    const bool Elsewhere = any_of(Results, [&](const UnitResult &Other) {
      return Other.Failure.empty() && Other.Read.count(R.File);
    });
    if (!Elsewhere) {
      std::string Why = R.Failure;
      const std::string Top = P.Root + "/";
      for (size_t At; (At = Why.find(Top)) != std::string::npos;)
        Why.erase(At, Top.size());
      NotAnalysed.push_back({R.File, std::move(Why)});
    }
  }
  Files += Results.size();
  for (const std::string &File : P.Unreadable)
    if (P.wants(File)) {
      NotAnalysed.push_back({File, "cannot be read"});
      ++Files;
    }
  Said.insert(Said.end(), Remarks.begin(), Remarks.end());
  if (LeftOut)
    Said.push_back(std::to_string(LeftOut) +
                   (LeftOut == 1 ? " file has" : " files have") +
                   " code for Py_GIL_DISABLED that the headers of Python " +
                   P.Python.version() +
                   " cannot build: it was not analysed. An interpreter of 3.13 "
                   "or newer can be named with --python");
  for (Finding &F : Findings) // its own edits are another finding's
    if (F.FixedWithLine && F.Edits.empty())
      for (const Finding &With : Findings)
        if (With.At.File == F.At.File && With.At.Line == F.FixedWithLine &&
            !With.Edits.empty())
          F.C = With.C;
  sort(Findings, [](const Finding &A, const Finding &B) {
    return std::tie(A.At.File, A.At.Offset, A.Check, A.Message) <
           std::tie(B.At.File, B.At.Offset, B.Check, B.Message);
  });
}

unsigned Report::count(Cure C) const {
  return count_if(Findings, [&](const Finding &F) { return F.C == C; });
}

std::string shown(StringRef Path) {
  SmallString<256> Here;
  if (sys::fs::current_path(Here))
    return Path.str();
  SmallString<256> RealHere;
  if (!sys::fs::real_path(Here, RealHere))
    Here = RealHere;
  StringRef Short = Path;
  if (Short.consume_front(Here) && (Here == "/" || Short.consume_front("/")))
    return Short.str();
  return Path.str();
}

} // namespace ftidy::command
