//===-- Worker.cpp - one translation unit, in a process of its own
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// clang-tidy's own runner does the work, so that NOLINT, .clang-tidy files and
// everything else behave as they do there. The file is read once, with
// FixLevel=review; ReviewNotes=shown says which of the plans are for review.
//
//===----------------------------------------------------------------------===//

#include "Worker.h"
#include "Finding.h"
#include "clang-tidy/ClangTidy.h"
#include "clang-tidy/ClangTidyDiagnosticConsumer.h"
#include "clang-tidy/ClangTidyOptions.h"
#include "clang/Tooling/CompilationDatabase.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Support/VirtualFileSystem.h"
#include "llvm/Support/raw_ostream.h"
#ifdef __linux__
#include <csignal>
#include <sys/prctl.h>
#include <unistd.h>
#endif

using namespace llvm;
using clang::tidy::ClangTidyOptions;

namespace ftidy::command {
namespace {

constexpr StringRef Prefix = "freethreading-";

// Remembers what was read, and what was looked for in vain: the answer holds
// for as long as neither changes.
class Recorder : public vfs::ProxyFileSystem {
public:
  using ProxyFileSystem::ProxyFileSystem;

  ErrorOr<vfs::Status> status(const Twine &Path) override {
    ErrorOr<vfs::Status> S = ProxyFileSystem::status(Path);
    if (!S)
      Missing.insert(absolute(Path));
    return S;
  }

  ErrorOr<std::unique_ptr<vfs::File>>
  openFileForRead(const Twine &Path) override {
    ErrorOr<std::unique_ptr<vfs::File>> F =
        ProxyFileSystem::openFileForRead(Path);
    (F ? Read : Missing).insert(absolute(Path));
    return F;
  }

  StringSet<> Read, Missing;

private:
  std::string absolute(const Twine &Path) {
    SmallString<256> Name;
    Path.toVector(Name);
    (void)makeAbsolute(Name);
    return std::string(Name);
  }
};

// The options of .clang-tidy files, of which only what concerns our checks is
// taken: a project that has stock checks on does not want them here.
class OptionsProvider : public clang::tidy::FileOptionsProvider {
public:
  using FileOptionsProvider::FileOptionsProvider;

  std::vector<OptionsSource> getRawOptions(StringRef File) override {
    std::vector<OptionsSource> Sources =
        FileOptionsProvider::getRawOptions(File);
    for (auto &[Options, From] : Sources) {
      if (From == OptionsSourceTypeCheckCommandLineOption)
        continue;
      Options.WarningsAsErrors.reset();
      Options.FormatStyle.reset();
      if (Options.Checks)
        Options.Checks = ours(*Options.Checks);
    }
    return Sources;
  }

private:
  static std::string ours(StringRef Checks) {
    std::string Kept;
    SmallVector<StringRef> Globs;
    Checks.split(Globs, ',');
    for (StringRef Glob : Globs)
      if (Glob.trim().ltrim("-").starts_with(Prefix))
        Kept += "," + Glob.trim().str();
    return Kept.empty() ? Kept : Kept.substr(1);
  }
};

class OneCommand : public clang::tooling::CompilationDatabase {
public:
  explicit OneCommand(const Job &J)
      : Command(J.Directory, J.File, J.Arguments, "") {}

  std::vector<clang::tooling::CompileCommand>
  getCompileCommands(StringRef) const override {
    return {Command};
  }

private:
  clang::tooling::CompileCommand Command;
};

// Lines and columns of offsets, reading each file once.
class Places {
public:
  Places(vfs::FileSystem &FS, StringRef Directory)
      : FS(FS), Directory(Directory) {}

  Place at(StringRef File, unsigned Offset) {
    if (File.empty())
      return {};
    const Source &S = sourceOf(File);
    const StringRef Before = StringRef(S.Text).take_front(Offset);
    return {S.Name, Offset, static_cast<unsigned>(Before.count('\n') + 1),
            static_cast<unsigned>(Offset - (Before.rfind('\n') + 1) + 1)};
  }

private:
  struct Source {
    std::string Name, Text;
  };

  const Source &sourceOf(StringRef File) {
    Source &S = Sources[File];
    if (S.Name.empty()) {
      SmallString<256> Name(File), Real;
      if (!sys::path::is_absolute(Name)) {
        Name = Directory;
        sys::path::append(Name, File);
      }
      S.Name = sys::fs::real_path(Name, Real) ? std::string(Name)
                                              : std::string(Real);
      if (ErrorOr<std::unique_ptr<MemoryBuffer>> B = FS.getBufferForFile(Name))
        S.Text = (*B)->getBuffer().str();
    }
    return S;
  }

  vfs::FileSystem &FS;
  StringRef Directory;
  StringMap<Source> Sources;
};

// Fills in what can be done about the finding from its notes and its edits.
void judge(Finding &F) {
  bool Review = false;
  std::vector<Note> Kept;
  for (Note &N : F.Notes) {
    StringRef Text = N.Message;
    if (Text.consume_front("no fix: ")) {
      F.Reason = Text.str();
    } else if (Text.consume_front("fix needs review: ")) {
      Text.consume_back(" (FixLevel=review)");
      F.Reason = Text.str();
      Review = true;
      continue;
    } else if (Text.consume_front("fixed together with line ")) {
      Text.consumeInteger(10, F.FixedWithLine);
    }
    Kept.push_back(std::move(N));
  }
  F.Notes = std::move(Kept);
  if (!F.Edits.empty())
    F.C = Review ? Cure::Review : Cure::Safe;
}

Finding findingOf(const clang::tidy::ClangTidyError &E, Places &At) {
  Finding F;
  F.Check = E.DiagnosticName;
  F.Message = E.Message.Message;
  F.At = At.at(E.Message.FilePath, E.Message.FileOffset);
  for (const clang::tooling::DiagnosticMessage &N : E.Notes)
    F.Notes.push_back({At.at(N.FilePath, N.FileOffset), N.Message});
  bool Elsewhere = false;
  for (const auto &Replacements : E.Message.Fix)
    for (const clang::tooling::Replacement &R : Replacements.second) {
      Elsewhere |= At.at(R.getFilePath(), 0).File != F.At.File;
      F.Edits.push_back(
          {R.getOffset(), R.getLength(), R.getReplacementText().str()});
    }
  if (Elsewhere) { // no plan does this; half a plan must not be kept
    F.Edits.clear();
    F.Reason = "the fix edits another file";
  }
  judge(F);
  return F;
}

std::vector<std::string> sorted(const StringSet<> &Set) {
  std::vector<std::string> Out;
  for (const auto &Entry : Set)
    Out.push_back(Entry.getKey().str());
  sort(Out);
  return Out;
}

Outcome analyse(const Job &J) {
  Outcome Out;
  Out.File = J.File;

  auto Record = makeIntrusiveRefCnt<Recorder>(
      IntrusiveRefCntPtr<vfs::FileSystem>(vfs::createPhysicalFileSystem()));
  if (std::error_code E = Record->setCurrentWorkingDirectory(J.Directory)) {
    Out.Failure = "its folder " + J.Directory + ": " + E.message();
    return Out;
  }
  auto Files = makeIntrusiveRefCnt<vfs::OverlayFileSystem>(Record);
  auto Contents = makeIntrusiveRefCnt<vfs::InMemoryFileSystem>();
  for (const auto &[Name, Content] : J.Overlay)
    Contents->addFile(Name, 0, MemoryBuffer::getMemBufferCopy(Content, Name));
  if (!J.Overlay.empty())
    Files->pushOverlay(Contents);

  ClangTidyOptions Defaults = ClangTidyOptions::getDefaults();
  // Projects switch single checks off in .clang-tidy, so that file speaks
  // after the default; what the command line names speaks last.
  Defaults.Checks = "-*,freethreading-*";
  ClangTidyOptions Wanted;
  if (!J.Checks.empty())
    Wanted.Checks = J.Checks;
  Wanted.HeaderFilterRegex = ".*";
  Wanted.SystemHeaders = false;
  for (const auto &[Key, Value] : J.Options)
    Wanted.CheckOptions[Key] = ClangTidyOptions::ClangTidyValue(Value, 10000);
  clang::tidy::ClangTidyContext Context(std::make_unique<OptionsProvider>(
      clang::tidy::ClangTidyGlobalOptions(), Defaults, Wanted, Files));

  OneCommand Database(J);
  const std::vector<clang::tidy::ClangTidyError> Errors =
      clang::tidy::runClangTidy(Context, Database, {J.File}, Files,
                                /*ApplyAnyFix=*/false
#if LLVM_VERSION_MAJOR > 19
                                ,
                                /*EnableCheckProfile=*/false, StringRef(),
                                /*Quiet=*/true
#endif
      );

  Places At(*Files, J.Directory);
  for (const clang::tidy::ClangTidyError &E : Errors) {
    if (E.DiagLevel == clang::tidy::ClangTidyError::Error)
      Out.Errors.push_back(
          {At.at(E.Message.FilePath, E.Message.FileOffset), E.Message.Message});
    else if (StringRef(E.DiagnosticName).starts_with(Prefix))
      Out.Findings.push_back(findingOf(E, At));
    else if (E.DiagnosticName == "clang-tidy-config")
      Out.Remarks.push_back(E.Message.Message);
  }
  if (!Out.Errors.empty()) {
    const ParseError &First = Out.Errors.front();
    Out.Failure = First.Message;
    if (!First.At.File.empty())
      Out.Failure = First.At.File + ":" + std::to_string(First.At.Line) + ":" +
                    std::to_string(First.At.Column) + ": " + First.Message;
  }
  Out.Silenced = Context.getStats().ErrorsIgnoredNOLINT;
  // What the rooms look up beside the file system: the facts, and the header
  // of pythoncapi_compat beside the file.
  const auto Options = Context.getOptionsForFile(J.File).CheckOptions;
  for (const auto &Entry : Options)
    if (Entry.getKey().ends_with("FactsFile") &&
        !Entry.getValue().Value.empty())
      (void)Files->getBufferForFile(Entry.getValue().Value);
  SmallString<256> Compat(sys::path::parent_path(J.File));
  sys::path::append(Compat, "pythoncapi_compat.h");
  (void)Files->getBufferForFile(Compat);
  Out.Read = sorted(Record->Read);
  Out.Missing = sorted(Record->Missing);
  return Out;
}

} // namespace

int runWorker() {
#ifdef __linux__
  // The command may be killed: nobody would read the answer.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() == 1)
    return 2;
#endif
  InitializeAllTargetInfos();
  InitializeAllTargetMCs();
  InitializeAllAsmParsers();
  ErrorOr<std::unique_ptr<MemoryBuffer>> Input = MemoryBuffer::getSTDIN();
  if (!Input)
    return 2;
  Expected<Job> J = parseJob((*Input)->getBuffer());
  if (!J) {
    errs() << "ftidy: the worker was told nothing it understands: "
           << toString(J.takeError()) << "\n";
    return 2;
  }
  // The rooms take relative paths from here.
  if (std::error_code E = sys::fs::set_current_path(J->Directory))
    errs() << E.message() << "\n";
  outs() << toJSON(analyse(*J)) << "\n";
  outs().flush();
  return 0;
}

} // namespace ftidy::command
