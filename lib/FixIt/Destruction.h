//===-- Destruction.h - the order of a dealloc -----------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_DESTRUCTION_H
#define FTIDY_LIB_FIXIT_DESTRUCTION_H

#include "CApi/Use.h"
#include "FixIt/EditPlan.h"

namespace clang {
class FunctionDecl;
class IfStmt;
} // namespace clang

namespace ftidy {
class Session;
}

namespace ftidy::fix {

/// Makes the one statement that the `if` decides about unconditional.
EditPlan dropTest(const clang::IfStmt &If, Session &S);

/// Moves the statement of Untrack in front of the one that holds First. Without
/// Untrack a new one is made for the first parameter of F.
EditPlan untrackFirst(const clang::FunctionDecl &F, const clang::Stmt &First,
                      const capi::Use *Untrack, Session &S);

} // namespace ftidy::fix

#endif
