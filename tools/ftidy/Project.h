//===-- Project.h - what is analysed, and with which flags -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_TOOLS_FTIDY_PROJECT_H
#define FTIDY_TOOLS_FTIDY_PROJECT_H

#include "Checkout.h"
#include "Interpreter.h"
#include "Settings.h"
#include <memory>

namespace ftidy::command {

/// One translation unit and its compile command.
struct Unit {
  std::string File;
  std::string Directory;
  std::vector<std::string> Arguments;
};

/// The translation units of one checkout that are to be analysed.
struct Project {
  std::string Root;
  std::vector<Unit> Units;
  /// The compile_commands.json; empty when the flags are a guess.
  std::string Database;
  /// What the reader should know: where flags come from, what was guessed.
  std::vector<std::string> Said;
  /// The Python headers that the units see.
  Headers Python;
  /// Named by the user and not readable.
  std::vector<std::string> Unreadable;
  std::shared_ptr<Checkout> Files;
  /// The files and folders that were asked for.
  std::vector<std::string> Wanted;

  /// Whether the user asked for this file, by its name or its folder.
  bool wants(llvm::StringRef File) const;
};

/// Finds the projects that the paths belong to. An error is one sentence.
llvm::Expected<std::vector<Project>> openProjects(const Settings &S);

/// Appends the flags that are guessed for a source, and remarks on them.
class Guess {
public:
  Guess(const Checkout &Files, const Interpreter &Python);

  Unit unitFor(const std::string &Source);
  /// What was guessed, for the reader.
  std::vector<std::string> said() const;

private:
  void readBuildFiles();
  void readSetup(llvm::StringRef Text);

  const Checkout &Files;
  const Interpreter &Python;
  std::string CStandard = "gnu11", CxxStandard = "gnu++17";
  std::vector<std::string> Macros;
  std::vector<std::string> Flags; ///< all that was used, once
  std::set<std::string> Absent;   ///< packages that cannot be imported
};

} // namespace ftidy::command

#endif
