//===-- Unwinding.h - ways out that no statement shows ---------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_UNWINDING_H
#define FTIDY_LIB_FIXIT_UNWINDING_H

namespace clang {
class Stmt;
} // namespace clang

namespace ftidy::fix {

/// True when an exception may leave this code: it throws, or calls what is
/// neither C nor noexcept, nor a function in sight that does no such thing.
bool mayThrow(const clang::Stmt *Root);

/// The call of setjmp, longjmp or one of their kin in there, or null.
const clang::Stmt *farJump(const clang::Stmt *Root);

/// The first call of longjmp or one of its kin in there, or null.
const clang::Stmt *longJump(const clang::Stmt *Root);

} // namespace ftidy::fix

#endif
