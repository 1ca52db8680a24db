//===-- WalkPlan.h - walk a container under its lock -----------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Plans for the walks of one function:
//   - the loop around PyDict_Next goes into a critical section on the dict. What
//     its items are used for may suspend the section, so where it may, each
//     round holds a reference to them. What asked for the dict's size before is
//     in the same section, unless memory was made to fit: then nothing may
//     suspend it;
//   - what reads the items of a list goes into a critical section on the list,
//     when nothing in between may suspend it: a pointer or a size that was read
//     before would be stale;
//   - otherwise PySequence_Fast becomes PySequence_Tuple, whose result nobody
//     can change.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_WALKPLAN_H
#define FTIDY_LIB_FIXIT_WALKPLAN_H

#include "FixIt/LockRegion.h"
#include "FixIt/WalkItems.h"
#include "Ownership/Walks.h"

namespace ftidy::fix {

class WalkPlan {
public:
  WalkPlan(Function &F, Session &S);

  /// The plan for one walk of the function.
  EditPlan of(const own::Walk &W);

private:
  EditPlan ofNext(const own::Walk &W);
  EditPlan ofItems(const own::Walk &W);
  EditPlan snapshot(const own::Walk &W);
  const clang::Stmt *loopThatAsks(const clang::Stmt *Look) const;
  llvm::SmallVector<const clang::Stmt *, 4> sizesOf(const own::Walk &W) const;
  bool mayNeedReference(const clang::VarDecl *V, const clang::Stmt *Body) const;
  bool isChanged(const clang::VarDecl *V, const clang::Stmt *In,
                 const clang::Stmt *But) const;
  bool maySuspend(const clang::Stmt *Node) const;
  bool maySuspendWithin(const clang::Stmt *Root) const;
  const clang::Expr *toLock(const own::Walk &W) const;
  bool readsRefcount(const clang::Stmt *Body) const;
  bool isOnlyRead(const own::Walk &W) const;

  Function &F;
  Session &S;
  const own::Walk *Planned = nullptr;
  SourceText Text;
  LockRegion Region;
  WalkItems Items;
};

} // namespace ftidy::fix

#endif
