//===-- Holders.cpp - variables that hold a pointer for their scope
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Sharing/Holders.h"
#include "CApi/Use.h"
#include "Flow/Graph.h"
#include "Sharing/Owners.h"
#include "Syntax/Syntax.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/DenseSet.h"

using namespace clang;

namespace ftidy::sharing {

// P itself, with or without a new reference: `incref ? Py_XNewRef(ob) : ob`.
static bool isValueOf(const Expr *E, const ParmVarDecl *P) {
  E = capi::strip(E);
  if (const auto *Choice = dyn_cast_or_null<ConditionalOperator>(E))
    return isValueOf(Choice->getTrueExpr(), P) &&
           isValueOf(Choice->getFalseExpr(), P);
  if (const auto *Call = dyn_cast_or_null<CallExpr>(E))
    return Call->getNumArgs() == 1 && isReference(Call->getType()) &&
           isValueOf(Call->getArg(0), P);
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E);
  return Ref && Ref->getDecl() == P;
}

// Whether the constructor keeps its first parameter in the only field.
static bool keeps(const CXXConstructorDecl &Constructor) {
  const CXXRecordDecl *Class = Constructor.getParent();
  if (!Constructor.hasBody() || Class->getNumBases() != 0 ||
      std::distance(Class->field_begin(), Class->field_end()) != 1)
    return false;
  const FunctionDecl *Defined = nullptr;
  (void)Constructor.hasBody(Defined);
  for (const CXXCtorInitializer *Init :
       cast<CXXConstructorDecl>(Defined)->inits())
    if (Init->isMemberInitializer() &&
        isValueOf(Init->getInit(), Defined->getParamDecl(0)))
      return true;
  return false;
}

// The pointer that a variable of a class is made from.
static const Expr *argumentOf(const Expr *Init) {
  while (Init) {
    Init = capi::strip(Init);
    if (const auto *Temporary = dyn_cast<CXXBindTemporaryExpr>(Init)) {
      Init = Temporary->getSubExpr();
      continue;
    }
    const auto *Made = dyn_cast<CXXConstructExpr>(Init);
    if (!Made || Made->getNumArgs() == 0)
      return nullptr;
    for (unsigned I = 1; I < Made->getNumArgs(); ++I)
      if (!isa<CXXDefaultArgExpr>(Made->getArg(I)))
        return nullptr;
    if (isReference(Made->getArg(0)->getType()))
      return keeps(*Made->getConstructor()) ? Made->getArg(0) : nullptr;
    if (!Made->getConstructor()->isCopyOrMoveConstructor() ||
        !isa<MaterializeTemporaryExpr>(Made->getArg(0)))
      return nullptr;
    Init = Made->getArg(0); // `Ptr list = Ptr(f());`
  }
  return nullptr;
}

// The variable whose member a call without arguments calls.
static const DeclRefExpr *objectOf(const Expr &Call) {
  const Expr *Object = nullptr;
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call);
      Member && Member->getNumArgs() == 0)
    Object = Member->getImplicitObjectArgument();
  else if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&Call);
           Operator && Operator->getNumArgs() == 1)
    Object = Operator->getArg(0);
  return dyn_cast_or_null<DeclRefExpr>(Object ? capi::strip(Object) : nullptr);
}

// Whether a function calls nothing, gives no reference to the object and puts
// nothing into it but NULL.
static bool isQuiet(const FunctionDecl *F) {
  const FunctionDecl *Defined = nullptr;
  if (!F || !F->hasBody(Defined) || F->getReturnType()->isReferenceType())
    return false;
  bool Quiet = true;
  syntax::forEachStmt(Defined->getBody(), [&](const Stmt *S) {
    const auto *Op = dyn_cast<BinaryOperator>(S);
    Quiet &= !isa<CallExpr, CXXConstructExpr, LambdaExpr>(S) &&
             !(Op && Op->isAssignmentOp() &&
               !flow::isNullConstant(Op->getRHS()));
    return Quiet;
  });
  return Quiet;
}

Holders::Holders(const FunctionDecl &F) {
  if (!F.getASTContext().getLangOpts().CPlusPlus)
    return;
  llvm::DenseSet<const Expr *> Quiet;
  llvm::DenseSet<const Decl *> Loud;
  syntax::forEachStmt(F.getBody(), [&](const Stmt *S) {
    if (const auto *Declares = dyn_cast<DeclStmt>(S)) {
      for (const Decl *D : Declares->decls())
        if (const auto *V = dyn_cast<VarDecl>(D);
            V && V->hasLocalStorage() && V->getType()->isRecordType())
          if (const Expr *From = argumentOf(V->getInit()))
            Made[V] = From;
    } else if (const auto *Call = dyn_cast<CallExpr>(S)) {
      if (const DeclRefExpr *On = objectOf(*Call);
          On && isQuiet(Call->getDirectCallee()))
        Quiet.insert(On);
    } else if (const auto *Ref = dyn_cast<DeclRefExpr>(S)) {
      if (!Quiet.contains(Ref))
        Loud.insert(Ref->getDecl());
    }
    return true;
  });
  for (const Decl *D : Loud)
    if (const auto *V = dyn_cast<VarDecl>(D))
      Made.erase(V);
}

const VarDecl *Holders::shownBy(const Expr *E) const {
  if (Made.empty() || !isReference(E->getType()))
    return nullptr;
  const DeclRefExpr *On = objectOf(*E);
  const auto *V = On ? dyn_cast<VarDecl>(On->getDecl()) : nullptr;
  return V && Made.count(V) ? V : nullptr;
}

} // namespace ftidy::sharing
