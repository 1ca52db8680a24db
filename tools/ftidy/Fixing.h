//===-- Fixing.h - plans applied until nothing changes -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_TOOLS_FTIDY_FIXING_H
#define FTIDY_TOOLS_FTIDY_FIXING_H

#include "Analysis.h"

namespace ftidy::command {

/// Applies plans to text: each as a whole or not at all, the proved ones
/// first, none where another one of this round already writes.
std::string applyPlans(llvm::StringRef Text,
                       llvm::ArrayRef<const Finding *> Plans);

/// The fixes of one project, made in memory.
class Fixing {
public:
  Fixing(const Settings &S, const Project &P, Analysis &A) : S(S), P(P), A(A) {}

  /// Analyses, applies plans, and analyses again what they changed, until
  /// nothing changes. A change after which a file does not parse is taken
  /// back. Nothing is written.
  void run();

  struct File {
    std::string Name, Before, After;
  };
  /// The files that changed.
  std::vector<File> changed() const;
  /// The state before the fixes, and after them.
  const std::vector<UnitResult> &before() const { return Before; }
  const std::vector<UnitResult> &after() const { return After; }
  /// Sentences about fixes that were not made.
  const std::vector<std::string> &said() const { return Said; }

  /// Writes the changed files, each as a whole. A file that somebody changed
  /// in the meantime is left alone. The sentences say what was not written.
  std::vector<std::string> write() const;

  /// A sentence when the checkout has changes that git does not know.
  static std::string dirt(const Project &P);

private:
  bool wanted(const UnitResult &R, const Finding &F) const;
  bool isOf(const UnitResult &R, llvm::StringRef File) const;
  std::optional<std::string> text(const std::string &File);
  bool beyondHeaders() const;

  const Settings &S;
  const Project &P;
  Analysis &A;
  std::vector<UnitResult> Before, After;
  std::map<std::string, std::string> Originals;
  Analysis::Contents Now;
  std::vector<std::string> Said;
};

} // namespace ftidy::command

#endif
