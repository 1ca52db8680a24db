//===-- StaticAccessors.cpp - which static does a call stand for?
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Roles/StaticAccessors.h"
#include "CApi/Use.h"
#include "Syntax/Syntax.h"
#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"

using namespace clang;

namespace ftidy::roles {

static const VarDecl *staticNamed(const Expr *E) {
  E = capi::strip(E);
  const ValueDecl *D = nullptr;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
    D = Ref->getDecl();
  else if (const auto *Member = dyn_cast<MemberExpr>(E))
    D = Member->getMemberDecl();
  const auto *V = dyn_cast_or_null<VarDecl>(D);
  return V && V->hasGlobalStorage() && V->getTLSKind() == VarDecl::TLS_None
             ? V
             : nullptr;
}

static AccessedStatic accessedBy(const FunctionDecl &F) {
  const auto *Body = dyn_cast_or_null<CompoundStmt>(F.getBody());
  const auto *Last = Body && !Body->body_empty()
                         ? dyn_cast<ReturnStmt>(Body->body_back())
                         : nullptr;
  if (!Last || !Last->getRetValue() || F.isDependentContext())
    return {};
  unsigned Returns = 0;
  syntax::forEachStmt(Body, [&](const Stmt *S) {
    Returns += isa<ReturnStmt>(S);
    return Returns < 2;
  });
  if (Returns != 1)
    return {};
  const Expr *Value = capi::strip(Last->getRetValue());
  const auto *Unary = dyn_cast<UnaryOperator>(Value);
  if (F.getReturnType()->isReferenceType()) {
    if (Unary && Unary->getOpcode() == UO_Deref)
      return {staticNamed(Unary->getSubExpr()), true};
    return {staticNamed(Value), false};
  }
  if (Unary && Unary->getOpcode() == UO_AddrOf)
    return {staticNamed(Unary->getSubExpr()), false};
  const VarDecl *V = staticNamed(Value);
  return {V && V->getType()->isPointerType() ? V : nullptr, true};
}

AccessedStatic StaticAccessors::of(const CallExpr &Call) {
  const FunctionDecl *F = Call.getDirectCallee();
  F = F && !isa<CXXOperatorCallExpr>(Call) ? F->getDefinition() : nullptr;
  if (!F || (!F->getReturnType()->isReferenceType() &&
             !F->getReturnType()->isPointerType()))
    return {};
  const auto [It, New] = Known.try_emplace(F);
  if (New)
    It->second = accessedBy(*F);
  return It->second;
}

} // namespace ftidy::roles
