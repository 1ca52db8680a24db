//===-- CheckThenAct.cpp - freethreading-check-then-act
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For each pair of calls where the second acts on what the first one said of a
// shared container: unless one critical section holds both, report the act, and
// offer the call that does both.
//
//===----------------------------------------------------------------------===//

#include "Check.h"
#include "CApi/ProjectFacts.h"
#include "FixIt/PairPlan.h"
#include "Flow/Graph.h"
#include "Guards/Locks.h"
#include "Guards/Sections.h"
#include "Roles/Roles.h"
#include "Sharing/Owners.h"
#include "Sharing/Summaries.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy {

namespace {

class CheckThenAct : public Check {
public:
  using Check::Check;

private:
  void checkFunction(Function &F) override {
    const std::vector<sharing::Pair> Pairs =
        sharing::findPairs(F.decl(), F.uses(), session().context());
    if (Pairs.empty() || session().roles().initOnly(&F.decl()) ||
        session().project().isInitOnly(&F.decl()) || !F.graph() || !F.sharing())
      return;
    fix::PairPlan Plans(F, session());
    for (const sharing::Pair &P : Pairs)
      if (isShared(F, P) && !isGuarded(F, P)) {
        Finding Result;
        Result.Loc = P.Act->Loc;
        Result.Message = message(P);
        Result.Notes.push_back({P.Ask->Loc, "it is asked for here"});
        Result.Plan = Plans.of(P);
        report(Result);
      }
  }

  // Fields and globals are seen by all; what a parameter is, nobody knows.
  bool isShared(Function &F, const sharing::Pair &P) {
    if (session().macros().isGilOnly(P.Act->Loc,
                                     session().context().getSourceManager()) ||
        sharing::isPrivate(F.sharing()->ofArgument(P.Act->Node, 0)) ||
        sharing::isPrivate(F.sharing()->ofArgument(P.Ask->Node, 0)))
      return false;
    const Expr *Container = capi::strip(P.Act->arg(0));
    // `cache = self->cache;` once and for all.
    if (const auto *Ref = dyn_cast<DeclRefExpr>(Container))
      if (const auto *V = dyn_cast<VarDecl>(Ref->getDecl()))
        if (const Expr *Of = sharing::onlyValueOf(*V, F.statements()))
          Container = Of;
    if (const auto *Ref = dyn_cast<DeclRefExpr>(Container)) {
      const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
      return V && V->hasGlobalStorage();
    }
    return isa<MemberExpr>(Container) &&
           !sharing::isPrivate(F.sharing()->ofArgument(Container, 0));
  }

  // One lock, or one critical section, around both.
  bool isGuarded(Function &F, const sharing::Pair &P) {
    const guards::Section *Section =
        F.sections().protecting(P.Act->arg(0), P.Act->Loc);
    if (Section && F.sections().inside(*Section, P.Ask->Loc))
      return true;
    guards::LocksOfFile &Locks = session().locks();
    return !Locks.heldAt(F.decl(), P.Act->Node).empty() &&
           !Locks.heldAt(F.decl(), P.Ask->Node).empty();
  }

  std::string message(const sharing::Pair &P) {
    const std::string Name = "'" + P.Act->F->Name.str() + "' ";
    const std::string On =
        "'" + capi::written(P.Act->arg(0), session().context()).str() + "'";
    if (P.What == sharing::Deed::Deletes)
      return Name + "deletes from " + On +
             " what was there before, and another thread may have deleted it";
    return Name + "adds to " + On +
           " what was missing before, and another thread may have added it";
  }
};

} // namespace

std::unique_ptr<tidy::ClangTidyCheck>
makeCheckThenAct(StringRef Name, tidy::ClangTidyContext *Context,
                 SessionPool &Pool) {
  return std::make_unique<CheckThenAct>(Name, Context, Pool);
}

} // namespace ftidy
