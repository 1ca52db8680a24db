//===-- OwnershipGiven.cpp - references that change their owner -----------===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The transfer functions of Ownership for what is stored, stolen or released.
//
//===----------------------------------------------------------------------===//

#include "Ownership/OwnershipDomain.h"
#include "Syntax/Syntax.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/Expr.h"

using namespace clang;

namespace ftidy::own {

static bool addressOfLocal(const Expr *E) {
  const auto *Address = dyn_cast<UnaryOperator>(capi::strip(E));
  return Address && Address->getOpcode() == UO_AddrOf &&
         localVariable(Address->getSubExpr());
}

// Whether others see what is put here: a static, or what a pointer leads to. An
// array that only the function has is its own.
static bool isShared(const Expr *Place) {
  for (;;) {
    Place = capi::strip(Place);
    const auto *Member = dyn_cast<MemberExpr>(Place);
    const auto *Item = dyn_cast<ArraySubscriptExpr>(Place);
    if ((Member && Member->isArrow()) || isa<UnaryOperator, CallExpr>(Place))
      return true;
    if (!Member && !Item)
      break;
    Place = Member ? Member->getBase() : Item->getBase();
  }
  const auto *Ref = dyn_cast<DeclRefExpr>(Place);
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return V && V->hasGlobalStorage();
}

// From here on the object lives by the place that has its reference, and others
// may take it out of there.
void OwnershipDomain::handOver(const Expr *Value, State &S) {
  for (Held H : valueOf(Value, S))
    if (H.What == Hold::Owned) {
      S.change(H.Site, Hold::Owned, Hold::Given);
      S.change(H.Site, Hold::Derived, Hold::Gone);
      S.change(H.Site, Hold::Counted, Hold::Gone);
    }
}

// Whether a function of the file puts its argument where that lives on, and takes no
// reference for it: `static void add(struct view *v, const char *s) { v->text = s; }`
static bool keeps(const FunctionDecl &F, unsigned I) {
  const ParmVarDecl *P = F.getParamDecl(I);
  const auto Names = [&](const Expr *E) {
    const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenCasts());
    return Ref && Ref->getDecl() == P;
  };
  bool Keeps = false, Takes = false;
  syntax::forEachStmt(F.getBody(), [&](const Stmt *Node) {
    if (const auto *Assign = dyn_cast<BinaryOperator>(Node))
      Keeps |= Assign->getOpcode() == BO_Assign && Names(Assign->getRHS()) &&
               isShared(Assign->getLHS());
    else if (const auto *Member = dyn_cast<MemberExpr>(Node)) // ob_refcnt
      Takes |= Names(Member->getBase()) &&
               Member->getMemberNameInfo().getAsString().find("ob_ref") == 0;
    const auto *Call = dyn_cast<CallExpr>(Node);
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    if (Callee && Callee->getIdentifier() && Call->getNumArgs())
      Takes |= (Callee->getName().contains_insensitive("incref") ||
                Callee->getName().contains_insensitive("newref")) &&
               Names(Call->getArg(0));
    return true;
  });
  return Keeps && !Takes;
}

// What is put behind `&local` is followed, see fillOutParameters.
void OwnershipDomain::keepArguments(const CallExpr &Call, State &S) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  const FunctionDecl *Body = Callee ? Callee->getDefinition() : nullptr;
  if (!Body || !Body->getBody() || isa<CXXMethodDecl>(Body) ||
      llvm::any_of(Call.arguments(), addressOfLocal))
    return;
  for (unsigned I = 0; I < Call.getNumArgs() && I < Body->getNumParams(); ++I) {
    const HeldSet Values = valueOf(Call.getArg(I), S);
    if ((Values.has(Hold::Derived) || Values.has(Hold::Borrowed)) &&
        keeps(*Body, I))
      note(Action::Stored, Call.getArg(I), &Call, S);
  }
}

void OwnershipDomain::store(const BinaryOperator &Assign, State &S) {
  const Expr *Value = capi::strip(Assign.getRHS());
  storeIn(Assign, Value, S);
  if (isShared(Assign.getLHS()))
    return handOver(Value, S);
  for (Held H : valueOf(Value, S))
    if (Recording && H.What == Hold::Owned)
      Into.Sites[H.Site].Placed = true;
}

void OwnershipDomain::storeIn(const BinaryOperator &Assign, const Expr *Value,
                              State &S) {
  // It has a reference of its own.
  if (Into.TakenNextTo.contains(Value))
    return;
  // What the function releases there later is a reference of its own, too.
  const ValueDecl *Place = placeOf(Assign.getLHS());
  if (Place && isa<CallExpr>(Value) && !Into.Uses.at(Value) &&
      Into.OwnPlaces.contains(Place))
    return;
  note(Action::Stored, Value, &Assign, S);
}

// What had a reference of its own lives by the object again, by all its names.
void OwnershipDomain::giveUp(const Expr *Operand, State &S) {
  for (Held H : valueOf(Operand, S))
    if (H.What == Hold::Counted)
      S.change(H.Site, Hold::Counted, Hold::Derived);
}

void OwnershipDomain::release(const Expr *Operand, const Stmt *At, State &S) {
  for (Held H : valueOf(Operand, S))
    if (H.What == Hold::Owned && Into.Sites[H.Site].Made) {
      S.change(H.Site, Hold::Owned, Hold::Borrowed); // lives by its container
    } else if (H.What == Hold::Owned) {
      S.change(H.Site, Hold::Owned, Hold::Gone);
      S.change(H.Site, Hold::Derived, Hold::Gone); // lives by others, too
      S.change(H.Site, Hold::Counted, Hold::Gone);
    }
}

} // namespace ftidy::own
