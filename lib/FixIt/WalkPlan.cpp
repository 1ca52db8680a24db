//===-- WalkPlan.cpp - walk a container under its lock
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/WalkPlan.h"
#include "FixIt/AfterFixes.h"
#include "CApi/FactIndex.h"
#include "CApi/Origin.h"
#include "FixIt/WalkSizes.h"
#include "Flow/Graph.h"
#include "Guards/Effects.h"
#include "Guards/NestedLocks.h"
#include "Guards/UseEffects.h"
#include "Roles/Callees.h"
#include "Session.h"
#include "Sharing/RefcountTests.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::fix {

namespace {

using own::Look;
using own::Walk;

// Visits in source order; stops when Visit says so.
template <class Visitor> bool anyOf(const Stmt *Root, Visitor Visit) {
  llvm::SmallVector<const Stmt *, 32> Work{Root};
  while (!Work.empty()) {
    const Stmt *Node = Work.pop_back_val();
    if (Visit(Node))
      return true;
    const size_t Before = Work.size();
    for (const Stmt *Child : Node->children())
      if (Child && !isa<LambdaExpr>(Child))
        Work.push_back(Child);
    std::reverse(Work.begin() + Before, Work.end());
  }
  return false;
}

bool names(const Expr *E, const Decl *D) {
  const auto *Ref = E ? dyn_cast_or_null<DeclRefExpr>(capi::strip(E)) : nullptr;
  return Ref && Ref->getDecl() == D;
}

const Expr *conditionOf(const Stmt *Loop) {
  if (const auto *For = dyn_cast<ForStmt>(Loop))
    return For->getCond();
  if (const auto *While = dyn_cast<WhileStmt>(Loop))
    return While->getCond();
  return nullptr;
}

const Stmt *bodyOf(const Stmt *Loop) {
  if (const auto *For = dyn_cast<ForStmt>(Loop))
    return For->getBody();
  return cast<WhileStmt>(Loop)->getBody();
}

} // namespace

WalkPlan::WalkPlan(Function &F, Session &S)
    : F(F), S(S), Text(S.context(), F.decl().getBody()->getBeginLoc()),
      Region(F, S), Items(F, S, Region.tree()) {}

EditPlan WalkPlan::of(const Walk &W) {
  Planned = &W;
  for (const Look &L : W.Looks)
    if (L.InMacroBody)
      return EditPlan::refuse(Reason::HiddenByMacro);
  return W.How == Walk::Form::Next ? ofNext(W) : ofItems(W);
}

// Whether the critical section around it may be suspended: by what runs Python
// code or finalisers, and by functions that are not known.
bool WalkPlan::maySuspend(const Stmt *Node) const {
  constexpr guards::EffectSet Ends = guards::Releases | guards::RunsPython |
                                     guards::Detaches | guards::Attaches |
                                     guards::LocksObjects;
  if (addedAt(Node, F, S, Planned) || (S.effects().ofPassed(*Node) & Ends))
    return true;
  if (const capi::Use *U = F.uses().at(Node))
    return (guards::effectsOf(*U) & (guards::Releases | guards::RunsPython)) ||
           U->F->ThreadState != capi::Thread::None || guards::locksShared(*U, F);
  const auto *Call = dyn_cast<CallExpr>(Node);
  if (!Call)
    return isa<CXXNewExpr, CXXDeleteExpr>(Node);
  const FunctionDecl *Callee = Call->getDirectCallee();
  if (!Callee)
    return guards::effectsOfSlot(*Call) == guards::NoEffect;
  if (Callee->getBuiltinID())
    return false;
  if (S.effects().bodyOf(*Callee))
    return Callee->getCanonicalDecl() == F.decl().getCanonicalDecl() ||
           ((S.effects().proved(*Callee) | S.effects().assumed(*Callee)) & Ends);
  const capi::Origin From = S.origins().of(Callee->getLocation());
  return From != capi::Origin::System && From != capi::Origin::Python;
}

bool WalkPlan::maySuspendWithin(const Stmt *Root) const {
  return anyOf(Root, [&](const Stmt *Node) { return maySuspend(Node); });
}

// The loop whose condition this is part of.
const Stmt *WalkPlan::loopThatAsks(const Stmt *Look) const {
  const Structure &Tree = Region.tree();
  for (const Stmt *Up = Tree.parent(Look); Up; Up = Tree.parent(Up)) {
    if (!isLoop(Up))
      continue;
    const Expr *Condition = conditionOf(Up);
    return Condition && Tree.contains(Condition, Look) ? Up : nullptr;
  }
  return nullptr;
}

bool WalkPlan::isChanged(const VarDecl *V, const Stmt *In,
                         const Stmt *But) const {
  return anyOf(In, [&](const Stmt *Node) {
    if (const auto *Binary = dyn_cast<BinaryOperator>(Node))
      return Binary->isAssignmentOp() && names(Binary->getLHS(), V);
    const auto *Unary = dyn_cast<UnaryOperator>(Node);
    return Unary &&
           (Unary->getOpcode() == UO_AddrOf ||
            Unary->isIncrementDecrementOp()) &&
           names(Unary->getSubExpr(), V) && !Region.tree().contains(But, Node);
  });
}

// True when V is mentioned in or after what may suspend the section, unless the
// round begins with a reference of its own.
bool WalkPlan::mayNeedReference(const VarDecl *V, const Stmt *Body) const {
  bool Suspended = false, Mentioned = false, Own = false;
  const Stmt *GivenBack = nullptr;
  const llvm::DenseSet<const Decl *> Names = Items.namesOf({V}, Body);
  return anyOf(Body, [&](const Stmt *Node) {
    if (const capi::Use *U = F.uses().at(Node); U && names(U->arg(0), V)) {
      GivenBack = Own && U->effect(0) == '-' ? Node : GivenBack;
      Own = (Own && U->effect(0) != '-') ||
            (!Mentioned && !Suspended && U->effect(0) == '+');
    }
    // A loop inside comes back to what stands before the call.
    if (isLoop(Node) ? maySuspendWithin(Node) : maySuspend(Node))
      Suspended = true;
    const auto *Ref = dyn_cast<DeclRefExpr>(Node);
    if (!Ref || !Names.contains(Ref->getDecl()))
      return false;
    Mentioned = true;
    return Suspended && !Own &&
           !(GivenBack && Region.tree().contains(GivenBack, Ref));
  });
}

bool WalkPlan::readsRefcount(const Stmt *Body) const {
  return anyOf(Body, [&](const Stmt *Node) {
    const auto *Member = dyn_cast<MemberExpr>(Node);
    const auto *Field =
        Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
    const capi::Fact *Fact = Field ? S.facts().lookup(*Field) : nullptr;
    // What takes and drops references reads the count, too.
    return sharing::readsRefcount(Node, F, S) ||
           (Fact && Fact->hasQuirk(capi::ReadsRefcount) &&
            Member->getMemberLoc().isFileID());
  });
}

EditPlan WalkPlan::ofNext(const Walk &W) {
  const Look &L = W.Looks.front();
  const auto *Call = dyn_cast<CallExpr>(capi::strip(cast<Expr>(L.Node)));
  const Stmt *Loop = Call ? loopThatAsks(Call) : nullptr;
  if (!Loop)
    return EditPlan::refuse(Reason::NoLoop);
  // `while (d && PyDict_Next(d, ...))`: there may be nothing to lock.
  const Expr *Condition = conditionOf(Loop);
  if (anyOf(Condition, [&](const Stmt *Node) {
        const auto *E = dyn_cast<Expr>(Node);
        return E && !Region.tree().contains(Call, E) &&
               capi::written(E, S.context()) ==
                   capi::written(L.Container, S.context());
      }))
    return EditPlan::refuse(Reason::MayBeNull);
  fix::Region R;
  R.Statements = {Loop};
  R.Object = L.Container;
  for (unsigned I = 0; I < Call->getNumArgs(); ++I) {
    const Expr *A = capi::strip(Call->getArg(I));
    if (!L.Fact->Outs.contains(std::to_string(I) + ":borrowed") ||
        flow::isNullConstant(A))
      continue;
    const auto *Address = dyn_cast<UnaryOperator>(A);
    const auto *Ref = Address && Address->getOpcode() == UO_AddrOf
                          ? dyn_cast<DeclRefExpr>(
                                capi::strip(Address->getSubExpr()))
                          : nullptr;
    const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    const Stmt *Body = bodyOf(Loop);
    if (!V || !V->hasLocalStorage()) {
      if (maySuspendWithin(Body))
        return EditPlan::refuse(Reason::HolderType);
      continue;
    }
    if (Items.isKept(V, Body) || Items.isUsedBehind(V, Loop))
      return EditPlan::refuse(Reason::Stored);
    if (!mayNeedReference(V, Body))
      continue;
    if (V->getType().getAsString() != "PyObject *")
      return EditPlan::refuse(Reason::HolderType);
    if (isChanged(V, Condition, Call))
      return EditPlan::refuse(Reason::OtherValue);
    if (isChanged(V, Body, nullptr))
      R.Copied.push_back(V);
    R.Held.push_back(V);
  }
  R.Loop = Loop;
  if (!R.Held.empty() && maySuspendWithin(Condition))
    return EditPlan::refuse(Reason::Nested);
  if (!R.Held.empty() && readsRefcount(bodyOf(Loop)))
    return EditPlan::refuse(Reason::ReadsRefcount);
  // What was made to fit has to fit still.
  WalkSizes Sizes(F, S, Region.tree());
  const bool Suspends = maySuspendWithin(Loop);
  if (Suspends && Sizes.fillsPlaces(bodyOf(Loop)))
    return EditPlan::refuse(Reason::Suspended);
  llvm::SmallVector<const Stmt *, 4> Asked = Sizes.before(L, Loop);
  if (Asked.empty())
    return Region.wrap(R);
  const bool Alone = llvm::none_of(Asked, [&](const Stmt *Each) {
    return Sizes.isPassed(Each);
  });
  const bool MakesRoom = llvm::any_of(Asked, [&](const Stmt *Each) {
    return Sizes.makesRoom(Each);
  });
  fix::Region Wider = R;
  Asked.push_back(Loop);
  Wider.Statements = Region.around(Asked);
  // A section says that what another look lends is guarded, which may be held
  // over what suspends it.
  const bool Others = llvm::any_of(Wider.Statements, [&](const Stmt *Each) {
    return anyOf(Each, [&](const Stmt *Node) {
      const capi::Use *U = F.uses().at(Node);
      return U && U->F == L.Fact && !Region.tree().contains(Loop, Node);
    });
  });
  if (!Wider.Statements.empty() && !Others) {
    const bool Fits = !MakesRoom || llvm::none_of(Wider.Statements, [&](const Stmt *Each) {
      return maySuspendWithin(Each);
    });
    if (Fits)
      if (EditPlan Plan = Region.wrap(Wider); Plan.level() != Level::None)
        return Plan;
  }
  if (MakesRoom || !Alone)
    return EditPlan::refuse(Reason::Suspended);
  return Region.wrap(R);
}

// The argument of PySequence_Fast is the list, if there is one to be locked; a
// parameter stays alive.
const Expr *WalkPlan::toLock(const Walk &W) const {
  const Expr *Original = W.Original ? capi::strip(W.Original) : nullptr;
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(Original);
  const auto *P = Ref ? dyn_cast<ParmVarDecl>(Ref->getDecl()) : nullptr;
  if (P && !isChanged(P, F.decl().getBody(), nullptr))
    return Original;
  return capi::strip(W.Looks.front().Container);
}

EditPlan WalkPlan::ofItems(const Walk &W) {
  // What is read, and every use of what it gave: the array and the items.
  llvm::DenseSet<const Decl *> Derived;
  llvm::SmallVector<const Stmt *, 8> Nodes;
  for (const Look &L : W.Looks) {
    Nodes.push_back(L.Node);
    if (L.Fact->Returns == capi::Result::Other)
      continue;
    for (const Stmt *Up = L.Node; Up; Up = Region.tree().parent(Up)) {
      if (const auto *Binary = dyn_cast<BinaryOperator>(Up);
          Binary && Binary->getOpcode() == BO_Assign) {
        const auto *To = dyn_cast<DeclRefExpr>(capi::strip(Binary->getLHS()));
        if (To)
          Derived.insert(To->getDecl());
      } else if (const auto *Declared = dyn_cast<DeclStmt>(Up)) {
        for (const Decl *D : Declared->decls())
          if (const auto *V = dyn_cast<VarDecl>(D);
              V && V->getInit() && Region.tree().contains(V->getInit(), L.Node))
            Derived.insert(V);
      } else if (!isa<Expr>(Up)) {
        break;
      }
    }
  }
  // Copies of an item, too, and what lives by it.
  Derived = Items.namesOf(std::move(Derived), F.decl().getBody());
  anyOf(F.decl().getBody(), [&](const Stmt *Node) {
    const auto *Ref = dyn_cast<DeclRefExpr>(Node);
    if (Ref && Derived.contains(Ref->getDecl()))
      Nodes.push_back(Ref);
    return false;
  });
  // A size from elsewhere may be too large for what is locked, or copied, now.
  const auto Sizes = sizesOf(W);
  if (Sizes.empty())
    return EditPlan::refuse(Reason::SizeOutside);
  Nodes.append(Sizes.begin(), Sizes.end());
  fix::Region R;
  R.Statements = Region.around(Nodes);
  R.Object = toLock(W);
  if (R.Statements.empty())
    return EditPlan::refuse(Reason::NoLoop);
  const bool Suspends = llvm::any_of(
      R.Statements, [&](const Stmt *Each) { return maySuspendWithin(Each); });
  EditPlan Plan = !Suspends ? Region.wrap(R)
                  : W.How == Walk::Form::Sequence
                      ? snapshot(W)
                      : EditPlan::refuse(Reason::Suspended);
  const bool Kept = llvm::any_of(Derived, [&](const Decl *D) {
    const auto *V = dyn_cast<VarDecl>(D);
    return V && Items.isKept(V, F.decl().getBody());
  });
  return Kept && Plan.level() != Level::None ? EditPlan::refuse(Reason::Stored)
                                             : Plan;
}

// Where the size of what is walked is asked for.
llvm::SmallVector<const Stmt *, 4> WalkPlan::sizesOf(const Walk &W) const {
  const auto IsWalked = [&](const Expr *E) {
    const StringRef Text = capi::written(E, S.context());
    return Text == capi::written(W.Looks.front().Container, S.context()) ||
           Text == capi::written(toLock(W), S.context());
  };
  llvm::SmallVector<const Stmt *, 4> Result;
  for (const capi::Use &U : F.uses().all())
    if (U.F->Returns == capi::Result::Other && U.Args.size() == 1 && U.Args[0] &&
        (U.F->Name.ends_with_insensitive("size") ||
         U.F->Name.ends_with("Length")) &&
        IsWalked(U.Args[0]))
      Result.push_back(U.Node);
  return Result;
}

// Nothing is done with the sequence but to read it and let it go.
bool WalkPlan::isOnlyRead(const Walk &W) const {
  const Structure &Tree = Region.tree();
  return !anyOf(F.decl().getBody(), [&](const Stmt *Node) {
    const auto *Ref = dyn_cast<DeclRefExpr>(Node);
    if (!Ref || Ref->getDecl() != W.Variable)
      return false;
    for (const Look &L : W.Looks)
      if (Tree.contains(L.Node, Ref)) {
        // The array is only read, too, as far as this function shows.
        const Stmt *Taken = Tree.parent(L.Node);
        while (isa_and_nonnull<CastExpr, ParenExpr>(Taken))
          Taken = Tree.parent(Taken);
        return isa_and_nonnull<CallExpr>(Taken) &&
               L.Fact->Returns == capi::Result::Interior;
      }
    for (const Stmt *Up = Ref; Up; Up = Tree.parent(Up))
      if (const capi::Use *U = F.uses().at(Up))
        return U->effect(0) != '-' || !names(U->arg(0), W.Variable);
    for (const Stmt *Up = Tree.parent(Ref); Up; Up = Tree.parent(Up)) {
      const auto *Binary = dyn_cast<BinaryOperator>(Up);
      if (Binary && names(Binary->getLHS(), W.Variable))
        return Binary->getOpcode() != BO_Assign && !Binary->isEqualityOp();
      if (Binary)
        return !Binary->isEqualityOp() && !Binary->isLogicalOp();
      if (isa<UnaryOperator>(Up))
        return cast<UnaryOperator>(Up)->getOpcode() != UO_LNot;
      if (isa<CallExpr, DeclStmt, ReturnStmt, MemberExpr>(Up))
        return true;
      if (isa<IfStmt, ConditionalOperator, WhileStmt>(Up))
        return false;
    }
    return true;
  });
}

EditPlan WalkPlan::snapshot(const Walk &W) {
  const capi::Use *Made = nullptr;
  for (const capi::Use &U : F.uses().all())
    if (U.F->Lends == capi::Lending::AsArgument && U.arg(0) && W.Original &&
        capi::strip(U.arg(0)) == capi::strip(W.Original))
      Made = &U;
  if (!Made || W.Variable->hasGlobalStorage())
    return EditPlan::refuse(Reason::Suspended);
  if (llvm::none_of(W.Looks, [](const Look &L) {
        return L.Fact->Returns == capi::Result::Other;
      }))
    return EditPlan::refuse(Reason::SizeOutside);
  if (!isOnlyRead(W))
    return EditPlan::refuse(Reason::OnlyItems);
  // An array that is written to is that of the list itself.
  const bool Writes = anyOf(F.decl().getBody(), [&](const Stmt *Node) {
    const auto *Binary = dyn_cast<BinaryOperator>(Node);
    const auto *To = Binary && Binary->isAssignmentOp()
                         ? dyn_cast<ArraySubscriptExpr>(
                               capi::strip(Binary->getLHS()))
                         : nullptr;
    return To && To->getType()->isPointerType();
  });
  if (Writes)
    return EditPlan::refuse(Reason::OnlyItems);
  const auto Call = Text.call(Made->Loc);
  const auto Argument = Text.of(Made->arg(0));
  if (Text.isHeader(S.origins()))
    return EditPlan::refuse(Reason::InHeader);
  if (!Text.isWritable())
    return EditPlan::refuse(Reason::ReadOnly);
  if (Made->InMacroBody || !Call || !Argument ||
      Argument->Begin < Call->Arguments.Begin)
    return EditPlan::refuse(Reason::HiddenByMacro);
  // With its casts: up to the comma.
  const StringRef Arguments = Text.text(Call->Arguments);
  const size_t Comma =
      Arguments.find(',', Argument->End - Call->Arguments.Begin);
  if (Comma == StringRef::npos || Text.hasConditional(Call->Whole))
    return EditPlan::refuse(Reason::HiddenByMacro);
  EditPlan Plan = EditPlan::of(
      {{Call->Whole.Begin, Call->Whole.End - Call->Whole.Begin,
        ("PySequence_Tuple(" + Arguments.take_front(Comma).trim() + ")")
            .str()}});
  Plan.lowerToReview(
      "the items are copied first, and the text of the TypeError is another");
  return Plan;
}

} // namespace ftidy::fix
