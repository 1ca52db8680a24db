//===-- Owners.cpp - whose field is this?
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Sharing/Owners.h"
#include "Flow/Graph.h"
#include "Roles/Bindings.h"
#include "Syntax/Syntax.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace ftidy::sharing {

bool isObject(const RecordDecl *R) {
  R = R ? R->getDefinition() : nullptr;
  if (!R)
    return false;
  if (R->getIdentifier() && R->getName() == "_object")
    return true;
  if (const auto *Class = dyn_cast<CXXRecordDecl>(R))
    if (Class->getNumBases() > 0)
      return isObject(
          Class->bases_begin()->getType()->getAsCXXRecordDecl());
  const auto First = R->field_begin();
  return First != R->field_end() &&
         isObject(First->getType()->getAsRecordDecl());
}

bool isReference(QualType T) {
  return T->isPointerType() &&
         isObject(T->getPointeeType()->getAsRecordDecl());
}

const VarDecl *localOf(const Expr *E) {
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E ? capi::strip(E) : E);
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return V && V->hasLocalStorage() ? V : nullptr;
}

const Expr *onlyValueOf(const VarDecl &V, llvm::ArrayRef<const Stmt *> In) {
  const Expr *Value = V.getInit();
  if (!V.hasLocalStorage() || isa<ParmVarDecl>(V))
    return nullptr;
  for (const Stmt *Node : In) {
    const auto *Op = dyn_cast<BinaryOperator>(Node);
    const auto *Unary = dyn_cast<UnaryOperator>(Node);
    const auto *Of = Op && Op->isAssignmentOp() ? Op->getLHS()
                     : Unary && Unary->getOpcode() == UO_AddrOf
                         ? Unary->getSubExpr()
                         : nullptr;
    const auto *Ref = Of ? dyn_cast<DeclRefExpr>(capi::strip(Of)) : nullptr;
    if (!Ref || Ref->getDecl() != &V)
      continue;
    if (Value || Unary)
      return nullptr;
    Value = Op->getRHS();
  }
  return Value ? capi::strip(Value) : nullptr;
}

// A pointer to a Python object, or a pointer or reference to an exposed one.
bool Owners::isOwner(QualType T) const {
  if (isReference(T))
    return true;
  const QualType To = T->getPointeeType();
  return !To.isNull() && Bound.isExposed(To->getAsRecordDecl());
}

Owners::Owners(const FunctionDecl &Of, const capi::Uses &U,
               const roles::Bindings &B)
    : F(Of), Uses(U), Bound(B) {
  for (const ParmVarDecl *P : F.parameters())
    if (isOwner(P->getType()))
      Known[P] = P;
  // All owners come from these.
  May = !Known.empty() || isa<CXXMethodDecl>(F) ||
        llvm::any_of(Uses.all(),
                     [](const capi::Use &U) { return U.F->parses(); });
  if (!May)
    return;
  // A variable that is given anything else stands for nothing, nowhere; one that is
  // one owner here and another there, for itself.
  syntax::forEachStmt(F.getBody(), [&](const Stmt *S) {
    find(*S);
    return !isa<LambdaExpr>(S);
  });
  for (const auto &[V, From] : Given)
    if (Known.lookup(V) != From && isReference(V->getType()))
      Known[V] = V;
  for (const VarDecl *V : Others)
    Known.erase(V);
  llvm::erase_if(Given, [&](const auto &Each) {
    return Known.lookup(Each.first) != Each.first;
  });
}

void Owners::find(const Stmt &S) {
  if (const auto *Declared = dyn_cast<DeclStmt>(&S)) {
    for (const Decl *D : Declared->decls())
      if (const auto *V = dyn_cast<VarDecl>(D);
          V && V->getInit() && V->hasLocalStorage() &&
          !flow::isNullConstant(V->getInit()) && !capi::isNone(V->getInit()))
        give(V, V->getInit());
  } else if (const auto *Op = dyn_cast<BinaryOperator>(&S)) {
    if (Op->getOpcode() == BO_Assign)
      if (const VarDecl *V = localOf(Op->getLHS()))
        give(V, Op->getRHS());
  } else if (const auto *Call = dyn_cast<CallExpr>(&S)) {
    findParsed(*Call);
  }
}

void Owners::give(const VarDecl *V, const Expr *Value) {
  const Decl *Owner = of(Value);
  if (isa<ParmVarDecl>(V) || !Owner || !V->getType()->isPointerType())
    Others.insert(V);
  else if (Known.try_emplace(V, Owner); V != Owner)
    Given.push_back({V, Owner});
}

// `PyArg_ParseTuple(args, "O!", &Type, &other)`.
void Owners::findParsed(const CallExpr &Call) {
  const capi::Use *U = Uses.at(&Call);
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (!U || !Callee || !U->F->parses())
    return;
  for (unsigned I = Callee->getNumParams(); I < Call.getNumArgs(); ++I) {
    const auto *Address = dyn_cast<UnaryOperator>(capi::strip(Call.getArg(I)));
    if (!Address || Address->getOpcode() != UO_AddrOf)
      continue;
    const VarDecl *V = localOf(Address->getSubExpr());
    if (!V || !isReference(V->getType()) || isa<ParmVarDecl>(V))
      continue;
    Known[V] = V;
    Parsed.push_back(V);
  }
}

// What the type or the module has for its instance: `PyModule_GetState(module)`.
static const Expr *dataOf(const Expr *E) {
  const auto *Call = dyn_cast_or_null<CallExpr>(E ? capi::strip(E) : nullptr);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  const capi::Fact *Fact = Callee && Callee->getIdentifier()
                               ? capi::findFact(Callee->getName())
                               : nullptr;
  return Fact && Fact->Lends == capi::Lending::InstanceData &&
                 Call->getNumArgs() > 0
             ? Call->getArg(0)
             : nullptr;
}

// The parameter that a function gives back, cast or not, or that has the data it
// gives back: `return (T *)op;`, or the same through one variable and an assert.
static const ParmVarDecl *returned(const FunctionDecl &F) {
  const auto *Body = dyn_cast_or_null<CompoundStmt>(F.getBody());
  if (!Body || Body->body_empty() || Body->size() > 3)
    return nullptr;
  const auto *Return = dyn_cast<ReturnStmt>(Body->body_back());
  const Expr *Value = Return ? capi::strip(Return->getRetValue()) : nullptr;
  if (Body->size() > 1) {
    const auto *Declared = dyn_cast<DeclStmt>(Body->body_front());
    const VarDecl *V = localOf(Value);
    if (!V || !Declared || !Declared->isSingleDecl() ||
        Declared->getSingleDecl() != V)
      return nullptr;
    Value = dataOf(V->getInit());
  } else if (const Expr *Data = dataOf(Value)) {
    Value = Data;
  }
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(Value ? capi::strip(Value)
                                                        : nullptr);
  return Ref ? dyn_cast<ParmVarDecl>(Ref->getDecl()) : nullptr;
}

const Decl *Owners::of(const Expr *E) const {
  E = capi::strip(E);
  if (!E)
    return nullptr;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
    return V ? Known.lookup(V) : nullptr;
  }
  if (isa<CXXThisExpr>(E)) {
    const RecordDecl *R = E->getType()->getPointeeType()->getAsRecordDecl();
    return isObject(R) || Bound.isExposed(R) ? cast<Decl>(&F) : nullptr;
  }
  if (const auto *Unary = dyn_cast<UnaryOperator>(E)) {
    const Expr *Inner = capi::strip(Unary->getSubExpr());
    return Unary->getOpcode() == UO_Deref ||
                   (Unary->getOpcode() == UO_AddrOf && !isa<DeclRefExpr>(Inner))
               ? of(Inner)
               : nullptr;
  }
  // The struct that this one begins with is the same object.
  if (const auto *Member = dyn_cast<MemberExpr>(E)) {
    const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl());
    return Field && Field->getFieldIndex() == 0 &&
                   isObject(Field->getType()->getAsRecordDecl())
               ? of(Member->getBase())
               : nullptr;
  }
  if (const auto *Call = dyn_cast<CallExpr>(E)) {
    if (const capi::Use *U = Uses.at(Call))
      return U->F->Lends == capi::Lending::InstanceData ? of(U->arg(0))
                                                        : nullptr;
    const FunctionDecl *Callee = Call->getDirectCallee();
    const FunctionDecl *Defined = nullptr;
    if (Callee && Callee->hasBody(Defined))
      if (const ParmVarDecl *P = returned(*Defined);
          P && P->getFunctionScopeIndex() < Call->getNumArgs())
        return of(Call->getArg(P->getFunctionScopeIndex()));
  }
  return nullptr;
}

} // namespace ftidy::sharing
