//===-- Checkout.cpp - the files of a project, and what they include
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Includes are read line by line, without a preprocessor: that is enough to
// know which files use CPython and in which folders their headers are. Of
// several headers of one name the nearest one is meant.
//
//===----------------------------------------------------------------------===//

#include "Checkout.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/GlobPattern.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using namespace llvm;

namespace ftidy::command {

namespace {

constexpr StringRef Packages[] = {"cppy", "nanobind", "numpy", "pybind11"};

// Not the project's own code.
constexpr StringRef SkippedFolders[] = {
    ".git",  ".hg",        ".svn",         ".tox",          ".nox",
    ".venv", "venv",       "node_modules", "site-packages", "__pycache__",
    ".eggs", "CMakeFiles", "_deps",
};
constexpr StringRef Sources[] = {".c", ".cc", ".cpp", ".cxx", ".c++", ".C"};
constexpr StringRef HeaderKinds[] = {".h",   ".hh",  ".hpp", ".hxx",
                                     ".inc", ".inl", ".tcc", ".ipp"};
// What the compiler brings, and Python.h.
constexpr StringRef CompilerHeaders[] = {
    "stddef.h", "stdarg.h",    "stdbool.h",  "stdint.h",   "float.h",
    "limits.h", "stdatomic.h", "stdalign.h", "inttypes.h", "Python.h"};

StringRef packageOf(StringRef Include) {
  const StringRef First = Include.split('/').first;
  if (First.size() < Include.size() && is_contained(Packages, First))
    return First;
  return StringRef();
}

std::vector<Include> includesOf(StringRef Text) {
  std::vector<Include> Out;
  while (!Text.empty()) {
    StringRef Line;
    std::tie(Line, Text) = Text.split('\n');
    Line = Line.ltrim();
    if (!Line.consume_front("#"))
      continue;
    Line = Line.ltrim();
    if (!Line.consume_front("include"))
      continue;
    Line = Line.ltrim();
    const bool Quoted = Line.consume_front("\"");
    if (!Quoted && !Line.consume_front("<"))
      continue;
    const size_t End = Line.find(Quoted ? '"' : '>');
    if (End != StringRef::npos && End > 0)
      Out.push_back({Line.take_front(End).str(), Quoted});
  }
  return Out;
}

// A name in angle brackets that the system has is the system's.
bool isSystemHeader(StringRef Name) {
  if (!Name.contains('.'))
    return true; // <vector>
  for (StringRef Folder :
       {"/usr/include/", "/usr/local/include/",
        "/usr/include/x86_64-linux-gnu/", "/usr/include/aarch64-linux-gnu/"})
    if (sys::fs::exists(Folder + Name))
      return true;
  return is_contained(CompilerHeaders, Name) || Name.ends_with("intrin.h");
}

StringRef withoutDots(StringRef Name) {
  while (Name.consume_front("./") || Name.consume_front("../"))
    ;
  return Name;
}

size_t commonPrefix(StringRef A, StringRef B) {
  size_t N = 0;
  while (N < A.size() && N < B.size() && A[N] == B[N])
    ++N;
  return N;
}

} // namespace

ArrayRef<StringRef> Checkout::packages() { return Packages; }

bool Checkout::isSource(StringRef Path) {
  return is_contained(Sources, sys::path::extension(Path));
}

bool Checkout::isHeader(StringRef Path) {
  return is_contained(HeaderKinds, sys::path::extension(Path));
}

std::string Checkout::topAbove(StringRef Path) {
  for (StringRef Folder = Path; !Folder.empty();
       Folder = sys::path::parent_path(Folder))
    for (StringRef Mark : {"compile_commands.json", ".git", "pyproject.toml",
                           "setup.py", "setup.cfg"}) {
      SmallString<256> File(Folder);
      sys::path::append(File, Mark);
      if (sys::fs::exists(File))
        return Folder.str();
    }
  return std::string();
}

Checkout::Checkout(std::string Top, std::vector<std::string> Excluded)
    : Root(std::move(Top)), Excluded(std::move(Excluded)) {
  read(Root);
  for (const auto &[Path, Includes] : Files)
    ByName[sys::path::filename(Path)].push_back(&Path);
}

bool Checkout::excluded(StringRef Path) const {
  StringRef Relative = Path;
  if (Relative.consume_front(Root))
    Relative.consume_front("/");
  for (StringRef Pattern : Excluded) {
    Pattern = Pattern.rtrim('/');
    if (Relative == Pattern || Path == Pattern)
      return true;
    Expected<GlobPattern> G = GlobPattern::create(Pattern);
    if (!G) {
      consumeError(G.takeError());
      continue;
    }
    if (G->match(Relative) || G->match(Path) ||
        G->match(sys::path::filename(Path)))
      return true;
  }
  return false;
}

void Checkout::read(const std::string &Folder) {
  std::error_code Error;
  for (sys::fs::directory_iterator It(Folder, Error, /*follow_symlinks=*/false),
       End;
       It != End && !Error; It.increment(Error)) {
    const std::string &Path = It->path();
    if (It->type() == sys::fs::file_type::directory_file) {
      if (!is_contained(SkippedFolders, sys::path::filename(Path)) &&
          !excluded(Path) && !sys::fs::exists(Path + "/pyvenv.cfg"))
        read(Path);
      continue;
    }
    if ((!isSource(Path) && !isHeader(Path)) || excluded(Path) ||
        !sys::fs::is_regular_file(Path))
      continue;
    if (ErrorOr<std::unique_ptr<MemoryBuffer>> B = MemoryBuffer::getFile(Path))
      Files[Path] = includesOf((*B)->getBuffer());
    else
      Unreadable.push_back(Path);
  }
}

bool Checkout::has(StringRef Path) const { return Files.count(Path.str()); }

const std::string *Checkout::resolve(StringRef From, const Include &I) const {
  const StringRef Name = withoutDots(I.Name);
  const auto Found = ByName.find(sys::path::filename(Name));
  if (Found == ByName.end() || (!I.Quoted && isSystemHeader(I.Name)))
    return nullptr;
  SmallString<256> Beside(sys::path::parent_path(From));
  sys::path::append(Beside, I.Name);
  sys::path::remove_dots(Beside, /*remove_dot_dot=*/true);
  const std::string *Best = nullptr;
  size_t Nearness = 0;
  for (const std::string *Path : Found->second) {
    if (I.Quoted && *Path == Beside)
      return Path;
    // A stand-in for another compiler, elsewhere in the tree.
    if (is_contained(CompilerHeaders, Name))
      continue;
    if (!StringRef(*Path).ends_with("/" + Name.str()))
      continue;
    const size_t N = commonPrefix(*Path, From);
    if (!Best || N > Nearness || (N == Nearness && Path->size() < Best->size()))
      Best = Path, Nearness = N;
  }
  return Best;
}

std::set<std::string> Checkout::closure(StringRef Source) const {
  std::set<std::string> Seen;
  std::vector<std::string> Todo = {Source.str()};
  while (!Todo.empty()) {
    const std::string At = std::move(Todo.back());
    Todo.pop_back();
    const auto File = Files.find(At);
    if (File == Files.end() || !Seen.insert(At).second)
      continue;
    for (const Include &I : File->second)
      if (const std::string *Path = resolve(At, I))
        Todo.push_back(*Path);
  }
  return Seen;
}

bool Checkout::usesPython(StringRef Path) const {
  for (const std::string &File : closure(Path))
    for (const Include &I : Files.at(File))
      if (I.Name == "Python.h" || !packageOf(I.Name).empty())
        return true;
  return false;
}

std::vector<std::string> Checkout::sources() const {
  std::vector<std::string> Out;
  for (const auto &[Path, Includes] : Files)
    if (isSource(Path) && usesPython(Path))
      Out.push_back(Path);
  return Out;
}

Checkout::Folders Checkout::foldersFor(StringRef Source) const {
  Folders Out;
  for (const std::string &File : closure(Source))
    for (const Include &I : Files.at(File)) {
      const std::string *Path = resolve(File, I);
      if (!Path)
        continue;
      const StringRef Name = withoutDots(I.Name);
      const std::string Folder =
          StringRef(*Path).drop_back(Name.size() + 1).str();
      if (I.Quoted && Folder == sys::path::parent_path(File))
        continue; // found without any flag
      auto &Into = I.Quoted ? Out.Quoted : Out.Angled;
      if (!is_contained(Into, Folder))
        Into.push_back(Folder);
    }
  return Out;
}

std::set<std::string> Checkout::packagesFor(StringRef Source) const {
  std::set<std::string> Out;
  for (const std::string &File : closure(Source))
    for (const Include &I : Files.at(File))
      if (const StringRef Package = packageOf(I.Name);
          !Package.empty() && !resolve(File, I))
        Out.insert(Package.str());
  return Out;
}

bool Checkout::needsMore() const {
  for (const auto &[Path, Includes] : Files)
    for (const Include &I : Includes)
      if (I.Name != "Python.h" && packageOf(I.Name).empty() &&
          !resolve(Path, I) && !isSystemHeader(I.Name))
        return true;
  return false;
}

} // namespace ftidy::command
