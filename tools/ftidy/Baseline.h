//===-- Baseline.h - findings that are known already -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_TOOLS_FTIDY_BASELINE_H
#define FTIDY_TOOLS_FTIDY_BASELINE_H

#include "Identity.h"

namespace ftidy::command {

/// A file of known findings, by their identities: a finding that only moved
/// stays known.
class Baseline {
public:
  static llvm::Expected<Baseline> read(const std::string &File);
  static Baseline of(const Report &R, Sources &From);

  /// Replaces the file, or leaves it as it was.
  llvm::Error write(const std::string &File) const;
  /// Takes the known findings out of the report. Says which entries of files
  /// that were analysed are not found any more.
  void applyTo(Report &R, Sources &From,
               llvm::ArrayRef<Project> Projects) const;

  size_t size() const { return Entries.size(); }

private:
  struct Entry {
    std::string Identity, Check, File, Text;
  };
  std::vector<Entry> Entries;
  std::string Name;
};

/// Lines that differ from a revision of git.
class ChangedLines {
public:
  /// Asks git in the folder of each project.
  static llvm::Expected<ChangedLines> since(const std::string &Revision,
                                            llvm::ArrayRef<Project> Projects);
  /// Takes the findings out of the report that neither are on a changed line
  /// nor have a note on one.
  void applyTo(Report &R) const;

private:
  bool has(const Place &P) const;
  std::map<std::string, std::vector<std::pair<unsigned, unsigned>>> Lines;
};

} // namespace ftidy::command

#endif
