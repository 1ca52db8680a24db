//===-- Fields.cpp - the fields of shared objects
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Sharing/Fields.h"
#include "CApi/Origin.h"
#include "Roles/Bindings.h"
#include "Roles/Roles.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace ftidy::sharing {

using roles::Role;

Fields::Fields(Session &S) : Of(S) {
  const roles::Accesses &Accesses = Of.accesses();
  for (const FieldDecl *Field : Accesses.fields())
    for (const roles::Access &A : Accesses.of(Field))
      Known[A.At] = &A;
  collect(*Of.context().getTranslationUnitDecl());
  for (const roles::Bound &B : Of.roles().bindings().all())
    if (const auto *Member = dyn_cast<CXXMethodDecl>(B.Function);
        Member && Member->getParent()->isLambda() && Member->getBody() &&
        !Member->isDependentContext())
      addFunction(*Member);
  share();
}

void Fields::collect(const DeclContext &In) {
  for (const Decl *D : In.decls()) {
    if (const auto *F = dyn_cast<FunctionDecl>(D)) {
      if (F->doesThisDeclarationHaveABody() && !F->isDependentContext() &&
          !F->isImplicit())
        addFunction(*F);
    } else if (const auto *V = dyn_cast<VarDecl>(D)) {
      if (V->getInit())
        addMembers(V->getInit());
    } else if (isa<NamespaceDecl, LinkageSpecDecl, CXXRecordDecl>(D)) {
      collect(*cast<DeclContext>(D));
    }
  }
}

void Fields::addFunction(const FunctionDecl &F) {
  if (Of.origins().of(F.getLocation()) != capi::Origin::User)
    return;
  const auto [It, New] =
      Functions.try_emplace(&F, F, Of.function(F).uses(), Known,
                            Of.roles().bindings());
  const FieldUses &Uses = It->second;
  if (Uses.all().empty() && Uses.handedOn().empty()) {
    Functions.erase(It);
    return;
  }
  Order.push_back(&F);
  for (const RecordDecl *R : Uses.copied())
    Copied.insert(R);
  if (Of.roles().of(&F).has(Role::Iternext))
    for (const FieldUse &Use : Uses.all())
      Iterators.insert(Use.Field->getParent());
}

// The types of a PyMemberDef that are references, and the flag of one that
// Python code may only read: all of them are part of the stable ABI.
enum : uint64_t { T_OBJECT = 6, T_OBJECT_EX = 16, READONLY = 1 };

void Fields::addMembers(const Expr *Init) {
  const auto *List = dyn_cast<InitListExpr>(Init);
  if (!List)
    return;
  if (const InitListExpr *Semantic = List->getSemanticForm())
    List = Semantic;
  const RecordDecl *R = List->getType()->getAsRecordDecl();
  if (!R) {
    for (const Expr *Inner : List->inits())
      addMembers(Inner);
    return;
  }
  if (!R->getIdentifier() || R->getName() != "PyMemberDef")
    return;
  const FieldDecl *Field = nullptr;
  const Expr *Name = nullptr;
  llvm::SmallVector<uint64_t, 3> Numbers;
  for (const Expr *Value : List->inits()) {
    Expr::EvalResult Result;
    Value = Value->IgnoreParenCasts();
    if (const auto *Offset = dyn_cast<OffsetOfExpr>(Value)) {
      if (Offset->getNumComponents() == 1 &&
          Offset->getComponent(0).getKind() == OffsetOfNode::Field)
        Field = Offset->getComponent(0).getField();
    } else if (isa<StringLiteral>(Value)) {
      if (!Name)
        Name = Value;
    } else if (!Value->isValueDependent() &&
               Value->EvaluateAsInt(Result, Of.context())) {
      Numbers.push_back(Result.Val.getInt().getExtValue());
    }
  }
  if (Field)
    Shown.insert(Field);
  if (Field && Name && Numbers.size() >= 1 &&
      (Numbers[0] == T_OBJECT || Numbers[0] == T_OBJECT_EX) &&
      (Numbers.size() < 2 || !(Numbers[1] & READONLY)))
    Members[Field] = Name;
}

bool Fields::isGiven(const FieldDecl *Field) const {
  return llvm::any_of(Of.accesses().of(Field), [&](const roles::Access &A) {
    const auto *Assign = dyn_cast_or_null<BinaryOperator>(A.By);
    if (!A.In || !Assign || Assign->getOpcode() != BO_Assign ||
        A.Of != roles::Extent::Whole || A.Kind != roles::AccessKind::Write)
      return false;
    const Expr *Value = capi::strip(Assign->getRHS());
    // `self->seq = Py_NewRef(seq);`
    if (const capi::Use *U = Of.function(*A.In).uses().at(Value);
        U && U->effect(0) == '+' && U->arg(0))
      Value = capi::strip(U->arg(0));
    const VarDecl *V = localOf(Value);
    const auto It = Functions.find(A.In);
    return V && isReference(V->getType()) &&
           (isa<ParmVarDecl>(V) ||
            (It != Functions.end() &&
             llvm::is_contained(It->second.owners().parsed(), V)));
  });
}

bool Fields::isEntry(const FunctionDecl &F) const {
  const roles::RoleSet R = Of.roles().of(&F);
  return R.has(Role::Getter) || R.has(Role::Setter) || R.has(Role::Method) ||
         R.has(Role::Call) || R.has(Role::Iternext) || R.has(Role::Slot);
}

bool Fields::isLockedEntry(const FunctionDecl &F) const {
  const roles::Bound *How = Of.roles().bindings().of(F);
  return How && How->LocksSelf;
}

bool Fields::isLifecycle(const FunctionDecl &F) const {
  return Of.roles().of(&F).lifecycle() || Of.initOnly(F);
}

// From what the interpreter calls, along the calls.
void Fields::share() {
  std::vector<const Decl *> Work;
  const auto Add = [&](const Decl *Owner) {
    if (Shared.insert(Owner).second)
      Work.push_back(Owner);
  };
  llvm::DenseMap<const Decl *, llvm::SmallVector<const Decl *, 4>> HandedTo;
  for (const FunctionDecl *F : Order) {
    const FieldUses &Uses = Functions.at(F);
    for (const HandedOn &H : Uses.handedOn())
      HandedTo[H.Owner].push_back(H.As);
    for (const auto &[V, From] : Uses.owners().given())
      HandedTo[From].push_back(V);
    if (Of.initOnly(*F))
      continue;
    if (isEntry(*F)) {
      for (const ParmVarDecl *P : F->parameters())
        Add(P);
      if (Of.roles().bindings().of(*F))
        Add(F); // `this`
    }
    for (const Decl *Parsed : Uses.owners().parsed())
      Add(Parsed);
  }
  while (!Work.empty()) {
    const Decl *Owner = Work.back();
    Work.pop_back();
    const auto It = HandedTo.find(Owner);
    if (It != HandedTo.end())
      for (const Decl *To : It->second)
        Add(To);
  }
}

const FieldUses *Fields::in(const FunctionDecl &F) const {
  const auto It = Functions.find(&F);
  return It == Functions.end() ? nullptr : &It->second;
}

} // namespace ftidy::sharing
