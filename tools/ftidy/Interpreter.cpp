//===-- Interpreter.cpp - where Python's headers are
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One short run of the interpreter. The packages are looked up, not imported:
// importing numpy takes longer than analysing a small project.
//
//===----------------------------------------------------------------------===//

#include "Interpreter.h"
#include "Checkout.h"
#include "Crew.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/Program.h"

using namespace llvm;

namespace ftidy::command {

static constexpr char Script[] = R"py(
import importlib.util, json, os, sys, sysconfig
sys.path = [p for p in sys.path if p]
paths = sysconfig.get_paths()
packages = {}
for name in sys.argv[1:]:
    try:
        spec = importlib.util.find_spec(name)
    except Exception:
        spec = None
    for base in (spec and spec.submodule_search_locations) or ():
        for folder in ("include", "_core/include", "core/include"):
            path = os.path.join(base, folder)
            if name not in packages and os.path.isdir(path):
                packages[name] = path
includes = [paths["include"]]
if paths["platinclude"] not in includes:
    includes.append(paths["platinclude"])
print(json.dumps({"version": "%d.%d" % sys.version_info[:2], "includes": includes,
                  "packages": packages}))
)py";

Expected<Interpreter> Interpreter::ask(const std::string &Program) {
  std::vector<std::string> Command = {Program, "-c", Script};
  for (StringRef Package : Checkout::packages())
    Command.push_back(Package.str());
  const Reply R = run(Command, "", "/");
  if (!R.Failure.empty())
    return createStringError(inconvertibleErrorCode(),
                             "the interpreter " + Program + " " + R.Failure);
  Expected<json::Value> V = json::parse(R.Output);
  const json::Object *O = V ? V->getAsObject() : nullptr;
  if (!O) {
    if (!V)
      consumeError(V.takeError());
    return createStringError(inconvertibleErrorCode(),
                             Program + " is no Python interpreter");
  }
  Interpreter I;
  I.Program = Program;
  I.Version = O->getString("version").value_or("").str();
  if (const json::Array *A = O->getArray("includes"))
    for (const json::Value &Folder : *A)
      I.Includes.push_back(Folder.getAsString().value_or("").str());
  if (const json::Object *P = O->getObject("packages"))
    for (const auto &[Name, Folder] : *P)
      I.Packages[StringRef(Name).str()] =
          Folder.getAsString().value_or("").str();
  if (I.Includes.empty() || !sys::fs::exists(I.Includes[0] + "/Python.h"))
    return createStringError(
        inconvertibleErrorCode(),
        "Python.h of " + Program + " was not found" +
            (I.Includes.empty() ? "" : " in " + I.Includes[0]) +
            ": install the package python3-dev, or name an interpreter whose "
            "headers are installed with --python");
  return I;
}

Expected<Interpreter> Interpreter::find(const std::string &Named) {
  if (!Named.empty()) {
    ErrorOr<std::string> Program = sys::findProgramByName(Named);
    if (Program && sys::fs::exists(*Program)) {
      SmallString<256> Path(*Program); // it runs in another folder
      sys::fs::make_absolute(Path);
      return ask(std::string(Path));
    }
    return createStringError(inconvertibleErrorCode(),
                             "there is no interpreter " + Named);
  }
  std::vector<std::string> Candidates;
  if (std::optional<std::string> Environment =
          sys::Process::GetEnv("VIRTUAL_ENV"))
    Candidates.push_back(*Environment + "/bin/python");
  Candidates.insert(Candidates.end(), {"python3", "python"});
  for (unsigned Minor = 16; Minor >= 8; --Minor)
    Candidates.push_back("python3." + std::to_string(Minor));
  Candidates.push_back("/usr/bin/python3");
  std::string First;
  for (const std::string &Candidate : Candidates) {
    if (!sys::findProgramByName(Candidate))
      continue;
    Expected<Interpreter> I = ask(Candidate);
    if (I)
      return I;
    std::string Why = toString(I.takeError());
    if (First.empty())
      First = std::move(Why);
  }
  return createStringError(
      inconvertibleErrorCode(),
      First.empty() ? "no Python interpreter was found: name one with --python"
                    : First);
}

// The number after `#define NAME`, or 0.
static unsigned defined(StringRef Text, StringRef Name) {
  size_t At = Text.find(("#define " + Name + " ").str());
  if (At == StringRef::npos)
    At = Text.find(("#define " + Name + "\t").str());
  if (At == StringRef::npos)
    return 0;
  StringRef Rest = Text.drop_front(At + 9 + Name.size()).ltrim();
  unsigned N = 0;
  Rest.consumeInteger(10, N);
  return N;
}

Headers Headers::of(const std::string &Folder) {
  Headers H;
  H.Folder = Folder;
  if (ErrorOr<std::unique_ptr<MemoryBuffer>> B =
          MemoryBuffer::getFile(Folder + "/patchlevel.h")) {
    H.Major = defined((*B)->getBuffer(), "PY_MAJOR_VERSION");
    H.Minor = defined((*B)->getBuffer(), "PY_MINOR_VERSION");
  }
  if (ErrorOr<std::unique_ptr<MemoryBuffer>> B =
          MemoryBuffer::getFile(Folder + "/pyconfig.h"))
    H.FreeThreaded = defined((*B)->getBuffer(), "Py_GIL_DISABLED") != 0;
  return H;
}

} // namespace ftidy::command
