//===-- LockFields.cpp - fields used under their object's lock
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/LockFields.h"
#include "FixIt/LockRegion.h"
#include "Guards/Effects.h"
#include "Guards/FieldRaces.h"
#include "Session.h"
#include "Sharing/Summaries.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace ftidy::fix {

using guards::FieldRace;
using Kind = FieldRace::Kind;

namespace {

class Planner {
public:
  Planner(Function &F, Session &S, const FieldRace &Race)
      : F(F), S(S), Race(Race), Region(F, S) {}

  EditPlan plan() {
    // An object of C++ that a library exposes: where its Python object is, the
    // function does not know.
    if (!sharing::isObject(Race.Fields.front()->getParent()))
      return EditPlan::refuse(Reason::NeedsLock);
    if (!Race.Object || !sharing::isReference(Race.Object->getType()))
      return EditPlan::refuse(Reason::NoPlainObject);
    // What a macro only asks the type of is not in the tree; its whole is.
    llvm::SmallVector<const Stmt *, 8> Nodes;
    for (const Stmt *Place : Race.Places)
      if (Region.tree().parent(Place))
        Nodes.push_back(outermostLoop(Place));
    if (Nodes.empty())
      return EditPlan::refuse(Reason::NotAnalysed);
    fix::Region R;
    R.Statements = Region.around(Nodes);
    R.Object = Race.Object;
    if (R.Statements.empty())
      return EditPlan::refuse(Reason::NotAnalysed);
    if (needsTwo(R.Statements))
      return EditPlan::refuse(Reason::NoPlainObject);
    if (isSuspended(R.Statements) || releasesFirst())
      return EditPlan::refuse(Reason::Suspended);
    if (outlives())
      return EditPlan::refuse(Reason::Stored);
    return Region.wrap(R);
  }

private:
  // A method is one step for those who look on: all rounds are.
  const Stmt *outermostLoop(const Stmt *S) const {
    const Stmt *Result = S;
    for (const Stmt *Up = S; Up; Up = Region.tree().parent(Up))
      if (isLoop(Up))
        Result = Up;
    return Result;
  }

  // Another object races in there, too: one section would not hold both.
  bool needsTwo(llvm::ArrayRef<const Stmt *> Statements) const {
    return llvm::any_of(
        S.fieldRaces().in(*Race.In), [&](const FieldRace &Other) {
          return Other.Owner != Race.Owner &&
                 llvm::any_of(Other.Places, [&](const Stmt *Place) {
                   return llvm::any_of(Statements, [&](const Stmt *Each) {
                     return Region.tree().contains(Each, Place);
                   });
                 });
        });
  }

  // Whether something in between may give the lock away before all is done.
  bool isSuspended(llvm::ArrayRef<const Stmt *> Statements) const {
    const bool Together = Race.What == Kind::State ||
                          Race.What == Kind::LookAtState ||
                          Race.What == Kind::Free ||
                          Race.What == Kind::UseMemory ||
                          Race.What == Kind::Exports;
    const guards::EffectSet Ends =
        guards::RunsPython | guards::Detaches | guards::Attaches |
        (Together ? guards::Releases : guards::NoEffect);
    return llvm::any_of(
        S.effects().eventsOf(F.decl()), [&](const guards::Event &Ev) {
          if (!((Ev.Proved | Ev.Assumed) & Ends))
            return false;
          return !Ev.At || llvm::any_of(Statements, [&](const Stmt *Each) {
            return Region.tree().contains(Each, Ev.At);
          });
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
};

} // namespace

EditPlan lockFields(Function &F, Session &S, const FieldRace &Race) {
  return Planner(F, S, Race).plan();
}

} // namespace ftidy::fix
