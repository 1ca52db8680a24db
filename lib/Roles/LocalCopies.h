//===-- LocalCopies.h - which local variable has its value? ----*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `PyObject *value = cache;`: what is asked of `value` then is asked of `cache`,
// for as long as `value` is not set again. In source order, without loops.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_ROLES_LOCALCOPIES_H
#define FTIDY_LIB_ROLES_LOCALCOPIES_H

#include "clang/Basic/SourceLocation.h"

namespace clang {
class FunctionDecl;
class ParentMap;
class VarDecl;
} // namespace clang

namespace ftidy::roles {

struct Access;

/// The variable that gets the value that is read at A, as it is or a member or
/// element of it. Null when no variable does.
const clang::VarDecl *copyAt(const Access &A, const clang::ParentMap &Up);

/// True when Local is set, or its address is taken, between the two places of In.
bool isSetBetween(const clang::VarDecl &Local, const clang::FunctionDecl &In,
                  clang::SourceLocation From, clang::SourceLocation To);

} // namespace ftidy::roles

#endif
