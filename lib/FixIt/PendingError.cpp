//===-- PendingError.cpp - may an exception be set here?
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/PendingError.h"
#include "CApi/Use.h"
#include "Flow/Graph.h"
#include "Guards/Effects.h"
#include "Ownership/Ownership.h"
#include "Roles/Roles.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;
using namespace ftidy::capi;

namespace ftidy::fix {

namespace {

// Whether an exception may be pending, and which variables hold the result of a
// call that sets one when it fails.
struct ErrorState {
  bool Pending = false;
  llvm::SmallVector<const VarDecl *, 8> Fallible;
  /// The number that a call gave was not looked at yet, and the variable that has
  /// it, if one does.
  bool Unasked = false;
  const VarDecl *Number = nullptr;
};

class ErrorDomain {
public:
  using State = ErrorState;
  ErrorDomain(const Uses &U, bool AtEntry) : U(U), AtEntry(AtEntry) {
    Asks = llvm::any_of(U.all(), [](const Use &At) {
      return At.F->Error == ErrorEffect::Tells;
    });
  }

  State entry() const {
    State S;
    S.Pending = AtEntry;
    return S;
  }

  // An exception may have been left that is asked for later on.
  bool isUnasked(const State &S, const Stmt *At, const SourceManager &SM) const {
    return S.Unasked && llvm::any_of(U.all(), [&](const Use &Ask) {
             return Ask.F->Error == ErrorEffect::Tells &&
                    SM.isBeforeInTranslationUnit(
                        SM.getFileLoc(At->getBeginLoc()), Ask.Loc);
           });
  }

  void transfer(const CFGElement &E, State &S) {
    auto Statement = E.getAs<CFGStmt>();
    if (!Statement)
      return;
    const Stmt *Node = Statement->getStmt();
    if (const Use *At = U.at(Node)) {
      if (At->F->Error == ErrorEffect::Sets)
        S.Pending = true;
      else if (At->F->Error == ErrorEffect::Clears) {
        S.Pending = S.Unasked = false;
        S.Fallible.clear(); // what has failed before left nothing behind
      }
    }
    if (Asks && givesNumber(Node)) {
      S.Unasked = true;
      S.Number = nullptr;
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
      S.Unasked = false;
      return;
    }
    // Known not to have failed: found to be NULL later, it was set to that.
    if (const auto Null = flow::nullTest(Condition))
      if (const VarDecl *V = own::localVariable(Null->Subject);
          V && Taken != Null->NullWhen)
        llvm::erase(S.Fallible, V);
    const auto *Compare = dyn_cast<BinaryOperator>(Test.Subject);
    if (Compare && Compare->isComparisonOp()) {
      // `if (n == -1 && PyErr_Occurred())`: asked either way.
      const VarDecl *V = own::localVariable(Compare->getLHS());
      if (V ? V == S.Number : givesNumber(strip(Compare->getLHS())))
        S.Unasked = false;
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
    if (B.Unasked && !A.Unasked) {
      A.Unasked = Changed = true;
      A.Number = B.Number;
    } else if (B.Unasked && A.Number && A.Number != B.Number) {
      A.Number = nullptr;
      Changed = true;
    }
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
    if (S.Unasked && givesNumber(strip(Value)))
      S.Number = V;
    if (Fails && !Known)
      S.Fallible.push_back(V);
    else if (!Fails && Known)
      llvm::erase(S.Fallible, V);
  }

  // A call that answers a number, and sets an exception when it cannot: of the API
  // where any number may be the answer, or of the file.
  bool givesNumber(const Stmt *Node) const {
    const auto *Call = dyn_cast_or_null<CallExpr>(Node);
    if (!Call || !Call->getType()->isArithmeticType() ||
        Call->getType()->isBooleanType())
      return false;
    if (const Use *At = U.at(Call))
      return At->F->Returns == Result::Other &&
             At->F->RunsPython == Runs::Anything &&
             (At->F->Name.contains("_As"));
    const FunctionDecl *Callee = Call->getDirectCallee();
    return Callee && Callee->hasBody() && !Callee->getBuiltinID() &&
           !Call->getType()->isSpecificBuiltinType(BuiltinType::Int) &&
           llvm::any_of(Call->arguments(), [](const Expr *A) {
             const QualType To = A->getType()->getPointeeType();
             return !To.isNull() &&
                    guards::Effects::isPythonObject(To->getAsRecordDecl());
           });
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
  const bool AtEntry;
  bool Asks = false; ///< the function asks whether there is an exception
};

} // namespace

// A function of the file calls this one before it asks, or where a call has failed,
// or to end an object.
bool PendingError::mayBeCalledWithOne(Function &F, Session &S) {
  const auto Callers = S.roles().callersOf(&F.decl());
  return Callers && llvm::any_of(*Callers, [&](const roles::Caller &C) {
           const FunctionDecl *By = C.Function->getDefinition();
           if (!By || By == &F.decl())
             return false;
           const roles::RoleSet Roles = S.roles().of(By);
           return Roles.has(roles::Role::Dealloc) ||
                  Roles.has(roles::Role::Clear) ||
                  (S.function(*By).graph() &&
                   PendingError(S.function(*By), S, Calls::Ignored)
                       .Set.contains(C.Call));
         });
}

PendingError::PendingError(Function &F, Session &S)
    : PendingError(F, S, Calls::Followed) {}

PendingError::PendingError(Function &F, Session &S, Calls Which) {
  const SourceManager &SM = S.context().getSourceManager();
  ErrorDomain D(F.uses(),
                Which == Calls::Followed && mayBeCalledWithOne(F, S));
  flow::solveForward(*F.graph(), D, [&](const CFGBlock &B, ErrorState State) {
    for (const CFGElement &E : B) {
      const auto Statement = E.getAs<CFGStmt>();
      const Stmt *At = Statement ? Statement->getStmt() : nullptr;
      if (At && D.isUnasked(State, At, SM))
        Unasked.insert(At);
      if (At && (State.Pending || Unasked.contains(At)))
        Set.insert(At);
      D.transfer(E, State);
    }
  });
}

} // namespace ftidy::fix
