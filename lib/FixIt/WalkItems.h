//===-- WalkItems.h - what becomes of the items of a walk ------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A section, and a reference for each round, protect an item for as long as the
// round lasts. What keeps it for longer needs a reference of its own.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_WALKITEMS_H
#define FTIDY_LIB_FIXIT_WALKITEMS_H

#include "FixIt/Structure.h"
#include "llvm/ADT/DenseSet.h"

namespace clang {
class BinaryOperator;
class Decl;
class Expr;
class FunctionDecl;
class VarDecl;
} // namespace clang
namespace ftidy {
class Function;
class Session;
} // namespace ftidy

namespace ftidy::fix {

class WalkItems {
public:
  WalkItems(Function &F, Session &S, const Structure &Tree)
      : F(F), S(S), Tree(Tree) {}

  /// Whether a value leads to V's object without a reference of its own: the
  /// object, an item of it, its text.
  bool leadsTo(const clang::Expr *Value, const clang::Decl *V) const;

  /// These variables, and those that In gives what they lead to.
  llvm::DenseSet<const clang::Decl *>
  namesOf(llvm::DenseSet<const clang::Decl *> Of, const clang::Stmt *In) const;

  /// The item of a round is kept beyond it, here or by a function of the file,
  /// and nobody takes a reference.
  bool isKept(const clang::VarDecl *V, const clang::Stmt *Body) const;

  /// What the loop leaves in the variable is used behind it.
  bool isUsedBehind(const clang::VarDecl *V, const clang::Stmt *Loop) const;

private:
  bool isElsewhere(const clang::Stmt *Other, const clang::Stmt *Node) const;
  bool comesFirst(const clang::BinaryOperator &Set,
                  const clang::Stmt *Node) const;
  /// Functions that an item is followed into, one in the other.
  static constexpr unsigned MaxDepth = 3;
  bool isKeptBy(const clang::FunctionDecl &Callee, unsigned I,
                unsigned Depth) const;
  bool isHandedToKeeper(const clang::Stmt *Node, const clang::VarDecl *V,
                        unsigned Depth) const;

  Function &F;
  Session &S;
  const Structure &Tree;
};

} // namespace ftidy::fix

#endif
