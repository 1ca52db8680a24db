//===-- AfterDetached.h - set a field once attached again -------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A field that is set while detached: `self->x = f(y);` between
// Py_BEGIN_ALLOW_THREADS and Py_END_ALLOW_THREADS becomes a new local variable
// there, and the field is set from it behind the region. Only where nothing else
// in the region mentions the field and nothing leaves the region. For review:
// other threads see the new value later, and a lock may still be missing.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_AFTERDETACHED_H
#define FTIDY_LIB_FIXIT_AFTERDETACHED_H

#include "FixIt/EditPlan.h"

namespace clang {
class Stmt;
} // namespace clang

namespace ftidy {
class Function;
class Session;
} // namespace ftidy

namespace ftidy::fix {

/// The plan for the place At, the field as it is named on the left side.
EditPlan afterDetached(Function &F, Session &S, const clang::Stmt *At);

} // namespace ftidy::fix

#endif
