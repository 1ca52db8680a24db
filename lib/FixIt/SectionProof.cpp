//===-- SectionProof.cpp - would a section there be right? ----------------===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/SectionProof.h"
#include "FixIt/AfterFixes.h"
#include "Guards/Effects.h"
#include "Guards/FieldRaces.h"
#include "Guards/Held.h"
#include "Guards/NestedLocks.h"
#include "Guards/Sections.h"
#include "Guards/ThreadState.h"
#include "Session.h"
#include "Sharing/Fields.h"
#include "Sharing/Summaries.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::fix {

using guards::FieldRace;
using Kind = FieldRace::Kind;

Reason SectionProof::refusal() const {
  if (Race.What == Kind::Parked)
    return Reason::KeptInField;
  // An object of C++ that a library exposes: where its Python object is, the
  // function does not know.
  if (!sharing::isObject(Race.Fields.front()->getParent()))
    return Reason::NeedsLock;
  if (!Race.Object || !sharing::isReference(Race.Object->getType()))
    return Reason::NoPlainObject;
  if (isPartlyLocked())
    return Reason::PartlyLocked;
  return locksOtherwise() ? Reason::NeedsLock : Reason::None;
}

bool SectionProof::isStateRace() const {
  return Race.What == Kind::State || Race.What == Kind::LookAtState ||
         Race.What == Kind::Free || Race.What == Kind::UseMemory ||
         Race.What == Kind::Exports;
}

// A second section for the rest would make two steps out of one.
bool SectionProof::isPartlyLocked() const {
  const auto Belongs = [&](const FieldDecl *Field) {
    return llvm::is_contained(Race.Fields, Field) ||
           (isStateRace() && !sharing::isReference(Field->getType()));
  };
  return llvm::any_of(
      S.fields().in(*Race.In)->all(), [&](const sharing::FieldUse &Use) {
        const SourceLocation L = Use.Where->getBeginLoc();
        return Use.Owner == Race.Owner && Belongs(Use.Field) &&
               (F.sections().around(L) || S.held().at(L, F.decl()));
      });
}

bool SectionProof::locksOtherwise() const {
  return llvm::any_of(Race.Fields, [&](const FieldDecl *Field) {
    return S.fieldRaces().isLocked(Field);
  });
}

bool SectionProof::isSuspended(llvm::ArrayRef<const Stmt *> Statements) const {
  const guards::EffectSet Ends =
      guards::RunsPython | guards::Detaches | guards::Attaches |
      guards::LocksObjects |
      (isStateRace() ? guards::Releases : guards::NoEffect);
  const auto IsIn = [&](const Stmt *At) {
    return llvm::any_of(Statements, [&](const Stmt *Each) {
      return At && Tree.contains(Each, At);
    });
  };
  bool Given = false;
  for (const Stmt *Each : Statements)
    InnerPointers::eachIn(Each, [&](const Stmt *Node) {
      const guards::EffectSet Added =
          addedAt(Node, F, S, nullptr) | S.effects().ofPassed(*Node);
      Given |= (Added & Ends || (Added && isInBetween(*Node))) &&
               !isOnWayOut(*Node, Statements);
    });
  if (Given)
    return true;
  return llvm::any_of(
      S.effects().eventsOf(F.decl()), [&](const guards::Event &Ev) {
        if (!((Ev.Proved | Ev.Assumed) & (Ends | guards::Releases)))
          return false;
        if (!Ev.At)
          return bool((Ev.Proved | Ev.Assumed) & Ends);
        if (!IsIn(Ev.At))
          return false;
        // Nobody else takes the lock of what only this call has.
        const capi::Use *U = Ev.Fact ? F.uses().at(Ev.At) : nullptr;
        if (U && (Ev.Proved & Ends) == guards::LocksObjects &&
            !guards::locksShared(*U, F))
          return (Ev.Proved & guards::Releases) && isInBetween(*Ev.At) &&
                 !isOnWayOut(*Ev.At, Statements);
        return (((Ev.Proved | Ev.Assumed) & Ends) || isInBetween(*Ev.At)) &&
               !isOnWayOut(*Ev.At, Statements);
      });
}

// `if (i >= self->len) { PyErr_SetString(...); return NULL; }`: what comes after
// the event leaves the section and touches nothing any more.
bool SectionProof::isOnWayOut(const Stmt &Event,
                llvm::ArrayRef<const Stmt *> Statements) const {
  const Stmt *At = Tree.statementOf(&Event);
  const auto *Block = dyn_cast_or_null<CompoundStmt>(Tree.parent(At));
  const auto First =
      Block ? llvm::find(Block->body(), At) : CompoundStmt::const_body_iterator();
  const Stmt *Last = Block ? Block->body_back() : At;
  if (llvm::is_contained(Statements, At) || (Block && First == Block->body_end()))
    return false;
  const auto *Goto = dyn_cast_or_null<GotoStmt>(Last);
  const bool Leaves =
      isa_and_nonnull<ReturnStmt>(Last) ||
      (Goto && llvm::none_of(Statements, [&](const Stmt *Each) {
         return Tree.contains(Each, Goto->getLabel()->getStmt());
       }));
  if (!Leaves)
    return false;
  const auto TouchesNothing = [&](const Stmt *From) {
    bool Touches = llvm::any_of(Race.Places, [&](const Stmt *Place) {
      return Tree.contains(From, Place);
    });
    if (From != At)
      InnerPointers::eachIn(From, [&](const Stmt *Node) {
        const auto *E = dyn_cast<Expr>(Node);
        const VarDecl *V = E ? sharing::localOf(E) : nullptr;
        Touches |= V && Inner.contains(V);
      });
    return !Touches;
  };
  return Block ? std::all_of(First, Block->body_end(), TouchesNothing)
               : TouchesNothing(At);
}

// Between two places of one reference: what the second finds is not what the
// first left.
bool SectionProof::isInBetween(const Stmt &Event) const {
  const SourceManager &SM = S.context().getSourceManager();
  const auto Range = SM.getExpansionRange(Event.getSourceRange());
  const Stmt *Loop = Tree.outermostLoop(&Event);
  const auto IsBetween = [&](auto Counts) {
    bool Before = false, After = false;
    const auto See = [&](const Stmt *Place) {
      const SourceLocation L = SM.getExpansionLoc(Place->getBeginLoc());
      (SM.isBeforeInTranslationUnit(Range.getEnd(), L) ? After : Before) =
          true;
      Before |= Loop != &Event && Tree.contains(Loop, Place);
      After |= Loop != &Event && Tree.contains(Loop, Place);
    };
    for (const sharing::FieldUse &Use : S.fields().in(*Race.In)->all())
      if (Use.Owner == Race.Owner && Counts(Use.Field)) {
        See(Use.At);
        See(Use.Where);
      }
    for (const Stmt *Place : Race.Places)
      if (isa<CallExpr>(Place))
        See(Place);
    return Before && After;
  };
  return llvm::any_of(Race.Fields, [&](const FieldDecl *Field) {
    return IsBetween([&](const FieldDecl *Each) { return Each == Field; });
  });
}

bool SectionProof::releasesFirst() const {
  if (Race.What != Kind::Swap && Race.What != Kind::Exhausted)
    return false;
  llvm::SmallVector<const FieldDecl *, 4> Set;
  for (const sharing::FieldUse &Use : S.fields().in(*Race.In)->all()) {
    if (Use.Owner != Race.Owner ||
        !llvm::is_contained(Race.Fields, Use.Field))
      continue;
    if (Use.What & sharing::Sets)
      Set.push_back(Use.Field);
    else if ((Use.What & sharing::Drops) &&
             !llvm::is_contained(Set, Use.Field))
      return true;
  }
  return false;
}

bool SectionProof::changesDetached() const {
  constexpr sharing::TouchSet Changes = sharing::Sets | sharing::Steps |
                                        sharing::Fills | sharing::Drops |
                                        sharing::Passes;
  return llvm::any_of(S.fields().functions(), [&](const FunctionDecl *Other) {
    return llvm::any_of(
        S.fields().in(*Other)->all(), [&](const sharing::FieldUse &Use) {
          return (Use.What & Changes) &&
                 llvm::is_contained(Race.Fields, Use.Field) &&
                 S.threadStates().in(*Other).before(Use.At) ==
                     guards::Attachment::Detached;
        });
  });
}

// A reference that leaves the section without having been made strong.
bool SectionProof::outlives() const {
  llvm::SmallVector<const FieldDecl *, 4> Owned;
  const auto Uses = S.fields().in(*Race.In)->all();
  for (const sharing::FieldUse &Use : Uses)
    if (Use.Owner == Race.Owner && (Use.What & sharing::Owns))
      Owned.push_back(Use.Field);
  for (const sharing::FieldUse &Use : Uses)
    if (Use.Owner == Race.Owner && (Use.What & sharing::Takes) &&
        !(Use.What & sharing::Nulls) &&
        llvm::is_contained(Race.Fields, Use.Field) &&
        !llvm::is_contained(Owned, Use.Field) && !movesOut(Use.Field) &&
        escapes(Use.Where))
      return true;
  return false;
}

// Set to NULL by the one who takes it.
bool SectionProof::movesOut(const FieldDecl *Field) const {
  return Race.What == Kind::Swap &&
         llvm::any_of(S.fields().in(*Race.In)->all(),
                      [&](const sharing::FieldUse &Use) {
                        return Use.Owner == Race.Owner &&
                               Use.Field == Field &&
                               (Use.What & (sharing::Nulls | sharing::Gives));
                      });
}

// Returned or kept, not only looked through or given to a call.
bool SectionProof::escapes(const Stmt *E) const {
  const Stmt *Up = Tree.parent(E);
  while (Up && (isa<CastExpr, ParenExpr, FullExpr, ConditionalOperator>(Up)))
    Up = Tree.parent(Up);
  if (isa_and_nonnull<ReturnStmt, InitListExpr, DeclStmt>(Up))
    return true;
  const auto *Op = dyn_cast_or_null<BinaryOperator>(Up);
  return Op && Op->isAssignmentOp();
}
} // namespace ftidy::fix
