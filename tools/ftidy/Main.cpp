//===-- Main.cpp - the command ftidy
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Exit codes: 0 nothing found, 1 findings, 2 something was not analysed or the
// command was used wrongly.
//
//===----------------------------------------------------------------------===//

#include "Baseline.h"
#include "Diff.h"
#include "Fixing.h"
#include "Pages.h"
#include "Show.h"
#include "WholeFile.h"
#include "Worker.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/Path.h"

using namespace llvm;
using namespace ftidy::command;

namespace {

constexpr int Clean = 0, Found = 1, Bad = 2;

cl::OptionCategory Ours("Options of ftidy");

cl::SubCommand CheckCommand("check", "finds hazards");
cl::SubCommand FixCommand("fix", "rewrites what can be proved");
cl::SubCommand BaselineCommand("baseline",
                               "writes today's findings into a baseline");
cl::SubCommand ExplainCommand("explain", "shows the page of a check");
cl::SubCommand ListCommand("list", "lists the checks");

// An option of the commands that analyse.
#define ANALYSING                                                              \
  cl::sub(CheckCommand), cl::sub(FixCommand), cl::sub(BaselineCommand),        \
      cl::cat(Ours)

cl::list<std::string> Paths(cl::Positional, cl::desc("[PATH...]"), ANALYSING);
cl::list<std::string> Checks("check", cl::value_desc("name"),
                             cl::CommaSeparated, cl::desc("only these checks"),
                             ANALYSING);
cl::opt<std::string>
    Database("p", cl::value_desc("path"),
             cl::desc("the compile_commands.json or its folder"), ANALYSING);
cl::opt<std::string> Python("python", cl::value_desc("program"),
                            cl::desc("the interpreter whose headers are used "
                                     "where the flags are a guess"),
                            ANALYSING);
cl::opt<GilMode>
    Gil("gil-mode", cl::desc("which builds of CPython are analysed"),
        cl::values(clEnumValN(GilMode::Both, "both", "both, where they differ"),
                   clEnumValN(GilMode::Free, "free", "with Py_GIL_DISABLED"),
                   clEnumValN(GilMode::Gil, "gil", "without it")),
        cl::init(GilMode::Both), ANALYSING);
cl::list<std::string> Options("o", cl::value_desc("key=value"),
                              cl::desc("an option of the checks"), ANALYSING);
cl::list<std::string> ExtraArgs("extra-arg", cl::value_desc("flag"),
                                cl::desc("one more compiler flag"), ANALYSING);
cl::list<std::string> Exclude("exclude", cl::value_desc("pattern"),
                              cl::desc("files and folders to leave out"),
                              ANALYSING);
cl::opt<unsigned> Jobs("j", cl::Prefix, cl::value_desc("number"),
                       cl::desc("processes at a time"), ANALYSING);
cl::opt<bool> NoCache("no-cache", cl::desc("analyse everything anew"),
                      ANALYSING);
cl::opt<bool> Quiet("quiet", cl::desc("no remarks and no progress"), ANALYSING);

cl::opt<std::string> BaselineFile("baseline", cl::value_desc("file"),
                                  cl::desc("findings that are known already"),
                                  cl::sub(CheckCommand), cl::cat(Ours));
cl::opt<std::string> DiffBase("diff-base", cl::value_desc("revision"),
                              cl::desc("only findings on lines changed since "
                                       "this revision of git"),
                              cl::sub(CheckCommand), cl::cat(Ours));
cl::opt<std::string>
    Format("format", cl::init("text"),
           cl::value_desc("text|json|sarif|github|gitlab|html"),
           cl::desc("the form of the report"), cl::sub(CheckCommand),
           cl::cat(Ours));
cl::opt<bool> Statistics("statistics", cl::desc("counts instead of findings"),
                         cl::sub(CheckCommand), cl::cat(Ours));
cl::opt<std::string> Output("output", cl::value_desc("file"),
                            cl::desc("where the report, or the baseline, goes"),
                            cl::sub(CheckCommand), cl::sub(BaselineCommand),
                            cl::cat(Ours));
cl::opt<bool> Review("review", cl::desc("also the fixes that need review"),
                     cl::sub(FixCommand), cl::cat(Ours));
cl::opt<bool> OnlyDiff("diff", cl::desc("show the diff, write nothing"),
                       cl::sub(FixCommand), cl::cat(Ours));
cl::opt<bool> AllowDirty("allow-dirty",
                         cl::desc("also with changes that are not committed"),
                         cl::sub(FixCommand), cl::cat(Ours));
cl::opt<std::string> Explained(cl::Positional, cl::desc("CHECK"),
                               cl::sub(ExplainCommand), cl::cat(Ours));

int bad(const Twine &Sentence) {
  errs() << "ftidy: " << Sentence << "\n";
  return Bad;
}

int bad(Error E) { return bad(toString(std::move(E))); }

// The command line, then pyproject.toml where the command line is silent.
Expected<Settings> settings() {
  Settings S;
  S.Paths = Paths.empty() ? std::vector<std::string>{"."} : Paths;
  S.Database = Database;
  S.Python = Python;
  S.Gil = Gil;
  S.ExtraArgs = ExtraArgs;
  S.Exclude = Exclude;
  S.Jobs = Jobs;
  S.Cache = !NoCache;
  S.Quiet = Quiet;
  S.Baseline = BaselineFile;
  S.DiffBase = DiffBase;
  S.Format = Format;
  S.Statistics = Statistics;
  S.Output = Output;
  S.Review = Review;
  S.OnlyDiff = OnlyDiff;
  S.AllowDirty = AllowDirty;
  for (const std::string &Given : Checks) {
    Expected<std::string> Name = Settings::checkName(Given);
    if (!Name)
      return Name.takeError();
    S.Checks.push_back(*Name);
  }
  for (const std::string &Given : Options) {
    const auto [Key, Value] = StringRef(Given).split('=');
    if (Key.size() == Given.size())
      return createStringError(inconvertibleErrorCode(),
                               "-o wants KEY=VALUE, not '" + Given + "'");
    S.Options.emplace_back(Key.str(), Value.str());
  }
  if (!is_contained(formats(), S.Format))
    return createStringError(inconvertibleErrorCode(),
                             "there is no format '" + S.Format + "'");
  SmallString<256> First(S.Paths.front());
  if (sys::fs::real_path(S.Paths.front(), First))
    return createStringError(inconvertibleErrorCode(),
                             S.Paths.front() + " does not exist");
  if (!sys::fs::is_directory(First))
    sys::path::remove_filename(First);
  if (Error E = S.readProject(First))
    return E;
  S.Review |= is_contained(S.Options, std::make_pair(std::string("FixLevel"),
                                                     std::string("review")));
  return S;
}

// Finds the units, and says what the reader should know about them.
Expected<std::vector<Project>> projects(const Settings &S) {
  Expected<std::vector<Project>> All = openProjects(S);
  if (!All)
    return All;
  bool Folder = false;
  size_t Units = 0;
  for (const Project &P : *All) {
    Units += P.Units.size() + P.Unreadable.size();
    for (const std::string &Wanted : P.Wanted)
      Folder |= sys::fs::is_directory(Wanted);
    for (const std::string &Sentence : P.Said)
      if (!S.Quiet)
        errs() << shown(P.Root) << ": " << Sentence << "\n";
  }
  // Hooks name whatever files were changed; a folder is named on purpose.
  if (!Units && Folder)
    return createStringError(inconvertibleErrorCode(),
                             "no C or C++ source under " + join(S.Paths, ", ") +
                                 " includes Python.h");
  return All;
}

Report analyse(const Settings &S, ArrayRef<Project> All,
               const std::string &Program) {
  Report R;
  Analysis A(S, Program);
  for (const Project &P : All)
    R.add(P, A.run(P, P.Units, {}));
  return R;
}

void say(const Settings &S, ArrayRef<std::string> Sentences) {
  if (!S.Quiet)
    for (const std::string &Sentence : Sentences)
      errs() << "ftidy: " << Sentence << "\n";
}

int check(const std::string &Program) {
  Expected<Settings> S = settings();
  if (!S)
    return bad(S.takeError());
  std::optional<Baseline> Known;
  if (!S->Baseline.empty()) {
    Expected<Baseline> Read = Baseline::read(S->Baseline);
    if (!Read)
      return bad(Read.takeError());
    Known = std::move(*Read);
  }
  Expected<std::vector<Project>> All = projects(*S);
  if (!All)
    return bad(All.takeError());
  std::optional<ChangedLines> Changed;
  if (!S->DiffBase.empty()) {
    Expected<ChangedLines> Lines = ChangedLines::since(S->DiffBase, *All);
    if (!Lines)
      return bad(Lines.takeError());
    Changed = std::move(*Lines);
  }
  Report R = analyse(*S, *All, Program);
  Sources From;
  if (Known)
    Known->applyTo(R, From, *All);
  if (Changed)
    Changed->applyTo(R);
  say(*S, R.Said);
  if (S->Output.empty()) {
    show(S->Format, R, *S, From, outs());
    outs().flush();
    if (outs().has_error()) {
      outs().clear_error();
      return bad("the report could not be written");
    }
  } else {
    std::string Text;
    raw_string_ostream OS(Text);
    show(S->Format, R, *S, From, OS);
    OS.flush();
    if (Error E = replaceWhole(S->Output, Text))
      return bad(std::move(E));
  }
  // Where the report is for a program, a person still gets the counts.
  if (S->Format != "text" && !S->Quiet)
    showSummary(R, *S, errs());
  return R.exitCode();
}

int fix(const std::string &Program) {
  Expected<Settings> S = settings();
  if (!S)
    return bad(S.takeError());
  Expected<std::vector<Project>> All = projects(*S);
  if (!All)
    return bad(All.takeError());
  if (!S->OnlyDiff && !S->AllowDirty)
    for (const Project &P : *All)
      if (const std::string Dirt = Fixing::dirt(P); !Dirt.empty())
        return bad(Dirt);
  Analysis A(*S, Program);
  Report Before, After;
  std::vector<std::string> Problems;
  unsigned Changed = 0;
  for (const Project &P : *All) {
    Fixing F(*S, P, A);
    F.run();
    say(*S, F.said());
    Before.add(P, F.before());
    After.add(P, F.after());
    for (const Fixing::File &File : F.changed()) {
      outs() << unifiedDiff(File.Before, File.After, shown(File.Name));
      ++Changed;
    }
    outs().flush();
    if (!S->OnlyDiff)
      for (const std::string &Problem : F.write())
        Problems.push_back(Problem);
  }
  say(*S, After.Said);
  if (Changed)
    outs() << "\n";
  if (!S->Quiet)
    showSummary(After, *S, outs());
  outs() << (S->OnlyDiff ? "files that would change: " : "files changed: ")
         << Changed - Problems.size()
         << "; findings before: " << Before.Findings.size()
         << ", after: " << After.Findings.size() << "\n";
  for (const std::string &Problem : Problems)
    bad(Problem);
  if (!Problems.empty())
    return Bad;
  const int Left = After.exitCode();
  return S->OnlyDiff && Left == Clean && Changed ? Found : Left;
}

int baseline(const std::string &Program) {
  Expected<Settings> S = settings();
  if (!S)
    return bad(S.takeError());
  std::string File = !S->Output.empty()     ? S->Output
                     : !S->Baseline.empty() ? S->Baseline
                                            : "ftidy-baseline.json";
  Expected<std::vector<Project>> All = projects(*S);
  if (!All)
    return bad(All.takeError());
  const Report R = analyse(*S, *All, Program);
  for (const Report::Failure &F : R.NotAnalysed)
    errs() << "not analysed: " << shown(F.File) << ": " << F.Why << "\n";
  Sources From;
  const Baseline B = Baseline::of(R, From);
  if (Error E = B.write(File))
    return bad(std::move(E));
  outs() << File << ": " << B.size() << " findings\n";
  return R.NotAnalysed.empty() ? Clean : Bad;
}

int explain() {
  Expected<std::string> Name = Settings::checkName(Explained);
  if (!Name)
    return bad(Name.takeError());
  outs() << Page::of(*Name).Text;
  return Clean;
}

int list() {
  for (const std::string &Name : Settings::allChecks()) {
    const Page P = Page::of(Name);
    std::string Summary = P.summary().str();
    std::replace(Summary.begin(), Summary.end(), '\n', ' ');
    outs() << Name << "\n    " << Summary << " Fix: " << P.column("fix")
           << ".\n";
  }
  return Clean;
}

} // namespace

int main(int Count, const char **Arguments) {
  if (Count == 2 && StringRef(Arguments[1]) == WorkerArgument)
    return runWorker();
  InitLLVM Init(Count, Arguments);
  cl::SetVersionPrinter(
      [](raw_ostream &OS) { OS << "ftidy " FTIDY_VERSION "\n"; });
  for (cl::SubCommand *Command : {&CheckCommand, &FixCommand, &BaselineCommand,
                                  &ExplainCommand, &ListCommand})
    cl::HideUnrelatedOptions(Ours, *Command);
  cl::HideUnrelatedOptions(Ours);
  if (Count < 2) {
    errs() << "ftidy: say what to do: 'ftidy check' in a checkout is a start; "
              "'ftidy --help' has the rest\n";
    return Bad;
  }
  if (!cl::ParseCommandLineOptions(
          Count, Arguments,
          "finds and fixes what the GIL used to hide in extension modules\n",
          &errs()))
    return Bad;
  const std::string Program =
      sys::fs::getMainExecutable(Arguments[0], reinterpret_cast<void *>(&main));
  if (CheckCommand)
    return check(Program);
  if (FixCommand)
    return fix(Program);
  if (BaselineCommand)
    return baseline(Program);
  if (ExplainCommand)
    return explain();
  if (ListCommand)
    return list();
  return bad("there is no command of this name; 'ftidy --help' lists them");
}
