//===-- OnceAttached.h - run once, and wait detached -----------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// pthread_once(&flag, f) makes all threads but one wait. They have to do so
// detached, and f attaches itself where it begins and detaches where it ends: the
// once comes first and the thread state second, for all of them.
//
// f has to be a function or lambda of this file that nothing else runs, that
// leaves only where it can be seen to, and that throws nothing.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_ONCEATTACHED_H
#define FTIDY_LIB_FIXIT_ONCEATTACHED_H

#include "FixIt/EditPlan.h"

namespace clang {
class Stmt;
} // namespace clang

namespace ftidy {
class Function;
class Session;
} // namespace ftidy

namespace ftidy::fix {

/// The plan for the call At in F, whose thread is attached there.
EditPlan onceAttached(Function &F, Session &S, const clang::Stmt *At);

} // namespace ftidy::fix

#endif
