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
#include "FixIt/LockRegion.h"
#include "FixIt/LookedUp.h"
#include "FixIt/SectionProof.h"
#include "FixIt/StrongReads.h"
#include "Guards/FieldRaces.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"
#include <deque>
#include <optional>
#include <vector>

using namespace clang;

namespace ftidy::fix {

using guards::FieldRace;
using Kind = FieldRace::Kind;

namespace {

class Planner {
public:
  Planner(Function &F, Session &S, const FieldRace &Race)
      : F(F), S(S), Race(Race), Region(F, S), Proof(F, S, Race, Region.tree()) {}

  EditPlan plan() {
    if (const Reason Why = Proof.refusal(); Why != Reason::None)
      return EditPlan::refuse(Why);
    const auto Whole = planWhole();
    return Whole ? *Whole : planAlone();
  }

private:
  // All races of the object in this function under one section: what is done
  // with one field, others may rely on. When that cannot be, each for itself.
  std::optional<EditPlan> planWhole() {
    std::vector<const FieldRace *> All;
    for (const FieldRace &Each : S.fieldRaces().in(*Race.In))
      if (Each.Owner == Race.Owner && isPlain(Each))
        All.push_back(&Each);
    if (All.size() < 2 || !isPlain(Race))
      return std::nullopt;
    Reason Why = Reason::None;
    const auto R = regionOf(All, Why);
    if (!R || !alsoIn(R->Statements).empty())
      return std::nullopt;
    EditPlan Plan = Region.wrap(*R);
    if (!Plan.allowed(S.options().Fixes))
      return std::nullopt;
    return All.front() == &Race ? Plan
                                : EditPlan::together(lineOf(*All.front()));
  }

  // Reported as fields without a lock; the others have a check of their own.
  static bool isPlain(const FieldRace &Race) {
    return Race.What != Kind::Parked && Race.What != Kind::Exports &&
           Race.What != Kind::Exhausted;
  }

  EditPlan planAlone() {
    llvm::SmallVector<const Stmt *, 8> Nodes = nodes();
    if (Nodes.empty())
      return EditPlan::refuse(Reason::NotAnalysed);
    fix::Region R;
    R.Object = Race.Object;
    do {
      R.Statements = Region.around(Nodes);
      if (R.Statements.empty())
        return EditPlan::refuse(Reason::NotAnalysed);
    } while (addUsesBehind(R.Statements, Nodes) ||
             addLookUps(R.Statements, Nodes));
    if (Proof.isStateRace() && Proof.isSuspended(R.Statements))
      beginsLater(Nodes, R);
    const auto Others = alsoIn(R.Statements);
    if (Proof.isStateRace() && Others.size() == 1)
      return planTwo(*Others.front());
    if (!Others.empty() || Proof.isSuspended(R.Statements) ||
        Proof.releasesFirst()) {
      if ((Race.What != Kind::Use && Race.What != Kind::Swap) ||
          (Race.What == Kind::Use &&
           S.fieldRaces().hasManyUsers(Race.Fields.front())))
        return EditPlan::refuse(Others.empty() ? Reason::Suspended
                                               : Reason::NoPlainObject);
      if (Proof.leaks())
        return EditPlan::refuse(Reason::Stored);
      if (UsesGiven)
        return EditPlan::refuse(Reason::Suspended);
      return strongReads(F, S, Race, R.Statements);
    }
    if (Proof.leaks())
      return EditPlan::refuse(Reason::Stored);
    if (Proof.changesDetached())
      return EditPlan::refuse(Reason::NeedsLock);
    EditPlan Plan = Region.wrap(R);
    // A check that a macro writes out can stay in front.
    if (Plan.reason() == Reason::MacroExit && Proof.isStateRace() &&
        beginsBehind(1, Nodes, R))
      return Region.wrap(R);
    return Plan;
  }

  // Two objects under one section of both, written by the one that comes first.
  EditPlan planTwo(const FieldRace &Other) {
    Reason Why = Reason::None;
    const auto R = regionOf({&Race, &Other}, Why);
    if (!R)
      return EditPlan::refuse(Why);
    if (&Race < &Other)
      return Region.wrap(*R);
    EditPlan Whole = Planner(F, S, Other).plan();
    return Whole.allowed(S.options().Fixes) ? EditPlan::together(lineOf(Other))
                                            : Whole;
  }

  unsigned lineOf(const FieldRace &Which) const {
    const SourceManager &SM = S.context().getSourceManager();
    return SM.getSpellingLineNumber(SM.getFileLoc(Which.At->getExprLoc()));
  }

  // What one section for all of these has to enclose; none where one of them
  // forbids it, and why.
  std::optional<fix::Region> regionOf(llvm::ArrayRef<const FieldRace *> All,
                                      Reason &Why) {
    std::deque<Planner> Each;
    llvm::SmallVector<const Stmt *, 8> Nodes;
    fix::Region R;
    R.Object = All.front()->Object;
    for (const FieldRace *Part : All) {
      Planner &P = Each.emplace_back(F, S, *Part);
      if (Why = P.Proof.refusal(); Why != Reason::None)
        return std::nullopt;
      if (Part->Owner != All.front()->Owner)
        R.Second = Part->Object;
      Nodes.append(P.nodes());
    }
    for (bool More = !Nodes.empty(); More;) {
      R.Statements = Region.around(Nodes);
      More = !R.Statements.empty() && llvm::any_of(Each, [&](Planner &P) {
        return P.addUsesBehind(R.Statements, Nodes) ||
               P.addLookUps(R.Statements, Nodes);
      });
    }
    if (R.Statements.empty())
      Why = Reason::NotAnalysed;
    for (Planner &P : Each)
      if (Why == Reason::None)
        Why = P.Proof.isSuspended(R.Statements) || P.Proof.releasesFirst()
                  ? Reason::Suspended
              : P.Proof.leaks()           ? Reason::Stored
              : P.Proof.changesDetached() ? Reason::NeedsLock
                                          : Reason::None;
    if (Why != Reason::None)
      return std::nullopt;
    return R;
  }

  // `if (self->readonly) { ...; return NULL; }` in front of the last thing that
  // runs Python code before the rest: the answer is about another matter than
  // what is locked, and it was as old before. Begins behind that.
  bool beginsLater(llvm::SmallVectorImpl<const Stmt *> &Nodes, fix::Region &R) {
    size_t From = 0;
    for (size_t I = 0; I < R.Statements.size(); ++I)
      if (Proof.isSuspended(llvm::ArrayRef(R.Statements).slice(I, 1)))
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
        Nodes.push_back(Region.tree().outermostLoop(Place));
    addSizes(Nodes);
    return Nodes;
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

  // What the C API tells of the object's size belongs to its memory.
  void addSizes(llvm::SmallVectorImpl<const Stmt *> &Nodes) const {
    if (!Proof.isStateRace())
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
        Nodes.push_back(Region.tree().outermostLoop(U.Node));
    }
  }

  // Uses, behind the region, of variables that point into the object. False
  // when there are none.
  bool addUsesBehind(llvm::ArrayRef<const Stmt *> Statements,
                     llvm::SmallVectorImpl<const Stmt *> &Nodes) {
    Proof.findInner(Statements);
    const SourceManager &SM = S.context().getSourceManager();
    const SourceLocation End =
        SM.getExpansionRange(Statements.back()->getSourceRange()).getEnd();
    bool Found = false;
    const auto IsBehind = [&](SourceLocation L) {
      return SM.isBeforeInTranslationUnit(End, SM.getExpansionLoc(L));
    };
    for (const Stmt *Counts : Proof.strong())
      if (IsBehind(Counts->getBeginLoc())) {
        Nodes.push_back(Region.tree().outermostLoop(Counts));
        Found = true;
      }
    for (const Stmt *Lives : usesOfGiven(Statements, IsBehind)) {
      Nodes.push_back(Region.tree().outermostLoop(Lives));
      Found = UsesGiven = true;
    }
    InnerPointers::eachIn(F.decl().getBody(), [&](const Stmt *Node) {
      const auto *Ref = dyn_cast<DeclRefExpr>(Node);
      const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
      if (!V || !Proof.isInner(V) || !IsBehind(Ref->getLocation()))
        return;
      Nodes.push_back(Region.tree().outermostLoop(Ref));
      Found = true;
    });
    return Found;
  }

  // `Py_XSETREF(self->last, v); use(v);`: what the field was given lives by it,
  // until v gets a reference of its own.
  llvm::SmallVector<const Stmt *, 4>
  usesOfGiven(llvm::ArrayRef<const Stmt *> Statements,
              llvm::function_ref<bool(SourceLocation)> IsBehind) const {
    llvm::DenseMap<const VarDecl *, const Stmt *> Given;
    for (const Stmt *Place : Race.Places)
      for (const Stmt *Up = Place; Up; Up = Region.tree().parent(Up)) {
        const auto *Op = dyn_cast<BinaryOperator>(Up);
        if (Op && Op->getOpcode() == BO_Assign && capi::strip(Op->getLHS()) == Place)
          if (const VarDecl *V = sharing::localOf(Op->getRHS()))
            Given.try_emplace(V, Up);
        if (llvm::is_contained(Statements, Up))
          break;
      }
    for (const capi::Use &U : F.uses().all())
      for (unsigned I = 0; I < U.Args.size(); ++I)
        if (const VarDecl *V = U.Args[I] && (U.effect(I) == 's' || U.effect(I) == 'S')
                                   ? sharing::localOf(U.Args[I])
                                   : nullptr;
            V && llvm::any_of(U.Args, [&](const Expr *A) {
              const auto *Member = dyn_cast_or_null<MemberExpr>(A);
              return Member && llvm::is_contained(Race.Fields,
                                                  Member->getMemberDecl());
            }))
          Given.try_emplace(V, U.Node);
    llvm::SmallVector<const Stmt *, 4> Result;
    for (const auto &[V, At] : Given) {
      // An argument lives by its caller.
      const Expr *From = sharing::onlyValueOf(*V, F.statements());
      const VarDecl *Of = From ? sharing::localOf(From) : nullptr;
      if (!sharing::isReference(V->getType()) || isa<ParmVarDecl>(V) ||
          isa_and_nonnull<ParmVarDecl>(Of))
        continue;
      const auto Takes = [&, V = V](const capi::Use &U) {
        return U.effect(0) == '+' && sharing::localOf(U.arg(0)) == V;
      };
      if (llvm::any_of(F.uses().all(), [&](const capi::Use &U) {
            return Takes(U) && !IsBehind(U.Loc);
          }))
        continue; // it has its own
      for (const Stmt *Node : F.statements()) {
        const auto *Ref = dyn_cast<DeclRefExpr>(Node);
        if (!Ref || Ref->getDecl() != V || !IsBehind(Ref->getLocation()))
          continue;
        const auto Own = llvm::find_if(F.uses().all(), [&](const capi::Use &U) {
          return Takes(U) && Region.tree().contains(U.Node, Ref);
        });
        Result.push_back(Own == F.uses().all().end() ? Ref : Own->Node);
        if (Own != F.uses().all().end())
          break;
      }
    }
    return Result;
  }

  // What they work on was looked up before: that is part of the same step.
  bool addLookUps(llvm::ArrayRef<const Stmt *> Statements,
                  llvm::SmallVectorImpl<const Stmt *> &Nodes) const {
    if (!Proof.isStateRace())
      return false;
    const auto Before =
        lookedUpBefore(F, S, Race, Region.tree(), Statements);
    for (const Stmt *Call : Before)
      Nodes.push_back(Region.tree().outermostLoop(Call));
    return !Before.empty();
  }

  Function &F;
  Session &S;
  const FieldRace &Race;
  LockRegion Region;
  SectionProof Proof;
  bool UsesGiven = false; ///< behind a section around the giving alone
};

} // namespace

EditPlan lockFields(Function &F, Session &S, const FieldRace &Race) {
  return Planner(F, S, Race).plan();
}

} // namespace ftidy::fix
