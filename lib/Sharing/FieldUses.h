//===-- FieldUses.h - what a function does with fields ----------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One walk over a function notes each field of a Python object that it names,
// whose field it is, and what becomes of it. Accesses says what is written;
// here is what is done with a value that was read: looked at, used, released.
//
// Only fields whose owner is known (Owners.h) count. What other functions get
// through a pointer to a field is not followed.
//
// A variable that is loaded with a field stands for it, in source order, until
// it is given something else on every way.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_SHARING_FIELDUSES_H
#define FTIDY_LIB_SHARING_FIELDUSES_H

#include "CApi/Use.h"
#include "Roles/Accesses.h"
#include "Sharing/Owners.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include <vector>

namespace ftidy::sharing {

/// What is done with a field. A bit set.
enum FieldTouch : uint16_t {
  Looks = 1 << 0, ///< its value is read; what it points to is not used
  Tests = 1 << 1, ///< compared with NULL
  Takes = 1 << 2, ///< what it points to is used: read, passed on, returned
  Owns = 1 << 3,  ///< what it points to is made strong
  Sets = 1 << 4,  ///< gets another value
  Nulls = 1 << 5, ///< gets NULL
  Steps = 1 << 6, ///< changed from what it was: `++`, an element of its array
  Fills = 1 << 7, ///< what it points to, or the C++ object in it, is changed
  Drops = 1 << 8, ///< the reference or the memory that it holds is released
  Ends = 1 << 9,  ///< handed, alone, to a function that may release it
  Passes = 1 << 10, ///< handed to a function that may change what it points to
  Gives = 1 << 11, ///< returned as it is, and replaced: the caller's from now on
};
using TouchSet = uint16_t;

/// One place that touches a field.
struct FieldUse {
  const clang::FieldDecl *Field;
  /// The variable that stands for the object, or the member function whose
  /// `this` it is.
  const clang::Decl *Owner;
  /// The place that names the field.
  const clang::MemberExpr *At;
  /// Where it happens: At, a later use of the variable that At was put into, or
  /// the macro that At is an argument of.
  const clang::Stmt *Where;
  TouchSet What;
};

/// A call that hands an owner on to a function of the file.
struct HandedOn {
  const clang::CallExpr *Call;
  const clang::FunctionDecl *To; ///< a definition
  const clang::Decl *As;         ///< its parameter, or itself for `this`
  const clang::Decl *Owner;
};

/// The touches of one function.
class FieldUses {
public:
  /// What Accesses says of each place that names a field.
  using AccessAt =
      llvm::DenseMap<const clang::Expr *, const roles::Access *>;

  FieldUses(const clang::FunctionDecl &F, const capi::Uses &Uses,
            const AccessAt &Known, const roles::Bindings &Bound);

  /// In source order.
  llvm::ArrayRef<FieldUse> all() const { return List; }
  llvm::ArrayRef<HandedOn> handedOn() const { return Calls; }

  const Owners &owners() const { return Owner; }

  /// The structs that a function of a library copies: `f(T *to, const T *from)`.
  /// What is in them is plain state.
  llvm::ArrayRef<const clang::RecordDecl *> copied() const { return Copied; }

private:
  friend class FieldWalk;
  std::vector<FieldUse> List;
  std::vector<HandedOn> Calls;
  llvm::SmallVector<const clang::RecordDecl *, 1> Copied;
  Owners Owner;
};

} // namespace ftidy::sharing

#endif
