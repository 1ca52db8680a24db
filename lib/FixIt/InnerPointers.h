//===-- InnerPointers.h - pointers into what an object owns -----*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The variables of a function that point into what the object of a race owns:
// into its memory, or to an object whose reference a field of it holds. They are
// good for as long as the lock is held.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_INNERPOINTERS_H
#define FTIDY_LIB_FIXIT_INNERPOINTERS_H

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/DenseSet.h"

namespace ftidy {
class Function;
class Session;
} // namespace ftidy
namespace ftidy::guards {
struct FieldRace;
} // namespace ftidy::guards

namespace ftidy::fix {

class InnerPointers {
public:
  InnerPointers(Function &F, Session &S, const guards::FieldRace &Race)
      : F(F), S(S), Race(Race) {}

  /// Learns what these statements point there.
  void find(llvm::ArrayRef<const clang::Stmt *> Statements);

  bool contains(const clang::VarDecl *V) const { return Derived.contains(V); }
  /// Where references are taken to what such pointers, which are not contained,
  /// lead to.
  llvm::ArrayRef<const clang::Stmt *> strong() const { return Strong; }
  /// Such a pointer is returned or kept elsewhere.
  bool isKept() const { return IsKept; }

  template <class Visitor>
  static void eachIn(const clang::Stmt *Root, Visitor Visit) {
    llvm::SmallVector<const clang::Stmt *, 32> Work{Root};
    while (!Work.empty()) {
      const clang::Stmt *Node = Work.pop_back_val();
      Visit(Node);
      for (const clang::Stmt *Child : Node->children())
        if (Child)
          Work.push_back(Child);
    }
  }

private:
  void findDerived(const clang::Stmt *Root);
  void give(const clang::VarDecl *V, const clang::Expr *Value);
  bool goesOn(const clang::VarDecl *V, const clang::Expr *Value) const;
  bool isGivenAway(const clang::VarDecl *V) const;
  bool relinks() const;
  bool movesOn() const;
  llvm::SmallVector<const clang::Stmt *, 2>
  countsOf(const clang::VarDecl *V) const;
  bool isOwners(const clang::Expr *E) const;
  void giveOuts(const clang::CallExpr &Call);
  bool pointsInto(const clang::Expr *Value);
  bool mentions(const clang::Expr *Root);

  Function &F;
  Session &S;
  const guards::FieldRace &Race;
  llvm::DenseSet<const clang::VarDecl *> Derived;
  llvm::SmallVector<const clang::Stmt *, 4> Strong;
  bool IsKept = false;
};

} // namespace ftidy::fix

#endif
