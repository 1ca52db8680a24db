//===-- SecondThread.cpp - what the loser of a race made
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/SecondThread.h"
#include "CApi/Origin.h"
#include "CApi/Use.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace ftidy::fix {

namespace {

class Branch {
public:
  Branch(const roles::Fill &F, size_t Stores, const Structure &Tree, Session &S)
      : F(F), Stores(Stores), Tree(Tree), S(S),
        Uses(S.function(*F.In).uses()) {}

  bool keepsNothing() {
    for (const roles::Access &A : S.accesses().of(F.Variable))
      if (A.In == F.In && Tree.contains(F.Branch, A.At) && !isHarmless(A))
        return false;
    return !isSoughtByCallee();
  }

private:
  bool isVariable(const Expr *E) const {
    const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E ? capi::strip(E) : nullptr);
    return Ref && Ref->getDecl()->getCanonicalDecl() ==
                      F.Variable->getCanonicalDecl();
  }

  bool isHarmless(const roles::Access &A) const {
    const Stmt *Value = A.At;
    if (A.writes()) {
      const auto *Store = dyn_cast_or_null<BinaryOperator>(A.By);
      if (!Store)
        return false;
      Value = Store; // what becomes of the value of the assignment
    }
    const Stmt *Up = Tree.parent(Value);
    while (isa_and_nonnull<ParenExpr, CastExpr>(Up)) {
      Value = Up;
      Up = Tree.parent(Value);
    }
    // A statement of its own.
    if (A.writes() && Up && !isa<Expr, DeclStmt, ReturnStmt>(Up))
      return true;
    return isTested(Up, Value) || isLookedAt(A, Value) || isMovedOn(Up);
  }

  static bool isTested(const Stmt *Up, const Stmt *Value) {
    if (const auto *If = dyn_cast_or_null<IfStmt>(Up))
      return If->getCond() == Value;
    if (const auto *Unary = dyn_cast_or_null<UnaryOperator>(Up))
      return Unary->getOpcode() == UO_LNot;
    const auto *Op = dyn_cast_or_null<BinaryOperator>(Up);
    return Op && (Op->isComparisonOp() || Op->isLogicalOp());
  }

  // Handed to a function of the C API that does not keep it, nor gives back what
  // lives as long as it.
  bool isLookedAt(const roles::Access &A, const Stmt *Value) const {
    if (A.writes())
      return false;
    for (const Stmt *Up = Value; Up && Up != F.Branch; Up = Tree.parent(Up)) {
      const capi::Use *U = Uses.at(Up);
      if (!U)
        continue;
      if (U->F->Returns != capi::Result::New &&
          U->F->Returns != capi::Result::Other)
        return false;
      bool IsArgument = false;
      for (unsigned I = 0; I < U->Args.size(); ++I) {
        if (!isVariable(U->Args[I]))
          continue;
        IsArgument = true;
        // What gets it as another argument may put it somewhere.
        if (I != 0 || StringRef("+-Ss").contains(U->effect(I)))
          return false;
      }
      return IsArgument && U->F->Spelling != capi::Kind::Member;
    }
    return false;
  }

  // `T *first = x;`, and then x gets another object.
  bool isMovedOn(const Stmt *Up) const {
    const auto *Declares = dyn_cast_or_null<DeclStmt>(Up);
    return Stores > 1 && Declares && Declares->isSingleDecl();
  }

  // A function of the file that is called on the branch finds the variable unset
  // now: it would do other than before, or fill it again.
  bool isSoughtByCallee() {
    llvm::SmallPtrSet<const FunctionDecl *, 8> Readers, Seen;
    for (const roles::Access &A : S.accesses().of(F.Variable))
      if (A.In)
        Readers.insert(A.In->getCanonicalDecl());
    llvm::SmallVector<const Stmt *, 32> Work{F.Branch};
    constexpr unsigned MaxFunctions = 64;
    while (!Work.empty()) {
      const Stmt *Top = Work.pop_back_val();
      const auto *Call = dyn_cast<CallExpr>(Top);
      const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
      if (Callee && Readers.contains(Callee->getCanonicalDecl()))
        return true;
      const FunctionDecl *Defined = Callee ? Callee->getDefinition() : nullptr;
      if (Defined && Defined->getBody() &&
          Seen.insert(Defined->getCanonicalDecl()).second) {
        if (Seen.size() == MaxFunctions)
          return true;
        if (!S.origins().isForeign(Defined->getLocation()))
          Work.push_back(Defined->getBody());
      }
      for (const Stmt *Child : Top->children())
        if (Child)
          Work.push_back(Child);
    }
    return false;
  }

  const roles::Fill &F;
  const size_t Stores;
  const Structure &Tree;
  Session &S;
  const capi::Uses &Uses;
};

} // namespace

bool mayReleaseFresh(const roles::Fill &F, size_t Stores, const Structure &Tree,
                     Session &S) {
  return Branch(F, Stores, Tree, S).keepsNothing();
}

} // namespace ftidy::fix
