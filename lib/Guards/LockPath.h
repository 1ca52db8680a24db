//===-- LockPath.h - which lock is this? ------------------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A lock is known by the variable it is, or by the fields through which it is
// reached. Pointers and references stand for what they were made with.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_GUARDS_LOCKPATH_H
#define FTIDY_LIB_GUARDS_LOCKPATH_H

#include "llvm/ADT/SmallVector.h"
#include <string>

namespace clang {
class Decl;
class Expr;
class FieldDecl;
} // namespace clang

namespace ftidy::guards {

/// Which lock: a variable, or a field that is reached from one.
struct LockPath {
  /// The variable or parameter, the class of `this`, or the function that
  /// returns the lock. Null when the expression is not understood.
  const clang::Decl *Root = nullptr;
  llvm::SmallVector<const clang::FieldDecl *, 2> Fields;
  /// One of several: an element of an array, a result of a function.
  bool Indexed = false;

  explicit operator bool() const { return Root; }
  bool operator==(const LockPath &O) const {
    return Root == O.Root && Fields == O.Fields;
  }
  /// True when two functions mean the same lock, or the same field of objects
  /// of one type.
  bool isSameAs(const LockPath &O) const;
  /// True when it is one object in the whole program: a global, not a field.
  bool isGlobal() const;
};

/// The lock that an expression names.
LockPath lockPath(const clang::Expr *E);

/// The last name on the way to it; empty when it has none.
std::string lastNameOf(const LockPath &Path);

} // namespace ftidy::guards

#endif
