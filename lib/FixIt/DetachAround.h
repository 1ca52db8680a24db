//===-- DetachAround.h - wait while detached --------------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Puts Py_BEGIN_ALLOW_THREADS and Py_END_ALLOW_THREADS around one statement
// that waits. The statement has to be the wait and nothing else: `f(x);`,
// `r = f(x);` with a local r, or the guard of a lock, which is then made without
// the lock and takes it detached. Always for review: other threads run while
// this one waits.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_DETACHAROUND_H
#define FTIDY_LIB_FIXIT_DETACHAROUND_H

#include "FixIt/EditPlan.h"
#include "llvm/ADT/ArrayRef.h"

namespace clang {
class Stmt;
} // namespace clang

namespace ftidy {
class Function;
class Session;
} // namespace ftidy

namespace ftidy::fix {

/// Puts together what has to be written together: a lock that one place takes
/// detached must not be waited for attached anywhere. The reason of the first
/// place that has no plan otherwise.
EditPlan allOf(llvm::ArrayRef<EditPlan> Plans);

/// The plan for the wait At (a call, or the construction of a guard) in F. The
/// thread is attached there. ThrowsNothing: what At calls has been looked at.
EditPlan detachAround(Function &F, Session &S, const clang::Stmt *At,
                      bool ThrowsNothing = false);

} // namespace ftidy::fix

#endif
