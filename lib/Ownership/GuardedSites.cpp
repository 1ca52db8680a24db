//===-- GuardedSites.cpp - is the lender's lock held?
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Ownership/GuardedSites.h"
#include "Guards/Effects.h"
#include "Guards/Guards.h"
#include "Guards/Locks.h"
#include "Guards/NestedLocks.h"
#include "Guards/Sections.h"
#include "Ownership/BorrowedSites.h"
#include "Roles/Callees.h"
#include "Roles/Roles.h"
#include "Session.h"
#include "Sharing/Sharing.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::own {

// A function of the file that is called in between gives all locks away.
static bool isSuspendedByCall(Function &F, Session &S, SourceLocation From,
                              SourceLocation To) {
  constexpr guards::EffectSet Ends = guards::Releases | guards::RunsPython |
                                     guards::Detaches | guards::Attaches;
  const SourceManager &SM = S.context().getSourceManager();
  return llvm::any_of(F.callees(), [&](const roles::Callee &C) {
    const SourceLocation At =
        C.At ? SM.getFileLoc(C.At->getBeginLoc()) : SourceLocation();
    return C.Function && At.isValid() &&
           SM.isBeforeInTranslationUnit(From, At) &&
           SM.isBeforeInTranslationUnit(At, To) &&
           S.effects().bodyOf(*C.Function) &&
           ((S.effects().proved(*C.Function) & Ends) ||
            guards::locksObjects(*C.Function, S));
  });
}

// All who call this function hold the lock of what they hand it, and the item
// is made strong before anything can suspend that.
static bool isGuardedByCallers(Function &F, Session &S,
                               const BorrowedSite &Borrowed, const Site &Life) {
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(
      Borrowed.Lender ? capi::strip(Borrowed.Lender) : nullptr);
  const auto *P = Ref ? dyn_cast<ParmVarDecl>(Ref->getDecl()) : nullptr;
  const auto Callers = P ? S.roles().callersOf(&F.decl()) : std::nullopt;
  const SourceManager &SM = S.context().getSourceManager();
  SourceLocation Last = Borrowed.Loc;
  for (const ValueUse &Use : Life.Uses)
    if (Use.As == Hold::Borrowed && Use.What != Action::Test)
      if (const SourceLocation At = SM.getFileLoc(Use.At->getEndLoc());
          SM.isBeforeInTranslationUnit(Last, At))
        Last = At;
  const bool IsGiven = llvm::none_of(F.statements(), [&](const Stmt *Node) {
    const auto *Op = dyn_cast<BinaryOperator>(Node);
    const auto *To = Op && Op->isAssignmentOp()
                         ? dyn_cast<DeclRefExpr>(capi::strip(Op->getLHS()))
                         : nullptr;
    return To && To->getDecl() == P;
  });
  return IsGiven && Callers && !Callers->empty() &&
         llvm::all_of(
             Callers.value(),
             [&](const roles::Caller &C) {
               const unsigned I = P->getFunctionScopeIndex();
               return C.Call && C.Function && I < C.Call->getNumArgs() &&
                      S.function(*C.Function)
                          .sections()
                          .on(C.Call->getArg(I), C.Call->getBeginLoc());
             }) &&
         !S.guards().maySuspend(F.uses(), Borrowed.Loc, Last) &&
         !isSuspendedByCall(F, S, Borrowed.Loc, Last);
}

// A critical section on the lender that holds until the last use: no call in
// between may suspend it.
static bool holdsSection(Function &F, Session &S, const BorrowedSite &Borrowed,
                         const Site &Life) {
  const guards::Sections &Sections = F.sections();
  const guards::Section *Section = Sections.on(Borrowed.Lender, Borrowed.Loc);
  // PySequence_Fast may give its argument back: that is what gets locked.
  if (!Section)
    Section =
        Sections.on(F.sharing()->originalOf(Borrowed.Lender), Borrowed.Loc);
  if (!Section)
    return isGuardedByCallers(F, S, Borrowed, Life);
  SourceLocation Last = Borrowed.Loc;
  const SourceManager &SM = S.context().getSourceManager();
  for (const ValueUse &Use : Life.Uses) {
    if (Use.As != Hold::Borrowed || Use.What == Action::Test)
      continue;
    const SourceLocation At = SM.getFileLoc(Use.At->getEndLoc());
    if (!Sections.inside(*Section, At))
      return false;
    if (SM.isBeforeInTranslationUnit(Last, At))
      Last = At;
  }
  return !S.guards().maySuspend(F.uses(), Borrowed.Loc, Last) &&
         !isSuspendedByCall(F, S, Borrowed.Loc, Last);
}

// A lock of the project that is held wherever the file touches the lender,
// here until the last use: nothing but a release can end it.
static bool isLocked(Function &F, Session &S, const BorrowedSite &Borrowed,
                     const Site &Life) {
  const Expr *Lender = capi::strip(Borrowed.Lender);
  const ValueDecl *D = nullptr;
  if (const auto *Ref = dyn_cast_or_null<DeclRefExpr>(Lender))
    D = Ref->getDecl();
  else if (const auto *Member = dyn_cast_or_null<MemberExpr>(Lender))
    D = Member->getMemberDecl();
  if (!D || (isa<VarDecl>(D) && !cast<VarDecl>(D)->hasGlobalStorage()))
    return false;
  guards::LocksOfFile &Locks = S.locks();
  // Who guards a place is asked of all who touch it, what is held here is not.
  if (Locks.heldAt(F.decl(), Borrowed.Node).empty())
    return false;
  const Decl *Guard = Locks.guardOfContents(*D);
  const auto Holds = [&](const Stmt *At) {
    return Locks.holdsGuard(Guard, F.decl(), Lender, At);
  };
  return Guard && Holds(Borrowed.Node) &&
         llvm::all_of(Life.Uses, [&](const ValueUse &Use) {
           return Use.As != Hold::Borrowed || Use.What == Action::Test ||
                  (Use.What != Action::Returned && Use.What != Action::Stored &&
                   Holds(Use.At));
         });
}

bool isGuarded(Function &F, Session &S, const BorrowedSite &Borrowed,
               const Site &Life) {
  return holdsSection(F, S, Borrowed, Life) || isLocked(F, S, Borrowed, Life);
}

} // namespace ftidy::own
