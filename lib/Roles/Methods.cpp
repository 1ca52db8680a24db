//===-- Methods.cpp - what does a member function do to its object?
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Roles/Methods.h"
#include "CApi/Use.h"
#include "Syntax/Syntax.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::roles {

bool holdsData(const CXXRecordDecl &R) {
  const CXXRecordDecl *Defined = R.getDefinition();
  if (!Defined || Defined->isInvalidDecl() || !Defined->field_empty())
    return true;
  return llvm::any_of(Defined->bases(), [](const CXXBaseSpecifier &Base) {
    const CXXRecordDecl *Of = Base.getType()->getAsCXXRecordDecl();
    return !Of || holdsData(*Of); // null: it depends on a template argument
  });
}

static bool hasConstTwin(const CXXMethodDecl &F) {
  if (!F.getDeclName() || isa<CXXConversionDecl>(F))
    return false;
  for (const NamedDecl *Other : F.getParent()->lookup(F.getDeclName()))
    if (const auto *Twin = dyn_cast<CXXMethodDecl>(Other))
      if (Twin->isConst() && Twin->getNumParams() == F.getNumParams())
        return true;
  return false;
}

// Whether E is the object, a part of it, or reached through it.
static bool leadsThroughThis(const Expr *E) {
  for (;;) {
    E = capi::strip(E);
    if (const auto *Member = dyn_cast_or_null<MemberExpr>(E))
      E = Member->getBase();
    else if (const auto *Index = dyn_cast_or_null<ArraySubscriptExpr>(E))
      E = Index->getBase();
    else if (const auto *Unary = dyn_cast_or_null<UnaryOperator>(E);
             Unary && (Unary->getOpcode() == UO_Deref ||
                       Unary->getOpcode() == UO_AddrOf))
      E = Unary->getSubExpr();
    else
      return isa_and_nonnull<CXXThisExpr>(E);
  }
}

// A part of the object, not the object itself.
static bool isPart(const Expr *E) {
  E = capi::strip(E);
  if (const auto *Unary = dyn_cast_or_null<UnaryOperator>(E))
    E = capi::strip(Unary->getSubExpr());
  return isa_and_nonnull<MemberExpr, ArraySubscriptExpr>(E) &&
         leadsThroughThis(E);
}

// Whether the parameter lets the callee change what it is given.
static bool mayFill(QualType Parameter, const Expr &Argument) {
  const QualType To = Parameter->getPointeeType();
  if (To.isNull() || To.isConstQualified())
    return false;
  const Expr *Given = capi::strip(&Argument);
  const auto *Unary = dyn_cast<UnaryOperator>(Given);
  return Parameter->isReferenceType() || Given->getType()->isArrayType() ||
         (Unary && Unary->getOpcode() == UO_AddrOf);
}

bool Methods::changes(const CXXMethodDecl &F) {
  if (F.isStatic() || F.isConst() || hasConstTwin(F) ||
      !holdsData(*F.getParent()))
    return false;
  const FunctionDecl *Defined = nullptr;
  if (!F.hasBody(Defined))
    return !F.isPureVirtual();
  if (F.getASTContext().getSourceManager().isInSystemHeader(
          Defined->getLocation()))
    return true;
  // One that calls itself changes nothing by that.
  const auto [It, New] = Known.try_emplace(Defined, false);
  if (!New)
    return It->second;
  const bool Result = bodyChanges(*Defined);
  return Known[Defined] = Result;
}

bool Methods::bodyChanges(const FunctionDecl &Defined) {
  const bool GivesReference =
      Defined.getReturnType()->isReferenceType() &&
      !Defined.getReturnType().getNonReferenceType().isConstQualified();
  bool Found = false;
  syntax::forEachStmt(Defined.getBody(), [&](const Stmt *S) {
    if (const auto *Op = dyn_cast<BinaryOperator>(S)) {
      Found |= Op->isAssignmentOp() && leadsThroughThis(Op->getLHS());
    } else if (const auto *Unary = dyn_cast<UnaryOperator>(S)) {
      Found |= Unary->isIncrementDecrementOp() &&
               leadsThroughThis(Unary->getSubExpr());
    } else if (const auto *Delete = dyn_cast<CXXDeleteExpr>(S)) {
      Found |= leadsThroughThis(Delete->getArgument());
    } else if (const auto *Return = dyn_cast<ReturnStmt>(S)) {
      Found |= GivesReference && isPart(Return->getRetValue());
    } else if (const auto *Call = dyn_cast<CallExpr>(S)) {
      const FunctionDecl *Callee = Call->getDirectCallee();
      const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Callee);
      const bool IsOperator = isa<CXXOperatorCallExpr>(Call) && Method;
      const auto *OfMember = dyn_cast<CXXMemberCallExpr>(Call);
      const Expr *Object = OfMember ? OfMember->getImplicitObjectArgument()
                           : IsOperator && Call->getNumArgs() != 0
                               ? Call->getArg(0)
                               : nullptr;
      Found |= Object && Method && leadsThroughThis(Object) && changes(*Method);
      for (unsigned I = IsOperator; Callee && I < Call->getNumArgs(); ++I)
        if (const unsigned P = I - IsOperator; P < Callee->getNumParams())
          Found |= mayFill(Callee->getParamDecl(P)->getType(), *Call->getArg(I)) &&
                   isPart(Call->getArg(I));
    }
    return !Found;
  });
  return Found;
}

} // namespace ftidy::roles
