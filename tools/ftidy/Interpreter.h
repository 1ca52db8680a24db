//===-- Interpreter.h - where Python's headers are -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_TOOLS_FTIDY_INTERPRETER_H
#define FTIDY_TOOLS_FTIDY_INTERPRETER_H

#include "llvm/Support/Error.h"
#include <map>
#include <string>
#include <vector>

namespace ftidy::command {

/// What an interpreter says of itself.
struct Interpreter {
  std::string Program;
  std::string Version; ///< such as 3.13
  std::vector<std::string> Includes;
  /// The include folder of each package that it can import.
  std::map<std::string, std::string> Packages;

  /// Asks this program; one without headers is an error, in one sentence.
  static llvm::Expected<Interpreter> ask(const std::string &Program);
  /// Asks Named, or else the one that runs here: of the active virtual
  /// environment, `python3`, or the newest with headers.
  static llvm::Expected<Interpreter> find(const std::string &Named);
};

/// What a folder with Python.h says of itself.
struct Headers {
  std::string Folder;
  unsigned Major = 0, Minor = 0;
  /// They are those of a free-threaded build.
  bool FreeThreaded = false;

  /// Reads patchlevel.h and pyconfig.h; no version where they are not there.
  static Headers of(const std::string &Folder);
  bool known() const { return Major != 0; }
  std::string version() const {
    return std::to_string(Major) + "." + std::to_string(Minor);
  }
};

} // namespace ftidy::command

#endif
