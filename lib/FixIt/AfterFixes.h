//===-- AfterFixes.h - what the other fixes will add ------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The fixes of one run, or of the next, meet in one function. What one of them
// adds may give away the critical section that another one relies on:
//   - a borrowed reference becomes a strong one: the new call takes the lock of the
//     container, and the release may be the last;
//   - a walk, or fields that race, get a section of their own, and who waits for
//     a lock gives up all others;
//   - the wait for a native lock is put between BEGIN and END_ALLOW_THREADS.
// So a region is judged by what it will be, not by what it is. Whether the other
// check is on, or has a fix, is not asked: it may be the next time.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_AFTERFIXES_H
#define FTIDY_LIB_FIXIT_AFTERFIXES_H

#include "Guards/Effects.h"

namespace clang {
class Stmt;
} // namespace clang
namespace ftidy {
class Function;
class Session;
} // namespace ftidy
namespace ftidy::own {
struct Walk;
} // namespace ftidy::own

namespace ftidy::fix {

/// What other fixes than that of Own, which may be null, may add where Node is:
/// Releases, LocksObjects, Detaches, or nothing.
guards::EffectSet addedAt(const clang::Stmt *Node, Function &F, Session &S,
                          const own::Walk *Own);

} // namespace ftidy::fix

#endif
