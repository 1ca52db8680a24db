//===-- Finding.h - what the command knows of a hazard -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Values that travel between the processes of the command: a worker analyses
// one translation unit and writes an Outcome, the command merges them.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_TOOLS_FTIDY_FINDING_H
#define FTIDY_TOOLS_FTIDY_FINDING_H

#include "llvm/Support/Error.h"
#include "llvm/Support/JSON.h"
#include <string>
#include <vector>

namespace ftidy::command {

/// A place in a file. Lines and columns count from 1, columns are bytes.
struct Place {
  std::string File;
  unsigned Offset = 0;
  unsigned Line = 0;
  unsigned Column = 0;
};

/// A replaced range of the file that the finding is in.
struct Edit {
  unsigned Offset = 0;
  unsigned Length = 0;
  std::string Text;

  friend bool operator==(const Edit &A, const Edit &B) {
    return A.Offset == B.Offset && A.Length == B.Length && A.Text == B.Text;
  }
};

/// What can be done about a finding.
enum class Cure {
  Person, ///< no fix
  Review, ///< a fix that somebody should look at
  Safe,   ///< a fix that is proved
};

/// In which builds of CPython a finding was made.
enum class Builds { Any, OnlyFree, OnlyGil };

/// A place and what is said of it.
struct Note {
  Place At;
  std::string Message;
};

/// One hazard with its notes and the edits of its plan.
struct Finding {
  std::string Check;
  std::string Message;
  Place At;
  std::vector<Note> Notes;
  Cure C = Cure::Person;
  /// Why there is no fix, or what a fix for review changes. May be empty.
  std::string Reason;
  std::vector<Edit> Edits;
  /// The line of the finding whose plan fixes this one too, or 0.
  unsigned FixedWithLine = 0;
  Builds In = Builds::Any;
};

/// An error of the front end.
struct ParseError {
  Place At;
  std::string Message;
};

/// What one run over one translation unit said.
struct Outcome {
  std::string File;
  /// Why the file was not analysed, in one sentence; empty when it was.
  std::string Failure;
  std::vector<ParseError> Errors;
  std::vector<Finding> Findings;
  /// What was wrong with the configuration.
  std::vector<std::string> Remarks;
  /// The files that were read, and those that were looked for and not there.
  std::vector<std::string> Read, Missing;
  /// How many findings a NOLINT comment silenced.
  unsigned Silenced = 0;

  bool analysed() const { return Failure.empty(); }
};

/// What a worker is told.
struct Job {
  std::string File;
  std::string Directory;
  std::vector<std::string> Arguments;
  std::string Checks;
  std::vector<std::pair<std::string, std::string>> Options;
  /// Contents that stand for the files on the disk.
  std::vector<std::pair<std::string, std::string>> Overlay;
};

llvm::json::Value toJSON(const Job &J);
llvm::json::Value toJSON(const Outcome &O);

/// Read what toJSON wrote.
llvm::Expected<Job> parseJob(llvm::StringRef Text);
llvm::Expected<Outcome> parseOutcome(llvm::StringRef Text);

} // namespace ftidy::command

#endif
