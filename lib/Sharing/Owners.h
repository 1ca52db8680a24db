//===-- Owners.h - whose field is this? -------------------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The owner of a field is the Python object that holds it. In a function it is a
// parameter, `this`, or a variable that an argument parser filled. A cast of it
// is the same object, and so are the data that its type keeps in it and a
// variable that is only ever given one of these. An object of a class that a
// binding library exposes is an owner, too: what gets it by pointer or reference
// shares it with Python code.
//
// Objects that come from anywhere else (made here, taken out of a container, out
// of another object's field) are not followed.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_SHARING_OWNERS_H
#define FTIDY_LIB_SHARING_OWNERS_H

#include "CApi/Use.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallVector.h"

namespace ftidy::roles {
class Bindings;
} // namespace ftidy::roles

namespace ftidy::sharing {

/// True for a struct that begins as every Python object does.
bool isObject(const clang::RecordDecl *R);

/// True for a pointer to one.
bool isReference(clang::QualType T);

/// The owners of one function. Each is known by the declaration that stands for
/// it: a parameter, a variable, or the member function whose `this` it is.
class Owners {
public:
  Owners(const clang::FunctionDecl &F, const capi::Uses &Uses,
         const roles::Bindings &Bound);

  /// True when no expression of the function stands for one.
  bool none() const { return !May; }

  /// The owner that an expression stands for, or null.
  const clang::Decl *of(const clang::Expr *E) const;

  /// The variables that an argument parser fills with objects of the caller.
  llvm::ArrayRef<const clang::Decl *> parsed() const { return Parsed; }

  /// The variables that are one owner here and another there, with each of these:
  /// such a variable stands for itself.
  llvm::ArrayRef<std::pair<const clang::VarDecl *, const clang::Decl *>>
  given() const {
    return Given;
  }

private:
  bool isOwner(clang::QualType T) const;
  void find(const clang::Stmt &S);
  void give(const clang::VarDecl *V, const clang::Expr *Value);
  void findParsed(const clang::CallExpr &Call);

  const clang::FunctionDecl &F;
  const capi::Uses &Uses;
  const roles::Bindings &Bound;
  bool May;
  llvm::SmallVector<const clang::Decl *, 2> Parsed;
  llvm::DenseMap<const clang::VarDecl *, const clang::Decl *> Known;
  llvm::DenseSet<const clang::VarDecl *> Others;
  llvm::SmallVector<std::pair<const clang::VarDecl *, const clang::Decl *>, 4>
      Given;
};

/// The local variable or parameter that E names, or null.
const clang::VarDecl *localOf(const clang::Expr *E);

/// What a local variable is given, at its declaration or by the one assignment
/// among these statements. Null when there are several, or none, or when its
/// address is taken.
const clang::Expr *onlyValueOf(const clang::VarDecl &V,
                               llvm::ArrayRef<const clang::Stmt *> In);

} // namespace ftidy::sharing

#endif
