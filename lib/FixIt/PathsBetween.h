//===-- PathsBetween.h - what runs between two places -----------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Text that stands between two places need not run between them: the other
// branch of an `if`, or what ends in a return. This follows the control flow from
// the end of a statement to a branch, on all ways that do not come by the
// statement again.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_PATHSBETWEEN_H
#define FTIDY_LIB_FIXIT_PATHSBETWEEN_H

#include "FixIt/Structure.h"
#include "Flow/Graph.h"
#include "llvm/ADT/DenseSet.h"

namespace ftidy::fix {

class PathsBetween {
public:
  /// From the end of From to where the branch Body of If begins. Neither may lie
  /// in the other.
  PathsBetween(const flow::Graph &G, const Structure &Tree,
               const clang::Stmt *From, const clang::IfStmt &If,
               const clang::Stmt *Body);

  /// True when there is such a way.
  bool exist() const { return Exist; }

  /// True when something of Node runs on one of them.
  bool pass(const clang::Stmt *Node) const;

private:
  bool Exist = false;
  llvm::DenseSet<const clang::Stmt *> Between;
};

} // namespace ftidy::fix

#endif
