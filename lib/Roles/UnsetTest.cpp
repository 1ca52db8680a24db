//===-- UnsetTest.cpp - does this condition ask whether it is unset?
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `x`, `!x`, `x == NULL`, `x == -1`, `x < 0`, `x.empty()`, in any part of a
// condition that decides by itself. What is born with 1 is unset while it is true.
//
//===----------------------------------------------------------------------===//

#include "Roles/UnsetTest.h"
#include "CApi/Use.h"
#include "Flow/Graph.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace ftidy::roles {

// A function that only reads what it gets the address of, such as a project's own
// atomic load. Any other call tells something else than whether it is unset.
static bool onlyReads(const CallExpr &Call) {
  if (isa<CXXOperatorCallExpr>(Call))
    return true;
  const FunctionDecl *F = Call.getDirectCallee();
  if (!F || !F->getNumParams())
    return false;
  const QualType To = F->getParamDecl(0)->getType()->getPointeeType();
  return F->getBuiltinID() || (!To.isNull() && To->isScalarType() &&
                               (To.isConstQualified() || To.isVolatileQualified()));
}

// The variable or parameter at the root of a place: x of `x`, `x.ready`, `x[i]`,
// `*x`, `&x`, `atomic_load(&x)`, `x.load()`.
static const ValueDecl *rootOf(const Expr *E) {
  while (E) {
    E = capi::strip(E);
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
      return cast<ValueDecl>(Ref->getDecl()->getCanonicalDecl());
    if (const auto *Member = dyn_cast<MemberExpr>(E)) {
      if (const auto *V = dyn_cast<VarDecl>(Member->getMemberDecl()))
        return V->getCanonicalDecl();
      E = Member->getBase();
    } else if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(E)) {
      E = Subscript->getBase();
    } else if (const auto *Unary = dyn_cast<UnaryOperator>(E)) {
      E = Unary->getOpcode() == UO_Deref || Unary->getOpcode() == UO_AddrOf
              ? Unary->getSubExpr()
              : nullptr;
    } else if (const auto *Atomic = dyn_cast<AtomicExpr>(E)) {
      E = Atomic->getPtr();
    } else if (const auto *Member = dyn_cast<CXXMemberCallExpr>(E)) {
      E = Member->getImplicitObjectArgument();
    } else if (const auto *Call = dyn_cast<CallExpr>(E)) {
      E = Call->getNumArgs() && onlyReads(*Call) ? Call->getArg(0) : nullptr;
    } else if (const auto *Assign = dyn_cast<BinaryOperator>(E)) {
      E = Assign->isAssignmentOp() ? Assign->getLHS() : nullptr;
    } else {
      return nullptr;
    }
  }
  return nullptr;
}

std::optional<int64_t> UnsetTest::bornWith(const ValueDecl *D) const {
  const auto *V = dyn_cast<VarDecl>(D);
  const Expr *Init = V ? V->getAnyInitializer() : nullptr;
  if (!Init)
    return 0;
  if (const auto Number = constant(Init))
    return Number;
  return flow::isNullConstant(Init) || !Init->getType()->isScalarType()
             ? std::optional<int64_t>(0)
             : std::nullopt;
}

std::optional<int64_t> UnsetTest::constant(const Expr *E) const {
  Expr::EvalResult Result;
  if (E->isValueDependent() || !E->getType()->isIntegralOrEnumerationType() ||
      !E->EvaluateAsInt(Result, Context) ||
      !Result.Val.getInt().isRepresentableByInt64())
    return std::nullopt;
  return Result.Val.getInt().getExtValue();
}

// For one test: whether D, whose value Named has, is unset where it is true.
// Nothing when it does not ask that.
std::optional<bool>
UnsetTest::unsetWhenTrue(const Expr *Leaf, const ValueDecl *D,
                         const ValueDecl *Named) const {
  const flow::TruthTest Test = flow::truthTest(Leaf);
  const Expr *Subject = Test.Subject;
  if (const auto *Compare = dyn_cast<BinaryOperator>(Subject);
      Compare && Compare->isComparisonOp()) {
    const Expr *Left = Compare->getLHS(), *Right = Compare->getRHS();
    if (rootOf(Left) != Named || !constant(Right))
      return std::nullopt;
    const auto Born = bornWith(D);
    if (!Born)
      return std::nullopt;
    const int64_t With = *constant(Right);
    bool Result;
    switch (Compare->getOpcode()) {
    case BO_EQ:
    case BO_NE:
      if (With != *Born)
        return std::nullopt;
      Result = Compare->getOpcode() == BO_EQ;
      break;
    case BO_LT:
    case BO_GE:
      if (*Born >= With || With > 0)
        return std::nullopt;
      Result = Compare->getOpcode() == BO_LT;
      break;
    default:
      return std::nullopt;
    }
    return Result == Test.TrueWhen;
  }
  if (rootOf(Subject) != Named)
    return std::nullopt;
  const auto Born = bornWith(D);
  if (!Born)
    return std::nullopt;
  // `static int first = 1; if (first) { first = 0; ... }`
  if (*Born != 0)
    return Named->getType()->isIntegerType() && *Born == 1
               ? std::optional<bool>(Test.TrueWhen)
               : std::nullopt;
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(Subject)) {
    const CXXMethodDecl *Method = Call->getMethodDecl();
    if (Method && Method->getIdentifier() && Method->getName() == "empty")
      return Test.TrueWhen;
  }
  return !Test.TrueWhen;
}

const Expr *UnsetTest::testIn(const Expr *Condition, const ValueDecl *D,
                              bool WhenTrue, const ValueDecl *Copy) const {
  Condition = capi::strip(Condition);
  if (!Condition)
    return nullptr;
  if (const auto *Op = dyn_cast<BinaryOperator>(Condition);
      Op && Op->isLogicalOp()) {
    if (const Expr *Left = testIn(Op->getLHS(), D, WhenTrue, Copy))
      return Left;
    return testIn(Op->getRHS(), D, WhenTrue, Copy);
  }
  const auto Unset = unsetWhenTrue(Condition, D, Copy ? Copy : D);
  return Unset && *Unset == WhenTrue ? Condition : nullptr;
}

} // namespace ftidy::roles
