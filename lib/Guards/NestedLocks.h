//===-- NestedLocks.h - does a call lock objects? --------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A critical section that begins inside of another one may wait for its lock, and
// who waits gives up all that is held: the outer section is suspended. CPython 3.13
// does so even when both lock the same object (_PyCriticalSection_BeginSlow).
//
// A function locks objects when it has a critical section, when some field of an
// object races there, so that it will have one, or when it calls such a function.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_GUARDS_NESTEDLOCKS_H
#define FTIDY_LIB_GUARDS_NESTEDLOCKS_H

namespace clang {
class FunctionDecl;
}

namespace ftidy {
class Function;
class Session;
} // namespace ftidy
namespace ftidy::capi {
struct Use;
} // namespace ftidy::capi

namespace ftidy::guards {

/// Functions that are looked at for one answer; with more, it locks.
constexpr unsigned MaxNested = 200;

/// Whether a call of F may lock an object. False for functions of other files.
bool locksObjects(const clang::FunctionDecl &F, Session &S);

/// Whether a use of the C API takes the lock of an object that others have, too.
bool locksShared(const capi::Use &U, Function &F);

} // namespace ftidy::guards

#endif
