//===-- HolderUses.cpp - what the uses of a holder ask for ----------------===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The part of HolderPlanner that goes through what is done with the value: uses
// that rule a plan out, INCREFs that go, tests for None that become tests for
// NULL. Where releases go is HolderPlan.cpp's.
//
//===----------------------------------------------------------------------===//

#include "FixIt/HolderPlan.h"
#include "FixIt/Availability.h"
#include "Guards/Effects.h"
#include "Session.h"
#include "Sharing/RefcountTests.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace ftidy::fix {

using own::Action;
using own::Held;
using own::Hold;

bool HolderPlanner::isReturned(size_t Site) const {
  if (!Group.isConverted(&F.decl()))
    return false;
  const own::Site &Life = Owners.sites()[Site];
  const auto *Return =
      dyn_cast_or_null<ReturnStmt>(Tree.statementOf(capi::strip(Life.Node)));
  return (Return && capi::strip(Return->getRetValue()) ==
                        capi::strip(Life.Node)) ||
         llvm::any_of(Life.Uses, [](const own::ValueUse &Use) {
           return Use.What == Action::Returned && Use.As == Hold::Borrowed;
         });
}

// Whether this return gives the site's reference to the caller, who owns it from
// then on.
bool HolderPlanner::isGivenBack(const Stmt *At, size_t Index) const {
  const auto *Return = dyn_cast<ReturnStmt>(At);
  const Expr *Value =
      Return && Return->getRetValue() ? capi::strip(Return->getRetValue())
                                      : nullptr;
  if (!Value || !Group.isConverted(&F.decl()))
    return false;
  return Holder ? own::localVariable(Value) == Holder
                : Value == capi::strip(Owners.sites()[Index].Node);
}

// The holder's own reference would be counted, too.
bool HolderPlanner::readsRefcount(const Stmt *At) const {
  if (sharing::readsRefcount(At, F, S))
    return true;
  // `v->ob_refcnt` may go through an unnamed union.
  for (const auto *Member = dyn_cast<MemberExpr>(At); Member;
       Member = dyn_cast_or_null<MemberExpr>(Tree.parent(Member)))
    if (Member->getMemberDecl()->getIdentifier() &&
        Member->getMemberDecl()->getName().starts_with("ob_ref"))
      return true;
  return false;
}

// Uses that no release can make right.
bool HolderPlanner::checkUses(size_t Index) {
  for (const own::ValueUse &Use : Owners.sites()[Index].Uses) {
    // What is used after it was released or given away lived by other means.
    if ((Use.As == Hold::Gone || Use.As == Hold::Given) &&
        Use.What != Action::Test)
      return refuse(Reason::MixedOwnership);
    if (Use.As == Hold::None && Use.What != Action::Test)
      return refuse(Reason::WeakrefNone);
    const bool IsBorrowed = Use.As == Hold::Borrowed;
    // The object of an earlier round, or what the call itself is asked with.
    if ((Use.As == Hold::Past && Use.What != Action::Test) ||
        (IsBorrowed && Tree.contains(Owners.sites()[Index].Node, Use.At)))
      return refuse(Reason::LoopCarried);
    if ((IsBorrowed || Use.As == Hold::Owned) && readsRefcount(Use.At))
      return refuse(Reason::ReadsRefcount);
    if (!IsBorrowed && Use.As != Hold::Derived)
      continue;
    switch (Use.What) {
    case Action::AddressTaken:
      return refuse(Reason::AddressTaken);
    case Action::Captured:
      return refuse(Reason::Captured);
    case Action::Stored:
      if (!IsBorrowed && isOwnedAt(Use.At, Index))
        break;
      return refuse(IsBorrowed ? Reason::Stored : Reason::DerivedEscapes);
    case Action::Returned:
      if (!IsBorrowed && isOwnedAt(Use.At, Index))
        break;
      // A part of it is returned by one that returns new references from now on.
      if (const auto *Return = dyn_cast<ReturnStmt>(Use.At);
          !IsBorrowed && Return && Group.isConverted(&F.decl()) &&
          Group.lentBy(Return->getRetValue()) != HelperGroup::Lent::Unknown)
        break;
      if (!IsBorrowed)
        return refuse(Reason::DerivedEscapes);
      if (!isGivenBack(Use.At, Index))
        return refuse(Reason::ReturnedBorrowed, Group.obstacle(&F.decl()));
      // The callers know neither a failure nor the loss of None.
      if (Borrowed.all()[Index].hasQuirk(capi::Unchecked))
        return refuse(Reason::ErrorPath);
      if (Borrowed.all()[Index].hasQuirk(capi::NoneWhenDead))
        return refuse(Reason::WeakrefNone);
      break;
    case Action::Stolen:
    case Action::Decref:
      if (IsBorrowed)
        return refuse(Reason::MixedOwnership);
      break;
    case Action::Incref:
      if (!IsBorrowed) // somebody else's reference, kept by an INCREF
        break;
      if (!Holder)
        return refuse(Reason::Nested);
      if (Use.Through != Holder)
        return refuse(Reason::SeveralHolders);
      break;
    case Action::Test:
    case Action::NewRef:
    case Action::Deref:
    case Action::Argument:
      break;
    }
  }
  return true;
}

// Code that this build does not see, or that another one does not, may use the
// value behind its last use, or at the head of a loop.
bool HolderPlanner::isUsedConditionally(size_t Index,
                                        llvm::ArrayRef<const Stmt *> Extent,
                                        Stretch Where) {
  const auto Body = Text.of(F.decl().getBody());
  if (!Body || !Text.hasConditional(*Body))
    return false;
  const bool InLoop =
      Tree.loopAround(capi::strip(Owners.sites()[Index].Node),
                      F.decl().getBody()) != nullptr;
  Stretch Behind{InLoop ? Body->Begin : Where.End, Body->End};
  // Where it is declared ends all that can name it.
  if (const Stmt *Scope = Holder ? Errors.scopeOf(Holder) : nullptr)
    if (const auto In = Text.of(Scope);
        In && std::max(Behind.Begin, In->Begin) <= In->End)
      Behind = {std::max(Behind.Begin, In->Begin),
                std::min(Behind.End, In->End)};
  llvm::DenseMap<const VarDecl *, bool> Said;
  auto IsSaid = [&](const VarDecl *V) {
    auto [It, New] = Said.try_emplace(V, false);
    if (New)
      It->second = Text.conditionalSays(Behind, V->getNameAsString());
    return It->second;
  };
  if (Holder && IsSaid(Holder))
    return true;
  // What hangs on the value counts, too.
  auto Feeds = [&](const VarDecl *V, const Stmt *At) {
    return V && V != Holder && IsSaid(V) &&
           llvm::any_of(Owners.after(At, V), [&](const Held &H) {
             return H.Site == Index && H.What != Hold::Null;
           });
  };
  llvm::SmallVector<const Stmt *, 32> Work(Extent.begin(), Extent.end());
  while (!Work.empty()) {
    const Stmt *Node = Work.pop_back_val();
    if (const auto *Declared = dyn_cast<DeclStmt>(Node)) {
      for (const Decl *D : Declared->decls())
        if (Feeds(dyn_cast<VarDecl>(D), Node))
          return true;
    } else if (const auto *Assign = dyn_cast<BinaryOperator>(Node)) {
      if (Assign->getOpcode() == BO_Assign &&
          Feeds(own::localVariable(Assign->getLHS()), Node))
        return true;
    } else if (const auto *Call = dyn_cast<CallExpr>(Node)) {
      for (const Expr *A : Call->arguments())
        if (const auto *Address = dyn_cast<UnaryOperator>(capi::strip(A));
            Address && Address->getOpcode() == UO_AddrOf &&
            Feeds(own::localVariable(Address->getSubExpr()), Node))
          return true;
    }
    for (const Stmt *Child : Node->children())
      if (Child)
        Work.push_back(Child);
  }
  return false;
}

bool HolderPlanner::dropIncrefs(size_t Index) {
  for (const own::ValueUse &Use : Owners.sites()[Index].Uses)
    if (Use.What == Action::Incref && Use.As == Hold::Borrowed &&
        !dropIncref(Use))
      return false;
  return true;
}

// Whether somebody takes the reference that an INCREF of V made, and it is not seen
// who and when: what uses the object behind that would live by it.
bool HolderPlanner::isTaken(size_t Index, const VarDecl *V) const {
  const own::Site &Life = Owners.sites()[Index];
  const bool Increfs = llvm::any_of(Life.Uses, [](const own::ValueUse &Use) {
    return Use.What == Action::Incref && Use.As == Hold::Borrowed;
  });
  const bool GivesBack = llvm::any_of(Life.Uses, [](const own::ValueUse &Use) {
    return Use.What == Action::Decref && Use.As == Hold::Owned;
  });
  const auto OwnUses = llvm::count_if(Life.Uses, [](const own::ValueUse &Use) {
    return Use.As == Hold::Owned && Use.What != Action::Test;
  });
  if (!V || !Increfs || GivesBack || Life.Placed || OwnUses < 2)
    return false;
  const auto Holds = [&](const own::HeldSet &Held) {
    return Held.has(Hold::Owned, Index);
  };
  const auto IsReturned = [&](const ReturnStmt *Return) {
    return llvm::any_of(Life.Uses, [&](const own::ValueUse &Use) {
      return Use.What == Action::Returned && Tree.contains(Return, Use.At);
    });
  };
  return llvm::any_of(F.returns(),
                      [&](const ReturnStmt *Return) {
                        return Holds(Owners.before(Return, V)) &&
                               !IsReturned(Return);
                      }) ||
         Holds(Owners.before(capi::strip(Life.Node), V));
}

// A new reference that was released early and lent by its container from then on
// is kept: its releases move to where it is not used any more.
bool HolderPlanner::dropDecrefs(size_t Index) {
  // A later value of the variable may be lent, and this one be done with.
  if (!Borrowed.all()[Index].Made ||
      !Owners.sites()[Index].usedWhileBorrowed())
    return true;
  for (const own::ValueUse &Use : Owners.sites()[Index].Uses) {
    if (Use.What != Action::Decref || Use.As != Hold::Owned)
      continue;
    // Py_CLEAR and its kin release it for good: nothing is left to be lent.
    if (!Owners.after(Use.At, Holder).has(Hold::Borrowed, Index))
      continue;
    const capi::Use *U = F.uses().at(Use.At);
    if (Use.Through != Holder || !U || U->F->Args != "-")
      return refuse(Reason::MixedOwnership);
    for (const Held &H : Owners.before(Use.At, Holder))
      if (!(H.What == Hold::Owned && H.Site == Index) && H.What != Hold::Null)
        return refuse(Reason::MixedOwnership);
    const Stmt *Whole = Tree.statementOf(Use.At);
    const auto Where = Text.statement(Whole);
    const auto *E = dyn_cast<Expr>(Whole);
    if (!Where || !Tree.standsInCompound(Whole) ||
        (Whole != Use.At && !(E && capi::strip(E) == Use.At)))
      return refuse(Reason::UnknownExit);
    const Stretch Gone = Text.removal(*Where);
    P.Edits.push_back({Gone.Begin, Gone.End - Gone.Begin, ""});
  }
  return true;
}

// `v = f(v);` with a function that returns new references from now on: the old
// one is released once the new one is there.
bool HolderPlanner::setAnew(const BinaryOperator &Assign) {
  const Expr *Value = capi::strip(Assign.getRHS());
  const auto IsOurs = [&](size_t Site) {
    return capi::strip(Owners.sites()[Site].Node) == Value &&
           Group.isConverted(Borrowed.all()[Site].Through);
  };
  const capi::Fact *Macro = capi::findFact("Py_SETREF");
  if (Assign.getOpcode() != BO_Assign || !llvm::any_of(P.Sites, IsOurs) ||
      !S.context().hasSameType(Holder->getType(), Value->getType()) ||
      !Macro || S.availability().of(*Macro) != Availability::Answer::Yes)
    return false;
  bool MayBeNull = false;
  for (const Held &H : Owners.before(&Assign, Holder)) {
    MayBeNull |= H.What == Hold::Null;
    if (H.What != Hold::Null && !(H.What == Hold::Borrowed && isOurs(H)))
      return false;
  }
  const auto Whole = Text.of(&Assign);
  const auto New = Text.of(Assign.getRHS());
  if (Tree.statementOf(&Assign) != &Assign || !Whole || !New)
    return false;
  P.Edits.push_back({Whole->Begin, Whole->End - Whole->Begin,
                     (MayBeNull ? "Py_XSETREF(" : "Py_SETREF(") + Name + ", " +
                         Text.text(*New).str() + ")"});
  return true;
}

// An INCREF that made the holder own its object: the whole statement goes, with
// the `if (v)` around it when that is all the `if` is for.
bool HolderPlanner::dropIncref(const own::ValueUse &Use) {
  for (const Held &H : Owners.before(Use.At, Holder))
    if (!(isOurs(H) && (H.What == Hold::Borrowed || H.What == Hold::Null)) &&
        H.What != Hold::Null)
      return refuse(H.What == Hold::Other ? Reason::OtherValue
                                          : Reason::MixedOwnership);
  const Stmt *Whole = Tree.statementOf(Use.At);
  const auto *E = dyn_cast_or_null<Expr>(Whole);
  if (Whole != Use.At && !(E && capi::strip(E) == Use.At))
    return refuse(Reason::IncrefInExpression);
  const auto Gone = increfStretch(Whole);
  if (!Gone)
    return refuse(Reason::IncrefInExpression);
  for (const Edit &Known : P.Edits)
    if (Known.Offset == Gone->Begin && Known.Length) // of another site, too
      return true;
  P.Edits.push_back({Gone->Begin, Gone->End - Gone->Begin, ""});
  return true;
}

// What to delete for an INCREF statement: with it goes the `if (v)` or the
// `else` that it is all of.
std::optional<Stretch> HolderPlanner::increfStretch(const Stmt *Incref) {
  const Stmt *Arm = Incref;
  if (const auto *Body =
          dyn_cast_or_null<CompoundStmt>(Tree.parent(Incref));
      Body && Body->size() == 1 && isa_and_nonnull<IfStmt>(Tree.parent(Body)))
    Arm = Body;
  const auto *If = dyn_cast_or_null<IfStmt>(Tree.parent(Arm));
  const auto ArmText = Text.statement(Arm);
  if (If && ArmText && !Text.hasComment(*ArmText)) {
    const auto Test = flow::nullTest(If->getCond());
    const bool OnlyTests = Test && isa<DeclRefExpr>(Test->Subject) &&
                           !If->getCond()->HasSideEffects(S.context());
    if (Arm == If->getElse()) {
      const auto Then = Text.statement(If->getThen());
      if (Then && !Text.hasComment({Then->End, ArmText->Begin}))
        return Stretch{Then->End, ArmText->End};
    } else if (OnlyTests && !If->getElse() && Tree.standsInCompound(If)) {
      if (const auto Where = Text.statement(If))
        return Text.removal(*Where);
    } else if (OnlyTests && Test->Subject && If->getElse() &&
               isa<CompoundStmt>(If->getElse()) &&
               own::localVariable(Test->Subject) == Holder) {
      // if (v != NULL) INCREF; else { ... }  ->  if (v == NULL) { ... }
      const auto Condition = Text.of(If->getCond());
      const auto Else = Text.statement(If->getElse());
      if (Condition && Else &&
          !Text.hasComment({ArmText->End, Else->Begin})) {
        P.Edits.push_back({Condition->Begin, Condition->End - Condition->Begin,
                           Holder->getNameAsString() +
                               (Test->NullWhen ? " != " : " == ") +
                               Text.nullPointer().str()});
        return Stretch{ArmText->Begin, Else->Begin};
      }
    }
  }
  const auto Where = Text.statement(Incref);
  if (!Where || !Tree.standsInCompound(Incref))
    return std::nullopt;
  return Text.removal(*Where);
}

} // namespace ftidy::fix
