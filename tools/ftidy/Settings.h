//===-- Settings.h - what the user asked for -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_TOOLS_FTIDY_SETTINGS_H
#define FTIDY_TOOLS_FTIDY_SETTINGS_H

#include "llvm/Support/Error.h"
#include <string>
#include <utility>
#include <vector>

namespace ftidy::command {

/// Which builds of CPython are analysed.
enum class GilMode { Both, Free, Gil };

/// The command line and [tool.ftidy] of pyproject.toml, the first before the
/// second.
struct Settings {
  std::vector<std::string> Paths;
  std::string Python;
  std::string Database; ///< a compile_commands.json or its folder
  std::string Baseline;
  std::string DiffBase;
  std::string Format = "text";
  std::string Output;
  GilMode Gil = GilMode::Both;
  std::vector<std::string> Checks; ///< as given with --check
  std::vector<std::string> Disabled;
  std::vector<std::string> Exclude;
  std::vector<std::string> ExtraArgs;
  std::vector<std::pair<std::string, std::string>> Options;
  unsigned Jobs = 0;
  bool Cache = true;
  bool Statistics = false;
  bool Quiet = false;
  // Of `fix`.
  bool Review = false;
  bool OnlyDiff = false;
  bool AllowDirty = false;

  /// What clang-tidy is told to run; empty for what .clang-tidy says.
  std::string checkGlobs() const;

  /// Fills what the command line left open from the nearest pyproject.toml
  /// above Folder that has a table [tool.ftidy].
  llvm::Error readProject(llvm::StringRef Folder);

  /// The names of all checks, in their order.
  static const std::vector<std::string> &allChecks();
  /// The full name of a check given with or without its prefix; an error that
  /// names the nearest one when there is none.
  static llvm::Expected<std::string> checkName(llvm::StringRef Given);
};

} // namespace ftidy::command

#endif
