//===-- DropFreeList.h - nothing is kept for reuse -------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Compiles the places that put something into a free list only where there is a
// GIL. In a free-threaded build the list stays empty, and the code does what it
// does anyway when the list is full. (A list for each thread would leak what is in
// it when the thread ends.)
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_DROPFREELIST_H
#define FTIDY_LIB_FIXIT_DROPFREELIST_H

#include "FixIt/EditPlan.h"
#include "Roles/FreeLists.h"
#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/DenseMap.h"

namespace ftidy {
class Session;
} // namespace ftidy

namespace ftidy::fix {

class DroppedFreeLists {
public:
  /// The plan for the finding at L about one variable of the list. There is one
  /// plan for all of them, at the first finding.
  EditPlan drop(const roles::FreeList &List, clang::SourceLocation L, Session &S);

private:
  llvm::DenseMap<const clang::VarDecl *, unsigned> Written; ///< on which line
};

} // namespace ftidy::fix

#endif
