//===-- Analysis.h - what all units of a project say -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_TOOLS_FTIDY_ANALYSIS_H
#define FTIDY_TOOLS_FTIDY_ANALYSIS_H

#include "Cache.h"
#include "Finding.h"
#include "Project.h"
#include <map>

namespace ftidy::command {

/// What is known of one unit once all builds of it were analysed.
struct UnitResult {
  std::string File;
  /// Why it was not analysed; empty when it was.
  std::string Failure;
  std::vector<Finding> Findings;
  std::vector<std::string> Remarks;
  std::set<std::string> Read;
  unsigned Silenced = 0;
  /// Both builds were analysed.
  bool Twice = false;
  /// It has code for Py_GIL_DISABLED that these headers cannot build.
  bool BranchLeftOut = false;
};

/// Runs the workers: both builds of each unit where they differ, from the
/// cache where nothing changed.
class Analysis {
public:
  Analysis(const Settings &S, std::string Program);

  /// Contents that stand for files on the disk.
  using Contents = std::map<std::string, std::string>;

  /// The results in the order of the units.
  std::vector<UnitResult> run(const Project &P, llvm::ArrayRef<Unit> Units,
                              const Contents &Overlay);

private:
  struct Attempt;
  Job jobFor(const Project &P, const Unit &U, Builds In,
             const Contents &Overlay) const;
  bool differs(const Project &P, const Outcome &O, const Contents &Overlay);
  void show(const Project &P, size_t Done, size_t All, llvm::StringRef File);

  const Settings &S;
  std::string Program;
  Cache Kept;
  llvm::StringMap<bool> Mentions; ///< file -> its text names the macro
  bool Terminal;
};

/// Everything that the reader of a run gets.
struct Report {
  unsigned Files = 0;
  std::vector<Finding> Findings;
  struct Failure {
    std::string File, Why;
  };
  std::vector<Failure> NotAnalysed;
  /// Sentences about the run, in the order in which they came up.
  std::vector<std::string> Said;
  unsigned Silenced = 0, InBaseline = 0, Unchanged = 0;

  /// Takes in the results of one project, and merges what several units say
  /// of one header.
  void add(const Project &P, llvm::ArrayRef<UnitResult> Results);
  unsigned count(Cure C) const;
  int exitCode() const {
    return !NotAnalysed.empty() ? 2 : Findings.empty() ? 0 : 1;
  }
};

/// The path as the reader writes it: relative when it is below the current
/// folder.
std::string shown(llvm::StringRef Path);

} // namespace ftidy::command

#endif
