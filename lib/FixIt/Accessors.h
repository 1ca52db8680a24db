//===-- Accessors.h - calls instead of members -----------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Which accessor stands for a member of CPython's structs, and the plan that
// puts it there.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_ACCESSORS_H
#define FTIDY_LIB_FIXIT_ACCESSORS_H

#include "CApi/Fact.h"
#include "FixIt/EditPlan.h"

namespace clang {
class MemberExpr;
class Stmt;
} // namespace clang

namespace ftidy {
class Session;
}

namespace ftidy::fix {

/// What reads and what sets a member.
struct Accessor {
  const capi::Fact *Reads;
  const capi::Fact *Sets;
  /// Reading it directly is what the accessor does, in every build.
  bool PlainRead = false;
};

/// The accessor of the member with this row; null pointers when it has none.
Accessor accessorOf(const capi::Fact &Member);

/// `op->ob_type` becomes `Py_TYPE(op)`, and `op->ob_type = t`, when By is that
/// assignment, `Py_SET_TYPE(op, t)`. By is null for a read.
EditPlan useAccessor(const clang::MemberExpr &Member, const Accessor &A,
                     const clang::Stmt *By, Session &S);

} // namespace ftidy::fix

#endif
