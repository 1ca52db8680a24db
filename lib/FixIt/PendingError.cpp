//===-- PendingError.cpp - may an exception be set here?
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/PendingError.h"
#include "Guards/Effects.h"
#include "Ownership/Ownership.h"
#include "clang/AST/Decl.h"

using namespace clang;
using namespace ftidy::capi;

namespace ftidy::fix {

namespace {

// Whether an exception may be pending, and which variables hold the result of a
// call that sets one when it fails.
struct ErrorState {
  bool Pending = false;
  llvm::SmallVector<const VarDecl *, 8> Fallible;
};

class ErrorDomain {
public:
  using State = ErrorState;
  explicit ErrorDomain(const Uses &U) : U(U) {}

  State entry() const { return {}; }

  void transfer(const CFGElement &E, State &S) {
    auto Statement = E.getAs<CFGStmt>();
    if (!Statement)
      return;
    const Stmt *Node = Statement->getStmt();
    if (const Use *At = U.at(Node)) {
      if (At->F->Error == ErrorEffect::Sets)
        S.Pending = true;
      else if (At->F->Error == ErrorEffect::Clears) {
        S.Pending = false;
        S.Fallible.clear(); // what has failed before left nothing behind
      }
    }
    // Nobody hears how a call through a pointer ended that returns nothing.
    if (const auto *Call = dyn_cast<CallExpr>(Node);
        Call && !U.at(Call) && !Call->getDirectCallee() &&
        Call->getType()->isVoidType())
      S.Pending |= llvm::any_of(Call->arguments(), [](const Expr *A) {
        const auto *R = A->getType()->getPointeeType().isNull()
                            ? nullptr
                            : A->getType()->getPointeeType()->getAsRecordDecl();
        return guards::Effects::isPythonObject(R);
      });
    // Py_CLEAR and its kin: what they leave is no failed call's answer.
    if (const auto *Address = dyn_cast<UnaryOperator>(Node);
        Address && Address->getOpcode() == UO_AddrOf &&
        Address->getOperatorLoc().isMacroID())
      if (const VarDecl *V = own::localVariable(Address->getSubExpr()))
        llvm::erase(S.Fallible, V);
    if (const auto *Declared = dyn_cast<DeclStmt>(Node)) {
      for (const Decl *D : Declared->decls())
        if (const auto *V = dyn_cast<VarDecl>(D); V && V->getInit())
          assign(V, V->getInit(), S);
    } else if (const auto *Binary = dyn_cast<BinaryOperator>(Node);
               Binary && Binary->getOpcode() == BO_Assign) {
      if (const VarDecl *V = own::localVariable(Binary->getLHS()))
        assign(V, Binary->getRHS(), S);
    }
  }

  void assume(const Expr *Condition, bool Taken, State &S) {
    const flow::TruthTest Test = flow::truthTest(Condition);
    const bool IsTrue = Taken == Test.TrueWhen;
    if (const Use *At = U.at(Test.Subject);
        At && At->F->Error == ErrorEffect::Tells) {
      S.Pending = IsTrue;
      return;
    }
    // Known not to have failed: found to be NULL later, it was set to that.
    if (const auto Null = flow::nullTest(Condition))
      if (const VarDecl *V = own::localVariable(Null->Subject);
          V && Taken != Null->NullWhen)
        llvm::erase(S.Fallible, V);
    const auto *Compare = dyn_cast<BinaryOperator>(Test.Subject);
    if (Compare && Compare->isComparisonOp()) {
      // `f() < 0`, `f() == -1`; `f() != -1` and `f() >= 0` the other way round.
      const bool FailsWhen = Compare->getOpcode() == BO_LT ||
                             Compare->getOpcode() == BO_LE ||
                             Compare->getOpcode() == BO_EQ;
      // Only the numbers that mean failure: a character is none.
      const Expr *With = strip(Compare->getRHS());
      const auto *Minus = dyn_cast<UnaryOperator>(With);
      const bool IsFailure = flow::isNullConstant(With) ||
                             (Minus && Minus->getOpcode() == UO_Minus);
      if (IsFailure && IsTrue == FailsWhen && isFallible(Compare->getLHS(), S))
        S.Pending = true;
    } else if (!IsTrue && isFallible(Test.Subject, S)) {
      // NULL, or the 0 of an argument parser; other zeros are answers.
      const Use *At = U.at(Test.Subject);
      S.Pending |= Test.Subject->getType()->isPointerType() ||
                   (At && At->F->parses());
    }
  }

  bool join(State &A, const State &B) {
    bool Changed = B.Pending && !A.Pending;
    A.Pending |= B.Pending;
    for (const VarDecl *V : B.Fallible)
      if (!llvm::is_contained(A.Fallible, V)) {
        A.Fallible.push_back(V);
        Changed = true;
      }
    return Changed;
  }

private:
  void assign(const VarDecl *V, const Expr *Value, State &S) {
    const bool Fails = isFallible(Value, S);
    const bool Known = llvm::is_contained(S.Fallible, V);
    if (Fails && !Known)
      S.Fallible.push_back(V);
    else if (!Fails && Known)
      llvm::erase(S.Fallible, V);
  }

  // A call whose failure leaves an exception: all but predicates, calls that
  // swallow, and what gives no value.
  bool isFallible(const Expr *E, const State &S) const {
    E = strip(E);
    if (!E)
      return false;
    if (const VarDecl *V = own::localVariable(E))
      return llvm::is_contained(S.Fallible, V);
    if (const auto *Assign = dyn_cast<BinaryOperator>(E);
        Assign && Assign->getOpcode() == BO_Assign)
      return isFallible(Assign->getRHS(), S);
    if (const Use *At = U.at(E))
      return !At->F->hasQuirk(SwallowsErrors) &&
             (At->F->Returns == Result::New || At->F->Returns == Result::Borrowed ||
              At->F->RunsPython != Runs::Nothing);
    return isa<CallExpr>(E);
  }

  const Uses &U;
};

} // namespace

PendingError::PendingError(const flow::Graph &G, const Uses &U) {
  ErrorDomain D(U);
  flow::solveForward(G, D, [&](const CFGBlock &B, ErrorState S) {
    for (const CFGElement &E : B) {
      if (auto Statement = E.getAs<CFGStmt>(); Statement && S.Pending)
        Set.insert(Statement->getStmt());
      D.transfer(E, S);
    }
  });
}

} // namespace ftidy::fix
