//===-- Holders.cpp - variables that hold a pointer for their scope
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Sharing/Holders.h"
#include "CApi/Fact.h"
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

static bool hasOneField(const CXXRecordDecl &Class) {
  return Class.getNumBases() == 0 &&
         std::distance(Class.field_begin(), Class.field_end()) == 1;
}

// What the constructor puts into the only field, or null when that is not plain.
static const Expr *keptBy(const CXXConstructorDecl &Constructor) {
  const FunctionDecl *Defined = nullptr;
  if (!Constructor.hasBody(Defined) || !hasOneField(*Constructor.getParent()))
    return nullptr;
  for (const CXXCtorInitializer *Init :
       cast<CXXConstructorDecl>(Defined)->inits())
    if (Init->isMemberInitializer() && Init->isWritten())
      return Init->getInit();
  const auto *Body = dyn_cast<CompoundStmt>(Defined->getBody());
  const auto *Only = Body && Body->size() == 1
                         ? dyn_cast<BinaryOperator>(Body->body_front())
                         : nullptr;
  return Only && Only->getOpcode() == BO_Assign &&
                 isa<MemberExpr>(capi::strip(Only->getLHS()))
             ? Only->getRHS()
             : nullptr;
}

// The pointer that a constructor is given and keeps, or the NULL that it puts
// there itself.
static const Expr *keptOf(const CXXConstructExpr &Made) {
  const Expr *Kept = keptBy(*Made.getConstructor());
  if (!Kept)
    return nullptr;
  if (Made.getNumArgs() == 0)
    return flow::isNullConstant(Kept) ? Kept : nullptr;
  const FunctionDecl *Defined = nullptr;
  (void)Made.getConstructor()->hasBody(Defined);
  if (!isValueOf(Kept, Defined->getParamDecl(0)))
    return nullptr;
  const auto *Default = dyn_cast<CXXDefaultArgExpr>(Made.getArg(0));
  return Default ? Default->getExpr() : Made.getArg(0);
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
    if (!Made)
      return nullptr;
    for (unsigned I = 1; I < Made->getNumArgs(); ++I)
      if (!isa<CXXDefaultArgExpr>(Made->getArg(I)))
        return nullptr;
    if (Made->getNumArgs() == 0 || isReference(Made->getArg(0)->getType()))
      return keptOf(*Made);
    if (!Made->getConstructor()->isCopyOrMoveConstructor() ||
        !isa<MaterializeTemporaryExpr>(Made->getArg(0)))
      return nullptr;
    Init = Made->getArg(0); // `Ptr list = Ptr(f());`
  }
  return nullptr;
}

// Whether a function puts its only parameter where the old pointer was, and does
// nothing else but count references.
static bool isSetter(const FunctionDecl *F) {
  const FunctionDecl *Defined = nullptr;
  if (!F || F->getNumParams() != 1 || !F->hasBody(Defined) ||
      !isReference(F->getParamDecl(0)->getType()))
    return false;
  const ParmVarDecl *P = Defined->getParamDecl(0);
  bool Sets = false, Plain = true;
  syntax::forEachStmt(Defined->getBody(), [&](const Stmt *S) {
    if (const auto *Call = dyn_cast<CallExpr>(S)) {
      const FunctionDecl *Callee = Call->getDirectCallee();
      const capi::Fact *Fact = Callee && Callee->getIdentifier()
                                   ? capi::findFact(Callee->getName())
                                   : nullptr;
      Plain &= Fact && Fact->Args.size() == 1;
      return false;
    }
    if (const auto *Op = dyn_cast<BinaryOperator>(S);
        Op && Op->getOpcode() == BO_Assign &&
        isa<MemberExpr>(capi::strip(Op->getLHS()))) {
      Plain &= isValueOf(Op->getRHS(), P);
      Sets = true;
    }
    Plain &= !isa<CXXConstructExpr, LambdaExpr>(S);
    return Plain;
  });
  return Sets && Plain;
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

// `holder = f()`, `holder.reset(f())`.
static std::pair<const DeclRefExpr *, const Expr *> setIn(const Expr &E) {
  const Expr *Object = nullptr, *Value = nullptr;
  const auto *Call = dyn_cast<CallExpr>(&E);
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(&E);
      Member && Member->getNumArgs() == 1) {
    Object = Member->getImplicitObjectArgument();
    Value = Member->getArg(0);
  } else if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&E);
             Operator && Operator->getOperator() == OO_Equal) {
    Object = Operator->getArg(0);
    Value = Operator->getArg(1);
  }
  const auto *On =
      dyn_cast_or_null<DeclRefExpr>(Object ? capi::strip(Object) : nullptr);
  if (!On || !isSetter(Call->getDirectCallee()))
    return {};
  return {On, Value};
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
      else if (const DeclRefExpr *Set = setIn(*Call).first)
        Quiet.insert(Set);
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

Holders::Setting Holders::setBy(const Expr &E) const {
  if (Made.empty())
    return {};
  const auto [On, Value] = setIn(E);
  const auto *V = On ? dyn_cast<VarDecl>(On->getDecl()) : nullptr;
  return V && Made.count(V) ? Setting{V, Value} : Setting{};
}

const VarDecl *Holders::shownBy(const Expr *E) const {
  if (Made.empty() || !isReference(E->getType()))
    return nullptr;
  const DeclRefExpr *On = objectOf(*E);
  const auto *V = On ? dyn_cast<VarDecl>(On->getDecl()) : nullptr;
  return V && Made.count(V) ? V : nullptr;
}

} // namespace ftidy::sharing
