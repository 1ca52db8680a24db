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
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"

using namespace clang;

namespace ftidy::own {

// Whether others see what is put here: a static, or what a pointer leads to that
// is no parameter for a result.
static bool isShared(const Expr *Place) {
  for (;;) {
    Place = capi::strip(Place);
    const auto *Member = dyn_cast<MemberExpr>(Place);
    const auto *Item = dyn_cast<ArraySubscriptExpr>(Place);
    if (Member && Member->isArrow())
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

void OwnershipDomain::store(const BinaryOperator &Assign, State &S) {
  const Expr *Value = capi::strip(Assign.getRHS());
  storeIn(Assign, Value, S);
  if (isShared(Assign.getLHS()))
    handOver(Value, S);
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
