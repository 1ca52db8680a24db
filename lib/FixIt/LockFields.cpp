//===-- LockFields.cpp - fields used under their object's lock
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The region begins as the statements around all places of the race. It grows by
// what asks the object for its size, and by what uses a pointer into the object:
// a variable that was given one, or the result of a call that got one.
//
//===----------------------------------------------------------------------===//

#include "FixIt/LockFields.h"
#include "FixIt/InnerPointers.h"
#include "FixIt/LockRegion.h"
#include "FixIt/LookedUp.h"
#include "FixIt/StrongReads.h"
#include "Guards/Effects.h"
#include "Guards/FieldRaces.h"
#include "Guards/Held.h"
#include "Guards/Sections.h"
#include "Guards/ThreadState.h"
#include "Session.h"
#include "Sharing/Summaries.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::fix {

using guards::FieldRace;
using Kind = FieldRace::Kind;

namespace {

class Planner {
public:
  Planner(Function &F, Session &S, const FieldRace &Race)
      : F(F), S(S), Race(Race), Region(F, S), Inner(F, S, Race) {}

  EditPlan plan() {
    if (Race.What == Kind::Parked)
      return EditPlan::refuse(Reason::KeptInField);
    // An object of C++ that a library exposes: where its Python object is, the
    // function does not know.
    if (!sharing::isObject(Race.Fields.front()->getParent()))
      return EditPlan::refuse(Reason::NeedsLock);
    if (!Race.Object || !sharing::isReference(Race.Object->getType()))
      return EditPlan::refuse(Reason::NoPlainObject);
    if (isPartlyLocked())
      return EditPlan::refuse(Reason::PartlyLocked);
    llvm::SmallVector<const Stmt *, 8> Nodes = nodes();
    if (Nodes.empty())
      return EditPlan::refuse(Reason::NotAnalysed);
    if (locksOtherwise())
      return EditPlan::refuse(Reason::NeedsLock);
    fix::Region R;
    R.Object = Race.Object;
    do {
      R.Statements = Region.around(Nodes);
      if (R.Statements.empty())
        return EditPlan::refuse(Reason::NotAnalysed);
    } while (addUsesBehind(R.Statements, Nodes) ||
             addLookUps(R.Statements, Nodes));
    if (isStateRace() && isSuspended(R.Statements))
      beginsLater(Nodes, R);
    const auto Others = alsoIn(R.Statements);
    if (isStateRace() && Others.size() == 1)
      return planTwo(*Others.front(), std::move(Nodes));
    if (!Others.empty() || isSuspended(R.Statements) || releasesFirst()) {
      if ((Race.What != Kind::Use && Race.What != Kind::Swap) ||
          (Race.What == Kind::Use &&
           S.fieldRaces().hasManyUsers(Race.Fields.front())))
        return EditPlan::refuse(Others.empty() ? Reason::Suspended
                                               : Reason::NoPlainObject);
      if (outlives() || Inner.isKept())
        return EditPlan::refuse(Reason::Stored);
      return strongReads(F, S, Race, R.Statements);
    }
    if (outlives() || Inner.isKept())
      return EditPlan::refuse(Reason::Stored);
    if (changesDetached())
      return EditPlan::refuse(Reason::NeedsLock);
    EditPlan Plan = Region.wrap(R);
    // A check that a macro writes out can stay in front.
    if (Plan.reason() == Reason::MacroExit && isStateRace() &&
        beginsBehind(1, Nodes, R))
      return Region.wrap(R);
    return Plan;
  }

private:
  // `if (self->readonly) { ...; return NULL; }` in front of the last thing that
  // runs Python code before the rest: the answer is about another matter than
  // what is locked, and it was as old before. Begins behind that.
  bool beginsLater(llvm::SmallVectorImpl<const Stmt *> &Nodes, fix::Region &R) {
    size_t From = 0;
    for (size_t I = 0; I < R.Statements.size(); ++I)
      if (isSuspended(llvm::ArrayRef(R.Statements).slice(I, 1)))
        From = I + 1;
    return beginsBehind(From, Nodes, R);
  }

  bool beginsBehind(size_t From, llvm::SmallVectorImpl<const Stmt *> &Nodes,
                    fix::Region &R) {
    const auto Before = llvm::ArrayRef(R.Statements).take_front(From);
    const auto HoldsNode = [&](const Stmt *Each) {
      return llvm::any_of(Nodes, [&](const Stmt *Node) {
        return Region.tree().contains(Each, Node);
      });
    };
    if (Before.empty() || From == R.Statements.size() ||
        llvm::any_of(Before, [&](const Stmt *Each) {
          return HoldsNode(Each) && !isUnrelatedCheck(Each);
        }))
      return false;
    llvm::erase_if(Nodes, [&](const Stmt *Node) {
      return llvm::any_of(Before, [&](const Stmt *Each) {
        return Region.tree().contains(Each, Node);
      });
    });
    R.Statements = Region.around(Nodes);
    return !R.Statements.empty();
  }

  // It leaves when plain numbers say so that nobody changes together with the
  // fields of the race.
  bool isUnrelatedCheck(const Stmt *Statement) const {
    const auto *If = dyn_cast<IfStmt>(Statement);
    if (!If || If->getElse() || mayEnd(If->getThen()) || If->getInit() ||
        If->getConditionVariable())
      return false;
    const sharing::FieldUses &Uses = *S.fields().in(*Race.In);
    const auto Holds = [&](const Stmt *Part, const Stmt *Node) {
      return Region.tree().contains(Part, Node);
    };
    return llvm::none_of(Uses.handedOn(),
                         [&](const sharing::HandedOn &H) {
                           return H.Owner == Race.Owner &&
                                  Holds(If, cast<Stmt>(H.Call));
                         }) &&
           llvm::all_of(Uses.all(), [&](const sharing::FieldUse &Use) {
             if (Use.Owner != Race.Owner ||
                 (!Holds(If, Use.At) && !Holds(If, Use.Where)))
               return true;
             return Holds(If->getCond(), Use.At) && Use.Where == Use.At &&
                    !(Use.What & ~(sharing::Looks | sharing::Tests)) &&
                    Use.Field->getType()->isArithmeticType() &&
                    !llvm::is_contained(Race.Fields, Use.Field) &&
                    !S.fieldRaces().changesWith(Use.Field, Race);
           });
  }

  // What a macro only asks the type of is not in the tree; its whole is.
  llvm::SmallVector<const Stmt *, 8> nodes() const {
    llvm::SmallVector<const Stmt *, 8> Nodes;
    for (const Stmt *Place : Race.Places)
      if (Region.tree().parent(Place))
        Nodes.push_back(outermostLoop(Place));
    addSizes(Nodes);
    return Nodes;
  }

  // Two objects under one section of both.
  EditPlan planTwo(const FieldRace &Race2, llvm::SmallVector<const Stmt *, 8> Nodes) {
    if (!Race2.Object || !sharing::isReference(Race2.Object->getType()))
      return EditPlan::refuse(Reason::NoPlainObject);
    Planner Second(F, S, Race2);
    if (Second.isPartlyLocked())
      return EditPlan::refuse(Reason::PartlyLocked);
    if (Second.locksOtherwise())
      return EditPlan::refuse(Reason::NeedsLock);
    Nodes.append(Second.nodes());
    fix::Region R;
    R.Object = Race.Object;
    R.Second = Race2.Object;
    bool More = true;
    while (More) {
      R.Statements = Region.around(Nodes);
      if (R.Statements.empty())
        return EditPlan::refuse(Reason::NotAnalysed);
      More = addUsesBehind(R.Statements, Nodes);
      More |= Second.addUsesBehind(R.Statements, Nodes);
      More = More || addLookUps(R.Statements, Nodes) ||
             Second.addLookUps(R.Statements, Nodes);
    }
    if (isSuspended(R.Statements) || Second.isSuspended(R.Statements) ||
        Second.releasesFirst())
      return EditPlan::refuse(Reason::Suspended);
    if (outlives() || Inner.isKept() || Second.outlives() || Second.Inner.isKept())
      return EditPlan::refuse(Reason::Stored);
    if (changesDetached() || Second.changesDetached())
      return EditPlan::refuse(Reason::NeedsLock);
    // It is written by the one that comes first.
    const bool IsFirst = &Race < &Race2;
    if (!IsFirst) {
      const SourceManager &SM = S.context().getSourceManager();
      EditPlan Whole = Planner(F, S, Race2).plan();
      return Whole.allowed(S.options().Fixes)
                 ? EditPlan::together(SM.getSpellingLineNumber(
                       SM.getFileLoc(Race2.At->getExprLoc())))
                 : Whole;
    }
    return Region.wrap(R);
  }

  bool locksOtherwise() const {
    return llvm::any_of(Race.Fields, [&](const FieldDecl *Field) {
      return S.fieldRaces().isLocked(Field);
    });
  }

  // A method is one step for those who look on: all rounds are.
  const Stmt *outermostLoop(const Stmt *S) const {
    const Stmt *Result = S;
    for (const Stmt *Up = S; Up; Up = Region.tree().parent(Up))
      if (isLoop(Up))
        Result = Up;
    return Result;
  }

  // The races of other objects in there: one section would not hold them.
  llvm::SmallVector<const FieldRace *, 2>
  alsoIn(llvm::ArrayRef<const Stmt *> Statements) const {
    llvm::SmallVector<const FieldRace *, 2> Result;
    for (const FieldRace &Other : S.fieldRaces().in(*Race.In))
      if (Other.Owner != Race.Owner &&
          llvm::any_of(Other.Places, [&](const Stmt *Place) {
            return llvm::any_of(Statements, [&](const Stmt *Each) {
              return Region.tree().contains(Each, Place);
            });
          }))
        Result.push_back(&Other);
    return Result;
  }

  bool isStateRace() const {
    return Race.What == Kind::State || Race.What == Kind::LookAtState ||
           Race.What == Kind::Free || Race.What == Kind::UseMemory ||
           Race.What == Kind::Exports;
  }

  // A second section for the rest would make two steps out of one.
  bool isPartlyLocked() const {
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

  // What the C API tells of the object's size belongs to its memory.
  void addSizes(llvm::SmallVectorImpl<const Stmt *> &Nodes) const {
    if (!isStateRace())
      return;
    const auto &Owners = S.fields().in(*Race.In)->owners();
    const QualType Size = S.context().getSignedSizeType();
    const capi::Fact *Sets = capi::findFact("Py_SET_SIZE");
    for (const capi::Use &U : F.uses().all()) {
      const bool Asks = U.expr() && S.context().hasSameUnqualifiedType(
                                        U.expr()->getType(), Size);
      if ((Asks || U.F == Sets) && Region.tree().parent(U.Node) &&
          llvm::any_of(U.Args, [&](const Expr *Argument) {
            return Argument && Owners.of(Argument) == Race.Owner;
          }))
        Nodes.push_back(outermostLoop(U.Node));
    }
  }

  // Uses, behind the region, of variables that point into the object. False
  // when there are none.
  bool addUsesBehind(llvm::ArrayRef<const Stmt *> Statements,
                     llvm::SmallVectorImpl<const Stmt *> &Nodes) {
    Inner.find(Statements);
    const SourceManager &SM = S.context().getSourceManager();
    const SourceLocation End =
        SM.getExpansionRange(Statements.back()->getSourceRange()).getEnd();
    bool Found = false;
    InnerPointers::eachIn(F.decl().getBody(), [&](const Stmt *Node) {
      const auto *Ref = dyn_cast<DeclRefExpr>(Node);
      const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
      if (!V || !Inner.contains(V) ||
          !SM.isBeforeInTranslationUnit(End,
                                        SM.getExpansionLoc(Ref->getLocation())))
        return;
      Nodes.push_back(outermostLoop(Ref));
      Found = true;
    });
    return Found;
  }

  // What they work on was looked up before: that is part of the same step.
  bool addLookUps(llvm::ArrayRef<const Stmt *> Statements,
                  llvm::SmallVectorImpl<const Stmt *> &Nodes) const {
    if (!isStateRace())
      return false;
    const auto Before =
        lookedUpBefore(F, S, Race, Region.tree(), Statements);
    for (const Stmt *Call : Before)
      Nodes.push_back(outermostLoop(Call));
    return !Before.empty();
  }

  // Whether something in between may give the lock away before all is done.
  bool isSuspended(llvm::ArrayRef<const Stmt *> Statements) const {
    const guards::EffectSet Ends =
        guards::RunsPython | guards::Detaches | guards::Attaches |
        (isStateRace() ? guards::Releases : guards::NoEffect);
    return llvm::any_of(
        S.effects().eventsOf(F.decl()), [&](const guards::Event &Ev) {
          if (!((Ev.Proved | Ev.Assumed) & (Ends | guards::Releases)))
            return false;
          if (!Ev.At)
            return bool((Ev.Proved | Ev.Assumed) & Ends);
          if (llvm::none_of(Statements, [&](const Stmt *Each) {
                return Region.tree().contains(Each, Ev.At);
              }))
            return false;
          return (((Ev.Proved | Ev.Assumed) & Ends) || isInBetween(*Ev.At)) &&
                 !isOnWayOut(*Ev.At, Statements);
        });
  }

  // `if (i >= self->len) { PyErr_SetString(...); return NULL; }`: what comes after
  // the event leaves the section and touches nothing any more.
  bool isOnWayOut(const Stmt &Event,
                  llvm::ArrayRef<const Stmt *> Statements) const {
    const Structure &Tree = Region.tree();
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
  bool isInBetween(const Stmt &Event) const {
    const SourceManager &SM = S.context().getSourceManager();
    const auto Range = SM.getExpansionRange(Event.getSourceRange());
    const Stmt *Loop = outermostLoop(&Event);
    const auto IsBetween = [&](auto Counts) {
      bool Before = false, After = false;
      const auto See = [&](const Stmt *Place) {
        const SourceLocation L = SM.getExpansionLoc(Place->getBeginLoc());
        (SM.isBeforeInTranslationUnit(Range.getEnd(), L) ? After : Before) =
            true;
        Before |= Loop != &Event && Region.tree().contains(Loop, Place);
        After |= Loop != &Event && Region.tree().contains(Loop, Place);
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

  // `Py_DECREF(self->f); self->f = g();`: a finaliser finds the old reference.
  bool releasesFirst() const {
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

  // No critical section keeps out who changes the fields while detached.
  bool changesDetached() const {
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
  bool outlives() const {
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
  bool movesOut(const FieldDecl *Field) const {
    return Race.What == Kind::Swap &&
           llvm::any_of(S.fields().in(*Race.In)->all(),
                        [&](const sharing::FieldUse &Use) {
                          return Use.Owner == Race.Owner &&
                                 Use.Field == Field &&
                                 (Use.What & sharing::Nulls);
                        });
  }

  // Returned or kept, not only looked through or given to a call.
  bool escapes(const Stmt *E) const {
    const Stmt *Up = Region.tree().parent(E);
    while (Up && (isa<CastExpr, ParenExpr, FullExpr, ConditionalOperator>(Up)))
      Up = Region.tree().parent(Up);
    if (isa_and_nonnull<ReturnStmt, InitListExpr, DeclStmt>(Up))
      return true;
    const auto *Op = dyn_cast_or_null<BinaryOperator>(Up);
    return Op && Op->isAssignmentOp();
  }

  Function &F;
  Session &S;
  const FieldRace &Race;
  LockRegion Region;
  InnerPointers Inner;
};

} // namespace

EditPlan lockFields(Function &F, Session &S, const FieldRace &Race) {
  return Planner(F, S, Race).plan();
}

} // namespace ftidy::fix
