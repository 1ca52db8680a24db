//===-- LateFields.h - objects that are shown half made --------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An object that this function makes is first put where other threads find it (a
// shared container, a global, a field of a shared object), and then gets the
// value of a field for the first time. Whoever finds it meanwhile sees what was
// in the memory before. The same for what the collector is told to visit, when
// something may start the collector before the field has its value.
//
// Followed: one local variable with one value, in source order, the storing
// statement on every way to the field. What other functions do with the object
// is not followed. A lock or a section around the field is taken for the one
// that keeps the others away.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_OWNERSHIP_LATEFIELDS_H
#define FTIDY_LIB_OWNERSHIP_LATEFIELDS_H

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include <vector>

namespace ftidy {
class Function;
class Session;
} // namespace ftidy

namespace ftidy::own {

/// The first field of one object that is set too late.
struct LateField {
  const clang::VarDecl *Object;
  const clang::FieldDecl *Field;
  /// Where it is set.
  const clang::BinaryOperator *At;
  /// Where others may see the object from.
  const clang::Stmt *Shown;
  /// The collector is who sees it.
  bool Visited = false;
};

/// The objects of F, in source order.
std::vector<LateField> findLateFields(Function &F, Session &S);

} // namespace ftidy::own

#endif
