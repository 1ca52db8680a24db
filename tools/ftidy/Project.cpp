//===-- Project.cpp - what is analysed, and with which flags
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Project.h"
#include "clang/Tooling/JSONCompilationDatabase.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/VirtualFileSystem.h"

using namespace llvm;

namespace ftidy::command {
namespace {

Error wrong(const Twine &Sentence) {
  return createStringError(inconvertibleErrorCode(), Sentence);
}

// Old code that a C compiler of its time took with a warning, and clang does
// not.
constexpr const char *Lenient[] = {
    "-Wno-error",
    "-Wno-unknown-warning-option",
    "-Wno-error=implicit-function-declaration",
    "-Wno-error=implicit-int",
    "-Wno-error=int-conversion",
    "-Wno-error=incompatible-function-pointer-types",
};

// What gcc takes and clang refuses, and what would make warnings count.
bool isRefused(StringRef Argument) {
  return Argument == "-Werror" || Argument.starts_with("-Werror=") ||
         Argument.starts_with("-flto-partition=") ||
         Argument == "-fprofile-partial-training" ||
         Argument.starts_with("-specs=") || Argument.starts_with("-fplugin");
}

std::string real(StringRef Path) {
  SmallString<256> Out;
  if (sys::fs::real_path(Path, Out))
    return Path.str();
  return std::string(Out);
}

// The databases below Root, in the order in which they are tried.
std::vector<std::string> databasesIn(const std::string &Root) {
  std::vector<std::string> Folders = {Root};
  std::error_code Error;
  const auto Below = [&](const std::string &Folder,
                         function_ref<bool(StringRef)> Wanted) {
    std::vector<std::string> Found;
    for (sys::fs::directory_iterator It(Folder, Error), End;
         It != End && !Error; It.increment(Error))
      if (sys::fs::is_directory(It->path()) &&
          Wanted(sys::path::filename(It->path())))
        Found.push_back(It->path());
    sort(Found);
    return Found;
  };
  const auto IsBuild = [](StringRef Name) {
    return Name.starts_with("build") || Name.starts_with("_skbuild") ||
           Name.starts_with("cmake-build") || Name.starts_with("builddir") ||
           Name.starts_with(".mesonpy") || Name == "out" || Name == "debug" ||
           Name == "release" || Name == "_build";
  };
  for (const std::string &Build : Below(Root, IsBuild)) {
    Folders.push_back(Build);
    for (const std::string &Deeper :
         Below(Build, [](StringRef) { return true; })) {
      Folders.push_back(Deeper);
      if (StringRef(Build).contains("_skbuild"))
        for (const std::string &Deepest :
             Below(Deeper, [](StringRef) { return true; }))
          Folders.push_back(Deepest);
    }
  }
  std::vector<std::string> Out;
  for (const std::string &Folder : Folders)
    if (sys::fs::exists(Folder + "/compile_commands.json"))
      Out.push_back(Folder + "/compile_commands.json");
  return Out;
}

// The units of a database that are sources of the checkout and use CPython.
Expected<std::map<std::string, Unit>> unitsOf(const std::string &Database,
                                              const Checkout &Files) {
  std::string Why;
  std::unique_ptr<clang::tooling::CompilationDatabase> Read =
      clang::tooling::JSONCompilationDatabase::loadFromFile(
          Database, Why, clang::tooling::JSONCommandLineSyntax::AutoDetect);
  if (!Read)
    return wrong(Database + " cannot be read: " + StringRef(Why).trim());
  Read = clang::tooling::expandResponseFiles(std::move(Read),
                                             vfs::getRealFileSystem());
  std::map<std::string, Unit> Units;
  for (const clang::tooling::CompileCommand &C :
       Read->getAllCompileCommands()) {
    SmallString<256> Name(C.Filename);
    if (sys::path::is_relative(Name)) {
      Name = C.Directory;
      sys::path::append(Name, C.Filename);
    }
    const std::string File = real(Name);
    if (Units.count(File) || !Checkout::isSource(File) || !Files.has(File) ||
        !Files.usesPython(File))
      continue;
    Unit U{File, C.Directory, {}};
    for (const std::string &A : C.CommandLine)
      if (!isRefused(A))
        U.Arguments.push_back(A == C.Filename ? File : A);
    Units[File] = std::move(U);
  }
  return Units;
}

// The include folder with Python.h among these arguments.
Headers headersOf(const Unit &U) {
  for (size_t I = 0; I < U.Arguments.size(); ++I) {
    StringRef A = U.Arguments[I];
    if (!A.consume_front("-isystem") && !A.consume_front("-I"))
      continue;
    if (A.empty() && I + 1 < U.Arguments.size())
      A = U.Arguments[I + 1];
    SmallString<256> Folder(A);
    if (sys::path::is_relative(A)) {
      Folder = U.Directory;
      sys::path::append(Folder, A);
    }
    if (sys::fs::exists(Folder + "/Python.h"))
      return Headers::of(std::string(Folder));
  }
  return Headers();
}

// Whether a database has a command for this file, or for one in this folder.
bool knows(const std::string &Database, StringRef Path) {
  std::string Why;
  std::unique_ptr<clang::tooling::CompilationDatabase> Read =
      clang::tooling::JSONCompilationDatabase::loadFromFile(
          Database, Why, clang::tooling::JSONCommandLineSyntax::AutoDetect);
  if (!Read)
    return false;
  for (const std::string &Name : Read->getAllFiles())
    if (const std::string File = real(Name);
        File == Path || StringRef(File).starts_with(Path.str() + "/"))
      return true;
  return false;
}

// The folder that Path is analysed in: the checkout around it, or the folder
// itself when it stands alone.
std::string rootFor(const std::string &Path, const Settings &S) {
  const bool Folder = sys::fs::is_directory(Path);
  const std::string Start = Folder ? Path : sys::path::parent_path(Path).str();
  const std::string Top = Checkout::topAbove(Start);
  if (Top.empty() || Top == Start)
    return Start;
  if (!S.Database.empty() ||
      any_of(databasesIn(Top),
             [&](const std::string &D) { return knows(D, Path); }))
    return Top;
  // A folder of somebody's repository that is a little project of its own.
  Checkout Alone(Start, S.Exclude);
  return !Alone.sources().empty() && !Alone.needsMore() ? Start : Top;
}

Error open(Project &P, const Settings &S, std::optional<Interpreter> &Python) {
  P.Files = std::make_shared<Checkout>(P.Root, S.Exclude);
  P.Unreadable = P.Files->unreadable();
  std::map<std::string, Unit> Known;
  std::vector<std::string> Databases = databasesIn(P.Root);
  if (!S.Database.empty()) {
    std::string Named = S.Database;
    if (sys::fs::is_directory(Named))
      Named += "/compile_commands.json";
    if (!sys::fs::exists(Named))
      return wrong("there is no " + Named);
    Databases = {real(Named)};
  }
  for (const std::string &Database : Databases) {
    Expected<std::map<std::string, Unit>> Units = unitsOf(Database, *P.Files);
    if (!Units)
      return Units.takeError();
    if (Units->empty()) {
      P.Said.push_back(Database + " has no source that uses CPython");
      continue;
    }
    Known = std::move(*Units);
    P.Database = Database;
    break;
  }

  std::vector<std::string> Files;
  unsigned Outside = 0;
  for (const std::string &File : P.Files->sources()) {
    if (!P.wants(File))
      continue;
    // Without a database all are analysed; with one, others only by name.
    if (P.Database.empty() || Known.count(File) || is_contained(P.Wanted, File))
      Files.push_back(File);
    else
      ++Outside;
  }
  // A header is read through a source that includes it.
  for (const std::string &Wanted : P.Wanted)
    if (Checkout::isHeader(Wanted) && P.Files->has(Wanted))
      for (const std::string &File : P.Files->sources())
        if (P.Files->closure(File).count(Wanted)) {
          if (!is_contained(Files, File))
            Files.push_back(File);
          break;
        }

  const bool Guessing = any_of(
      Files, [&](const std::string &File) { return !Known.count(File); });
  if (Guessing && !Python) {
    Expected<Interpreter> Found = Interpreter::find(S.Python);
    if (!Found)
      return Found.takeError();
    Python = *Found;
  }
  std::optional<Guess> G;
  if (Guessing)
    G.emplace(*P.Files, *Python);
  for (const std::string &File : Files) {
    Unit U = Known.count(File) ? Known[File] : G->unitFor(File);
    if (!P.Python.known())
      P.Python = headersOf(U);
    U.Arguments.insert(U.Arguments.end(), std::begin(Lenient),
                       std::end(Lenient));
    U.Arguments.insert(U.Arguments.end(), S.ExtraArgs.begin(),
                       S.ExtraArgs.end());
    P.Units.push_back(std::move(U));
  }
  if (!P.Database.empty())
    P.Said.push_back("flags from " + P.Database);
  if (!P.Database.empty() && Guessing)
    P.Said.push_back("what is not in that file is analysed with a guess:");
  if (Outside)
    P.Said.push_back(std::to_string(Outside) +
                     " more sources that use CPython "
                     "are not in that file, so they are not analysed");
  if (G && !P.Units.empty())
    append_range(P.Said, G->said());
  return Error::success();
}

} // namespace

bool Project::wants(StringRef File) const {
  return any_of(Wanted, [&](StringRef W) {
    return File == W || W == "/" ||
           (File.starts_with(W) && File.drop_front(W.size()).starts_with("/"));
  });
}

Expected<std::vector<Project>> openProjects(const Settings &S) {
  std::vector<Project> Projects;
  for (const std::string &Path : S.Paths) {
    if (!sys::fs::exists(Path))
      return wrong(Path + " does not exist");
    const std::string Wanted = real(Path);
    if (sys::fs::is_directory(Wanted)) {
      std::error_code Error;
      sys::fs::directory_iterator Readable(Wanted, Error);
      if (Error)
        return wrong(Path + " cannot be read: " + Error.message());
    } else if (const std::error_code Error =
                   MemoryBuffer::getFile(Wanted).getError()) {
      return wrong(Path + " cannot be read: " + Error.message());
    }
    auto Known = find_if(Projects, [&](const Project &P) {
      return StringRef(Wanted).starts_with(P.Root + "/");
    });
    if (Known == Projects.end() || sys::fs::is_directory(Wanted)) {
      const std::string Root = rootFor(Wanted, S);
      Known =
          find_if(Projects, [&](const Project &P) { return P.Root == Root; });
      if (Known == Projects.end()) {
        Projects.emplace_back();
        Projects.back().Root = Root;
        Known = std::prev(Projects.end());
      }
    }
    Known->Wanted.push_back(Wanted);
  }
  std::optional<Interpreter> Python;
  for (Project &P : Projects)
    if (Error E = open(P, S, Python))
      return E;
  return Projects;
}

} // namespace ftidy::command
