//===-- Guess.cpp - flags for a project that was never built
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A guess is made of what the interpreter says, of where the project's own
// headers are, and of what its build files spell out plainly: the language
// standard and the macros in setup.py. It is always shown.
//
//===----------------------------------------------------------------------===//

#include "Project.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Regex.h"

using namespace llvm;

namespace ftidy::command {

Guess::Guess(const Checkout &Files, const Interpreter &Python)
    : Files(Files), Python(Python) {
  readBuildFiles();
}

void Guess::readBuildFiles() {
  // Each has the standard as its only group.
  const Regex Spellings[] = {
      Regex("(std=(gnu|c)\\+\\+|cxx_std_|CMAKE_CXX_STANDARD[ \t]+|cxx_std=)"
            "([0-9][0-9])"),
      Regex("(cpp_std=(gnu|c|vc)\\+\\+|cpp_std'[ "
            ":]*'(gnu|c)\\+\\+)([0-9][0-9])")};
  unsigned Newest = 17;
  for (StringRef Name : {"setup.py", "pyproject.toml", "setup.cfg",
                         "meson.build", "CMakeLists.txt"}) {
    SmallString<256> Path(Files.root());
    sys::path::append(Path, Name);
    ErrorOr<std::unique_ptr<MemoryBuffer>> B = MemoryBuffer::getFile(Path);
    if (!B)
      continue;
    for (const Regex &Spelling : Spellings) {
      StringRef Text = (*B)->getBuffer();
      SmallVector<StringRef> Groups;
      while (Spelling.match(Text, &Groups)) {
        unsigned Year = 0;
        // 98 is older than 11.
        if (!Groups.back().getAsInteger(10, Year) && Year > Newest && Year < 90)
          Newest = Year;
        Text = Text.drop_front(Groups[0].end() - Text.begin());
      }
    }
    if (Name == "setup.py")
      readSetup((*B)->getBuffer());
  }
  CxxStandard = "gnu++" + std::to_string(Newest);
}

// The pairs of literals after `define_macros`. A version is mostly put together
// there: any string will do, and for a number a high one.
void Guess::readSetup(StringRef Text) {
  // A pair is no list of arguments: `join('src', 'docs.c')`.
  const Regex Pair("[^A-Za-z_0-9][ \n]*"
                   "\\([ \n]*['\"]([A-Za-z_][A-Za-z_0-9]*)['\"][ \n]*,[ \n]*"
                   "(None|[0-9]+|'[^'\\\\\n]*'|\"[^\"\\\\\n]*\")[ \n]*,?[ \n]*"
                   "\\)");
  const Regex Version("\\([ \n]*['\"]([A-Za-z_0-9]*VERSION[A-Za-z_0-9]*)['\"]"
                      "[ \n]*,");
  const Regex Number("^[ \n]*(int\\(|['\"]%[0-9]*d)");
  constexpr size_t Farthest = 600; // from the word to its last pair
  for (size_t At = Text.find("define_macros"); At != StringRef::npos;
       At = Text.find("define_macros", At + 1)) {
    StringRef Rest = Text.substr(At, Farthest);
    if (const size_t End = Rest.find(']'); End != StringRef::npos)
      Rest = Rest.take_front(End);
    const StringRef All = Rest;
    SmallVector<StringRef> Groups;
    while (Pair.match(Rest, &Groups)) {
      // With the limited API less can be seen, and the builds differ.
      if (Groups[1] != "Py_LIMITED_API" && Groups[1] != "Py_GIL_DISABLED") {
        StringRef Value = Groups[2];
        if (!Value.consume_front("'"))
          Value = Value.trim('"');
        else
          Value.consume_back("'");
        const std::string Flag =
            "-D" + Groups[1].str() + (Value == "None" ? "" : "=" + Value.str());
        if (!is_contained(Macros, Flag))
          Macros.push_back(Flag);
      }
      Rest = Rest.drop_front(Groups[0].end() - Rest.begin());
    }
    Rest = All;
    while (Version.match(Rest, &Groups)) {
      const std::string Flag = "-D" + Groups[1].str() + "=";
      if (Groups[1] != "Py_LIMITED_API" &&
          none_of(Macros,
                  [&](StringRef Known) { return Known.starts_with(Flag); }))
        Macros.push_back(Flag + (Number.match(Rest.drop_front(
                                     Groups[0].end() - Rest.begin()))
                                     ? "999999"
                                     : "\"0\""));
      Rest = Rest.drop_front(Groups[0].end() - Rest.begin());
    }
  }
}

Unit Guess::unitFor(const std::string &Source) {
  const StringRef Extension = sys::path::extension(Source);
  const bool Plain = Extension == ".c";
  Unit U;
  U.File = Source;
  U.Directory = Files.root();
  const std::string Standard = "-std=" + (Plain ? CStandard : CxxStandard);
  U.Arguments = {Plain ? "clang" : "clang++"};
  std::vector<std::string> Found = {Standard};
  append_range(Found, Macros);
  const Checkout::Folders Folders = Files.foldersFor(Source);
  for (const std::string &Folder : Folders.Quoted)
    Found.push_back("-iquote" + Folder);
  for (const std::string &Folder : Folders.Angled)
    Found.push_back("-I" + Folder);
  for (const std::string &Package : Files.packagesFor(Source)) {
    const auto Known = Python.Packages.find(Package);
    if (Known == Python.Packages.end())
      Absent.insert(Package);
    else
      Found.push_back("-isystem" + Known->second);
  }
  for (const std::string &Folder : Python.Includes)
    Found.push_back("-isystem" + Folder);
  for (const std::string &Flag : Found) {
    U.Arguments.push_back(Flag);
    if (!is_contained(Flags, Flag))
      Flags.push_back(Flag);
  }
  U.Arguments.insert(U.Arguments.end(), {"-c", Source});
  return U;
}

std::vector<std::string> Guess::said() const {
  std::vector<std::string> Out;
  std::string Line = "no compile_commands.json, so the flags are a guess:";
  for (const std::string &Flag : Flags) {
    StringRef Shown = Flag;
    std::string Short;
    for (StringRef Kind : {"-iquote", "-I"})
      if (StringRef Folder = Shown;
          Folder.consume_front(Kind) && Folder.consume_front(Files.root())) {
        Short = (Kind + (Folder.empty() ? "." : Folder.drop_front())).str();
        break;
      }
    Line += " " + (Short.empty() ? Shown.str() : Short);
  }
  Out.push_back(Line + " (Python " + Python.Version + ")");
  if (!Absent.empty())
    Out.push_back("includes " + join(Absent, ", ") + ", which " +
                  Python.Program +
                  " cannot import: install it there, or name "
                  "another interpreter with --python");
  return Out;
}

} // namespace ftidy::command
