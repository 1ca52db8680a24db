//===-- NewResult.h - functions that return new references -----*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a function of the file returns to its callers is one and the same on all
// ways: new references or borrowed ones. One return that gives a new reference
// for sure therefore tells of all: the result of a call of the C API that is
// new, of another such function, Py_RETURN_NONE, or a variable that holds
// nothing but such results and is never released. So does it tell who calls: the
// interpreter, or a function that returns the result to it.
//
// A new reference keeps its own object alive: it does not hang on what the
// function was given.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_OWNERSHIP_NEWRESULT_H
#define FTIDY_LIB_OWNERSHIP_NEWRESULT_H

#include "clang/AST/Decl.h"

namespace ftidy {
class Function;
class Session;
} // namespace ftidy

namespace ftidy::own {

/// Whether the returns of F show that it returns new references. False when they
/// show nothing.
bool returnsNew(Function &F, Session &S);

} // namespace ftidy::own

#endif
