//===-- LocalCopies.cpp - which local variable has its value?
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Roles/LocalCopies.h"
#include "CApi/Use.h"
#include "Roles/Accesses.h"
#include "Syntax/Syntax.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ParentMap.h"
#include "clang/AST/Stmt.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::roles {

static bool isValueOf(const Expr *Value, const Expr *At) {
  while (Value) {
    Value = capi::strip(Value);
    if (Value == At)
      return true;
    if (const auto *Member = dyn_cast<MemberExpr>(Value)) {
      Value = Member->getBase();
    } else if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(Value)) {
      Value = Subscript->getBase();
    } else {
      const auto *Unary = dyn_cast<UnaryOperator>(Value);
      Value = Unary && Unary->getOpcode() == UO_Deref ? Unary->getSubExpr()
                                                      : nullptr;
    }
  }
  return false;
}

const VarDecl *copyAt(const Access &A, const ParentMap &Up) {
  const Stmt *S = Up.getParent(A.At);
  while (isa_and_nonnull<Expr>(S) && !isa<BinaryOperator, CallExpr>(S))
    S = Up.getParent(S);
  if (const auto *Assign = dyn_cast_or_null<BinaryOperator>(S)) {
    const auto *To = dyn_cast<DeclRefExpr>(capi::strip(Assign->getLHS()));
    return To && Assign->getOpcode() == BO_Assign &&
                   isValueOf(Assign->getRHS(), A.At)
               ? dyn_cast<VarDecl>(To->getDecl())
               : nullptr;
  }
  if (const auto *Declares = dyn_cast_or_null<DeclStmt>(S))
    for (const Decl *D : Declares->decls())
      if (const auto *V = dyn_cast<VarDecl>(D);
          V && V->getInit() && isValueOf(V->getInit(), A.At))
        return V;
  return nullptr;
}

bool isSetBetween(const VarDecl &Local, const FunctionDecl &In,
                  SourceLocation From, SourceLocation To) {
  const SourceManager &SM = In.getASTContext().getSourceManager();
  bool Found = false;
  syntax::forEachStmt(In.getBody(), [&](const Stmt *S) {
    const auto *Op = dyn_cast<BinaryOperator>(S);
    const auto *Unary = dyn_cast<UnaryOperator>(S);
    const Expr *Set = nullptr;
    if (Op && Op->isAssignmentOp())
      Set = Op->getLHS();
    else if (Unary && (Unary->getOpcode() == UO_AddrOf ||
                       Unary->isIncrementDecrementOp()))
      Set = Unary->getSubExpr();
    const auto *Ref = Set ? dyn_cast<DeclRefExpr>(capi::strip(Set)) : nullptr;
    Found |= Ref && Ref->getDecl() == &Local &&
             SM.isBeforeInTranslationUnit(From, S->getBeginLoc()) &&
             SM.isBeforeInTranslationUnit(S->getBeginLoc(), To);
    return !Found;
  });
  return Found;
}

} // namespace ftidy::roles
