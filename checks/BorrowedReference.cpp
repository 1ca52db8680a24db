//===-- BorrowedReference.cpp - freethreading-borrowed-reference
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For each use that yields a reference borrowed from something others can
// change: unless it is only compared, or a critical section on the lender holds
// until the last use, report it and offer to hold it strong.
//
//===----------------------------------------------------------------------===//

#include "Check.h"
#include "CApi/Origin.h"
#include "CApi/Use.h"
#include "FixIt/HoldStrong.h"
#include "Guards/Effects.h"
#include "Guards/Guards.h"
#include "Guards/Locks.h"
#include "Guards/NestedLocks.h"
#include "Guards/Sections.h"
#include "Ownership/BorrowedSites.h"
#include "Ownership/Walks.h"
#include "Roles/Callees.h"
#include "Roles/Roles.h"
#include "Sharing/Summaries.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy {

namespace {

class BorrowedReference : public Check {
public:
  using Check::Check;

private:
  void checkFunction(Function &F) override {
    const own::BorrowedSites &Borrowed = F.borrowed();
    const std::vector<bool> Hazard = hazards(F);
    if (llvm::is_contained(Hazard, true)) {
      std::vector<fix::EditPlan> Plans = fix::holdStrong(
          F, session(), [this](Function &Of) { return hazards(Of); });
      for (size_t I = 0; I < Hazard.size(); ++I)
        if (Hazard[I])
          report(finding(Borrowed.all()[I], &Borrowed.ownership().sites()[I],
                         std::move(Plans[I])));
    }
    for (const own::BorrowedSite &Site :
         Borrowed.all().drop_front(Borrowed.analysed()))
      report(finding(Site, nullptr,
                     fix::EditPlan::refuse(fix::Reason::NotAnalysed)));
  }

  // Which of the sites that could be followed are findings.
  std::vector<bool> hazards(Function &F) {
    const own::BorrowedSites &Borrowed = F.borrowed();
    std::vector<bool> Hazard(Borrowed.analysed());
    for (size_t I = 0; I < Hazard.size(); ++I) {
      const own::BorrowedSite &Site = Borrowed.all()[I];
      const own::Site &Life = Borrowed.ownership().sites()[I];
      // An item that a walk takes is part of the walk's own hazard.
      Hazard[I] = !Site.Made && Life.usedWhileBorrowed() &&
                  !F.walks().has(Site.Node) &&
                  !isGuarded(F, Site, Life) && !isLocked(F, Site, Life) &&
                  !session().origins().saysNoqa(Site.Loc);
    }
    return Hazard;
  }

  // A critical section on the lender that holds until the last use: no call in
  // between may suspend it.
  bool isGuarded(Function &F, const own::BorrowedSite &Site,
                 const own::Site &Life) {
    const guards::Sections &Sections = F.sections();
    const guards::Section *Section = Sections.on(Site.Lender, Site.Loc);
    // PySequence_Fast may give its argument back: that is what gets locked.
    if (!Section)
      Section =
          Sections.on(F.sharing()->originalOf(Site.Lender), Site.Loc);
    if (!Section)
      return isGuardedByCallers(F, Site, Life);
    SourceLocation Last = Site.Loc;
    const SourceManager &SM = session().context().getSourceManager();
    for (const own::ValueUse &Use : Life.Uses) {
      if (Use.As != own::Hold::Borrowed || Use.What == own::Action::Test)
        continue;
      const SourceLocation At = SM.getFileLoc(Use.At->getEndLoc());
      if (!Sections.inside(*Section, At))
        return false;
      if (SM.isBeforeInTranslationUnit(Last, At))
        Last = At;
    }
    return !session().guards().maySuspend(F.uses(), Site.Loc, Last) &&
           !isSuspendedByCall(F, Site.Loc, Last);
  }

  // All who call this function hold the lock of what they hand it, and the item is
  // made strong before anything can suspend that.
  bool isGuardedByCallers(Function &F, const own::BorrowedSite &Site,
                          const own::Site &Life) {
    const auto *Ref =
        dyn_cast_or_null<DeclRefExpr>(Site.Lender ? capi::strip(Site.Lender)
                                                  : nullptr);
    const auto *P = Ref ? dyn_cast<ParmVarDecl>(Ref->getDecl()) : nullptr;
    const auto Callers =
        P ? session().roles().callersOf(&F.decl()) : std::nullopt;
    const SourceManager &SM = session().context().getSourceManager();
    SourceLocation Last = Site.Loc;
    for (const own::ValueUse &Use : Life.Uses)
      if (Use.As == own::Hold::Borrowed && Use.What != own::Action::Test)
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
           llvm::all_of(Callers.value(), [&](const roles::Caller &C) {
             const unsigned I = P->getFunctionScopeIndex();
             return C.Call && C.Function && I < C.Call->getNumArgs() &&
                    session()
                        .function(*C.Function)
                        .sections()
                        .on(C.Call->getArg(I), C.Call->getBeginLoc());
           }) &&
           !session().guards().maySuspend(F.uses(), Site.Loc, Last) &&
           !isSuspendedByCall(F, Site.Loc, Last);
  }

  // A function of the file that is called in between gives all locks away.
  bool isSuspendedByCall(Function &F, SourceLocation From, SourceLocation To) {
    constexpr guards::EffectSet Ends = guards::Releases | guards::RunsPython |
                                       guards::Detaches | guards::Attaches;
    const SourceManager &SM = session().context().getSourceManager();
    return llvm::any_of(F.callees(), [&](const roles::Callee &C) {
      const SourceLocation At =
          C.At ? SM.getFileLoc(C.At->getBeginLoc()) : SourceLocation();
      return C.Function && At.isValid() &&
             SM.isBeforeInTranslationUnit(From, At) &&
             SM.isBeforeInTranslationUnit(At, To) &&
             session().effects().bodyOf(*C.Function) &&
             ((session().effects().proved(*C.Function) & Ends) ||
              guards::locksObjects(*C.Function, session()));
    });
  }

  // A lock of the project that is held wherever the file touches the lender,
  // here until the last use: nothing but a release can end it.
  bool isLocked(Function &F, const own::BorrowedSite &Site,
                const own::Site &Life) {
    const Expr *Lender = capi::strip(Site.Lender);
    const ValueDecl *D = nullptr;
    if (const auto *Ref = dyn_cast_or_null<DeclRefExpr>(Lender))
      D = Ref->getDecl();
    else if (const auto *Member = dyn_cast_or_null<MemberExpr>(Lender))
      D = Member->getMemberDecl();
    if (!D || (isa<VarDecl>(D) && !cast<VarDecl>(D)->hasGlobalStorage()) ||
        (!session().roles().callersOf(&F.decl()) && // they may take them
         !(session().effects().proved(F.decl()) & guards::TakesLocks)))
      return false;
    guards::LocksOfFile &Locks = session().locks();
    const Decl *Guard = Locks.guardOfContents(*D);
    const auto Holds = [&](const Stmt *At) {
      return Locks.holdsGuard(Guard, F.decl(), Lender, At);
    };
    return Guard && Holds(Site.Node) &&
           llvm::all_of(Life.Uses, [&](const own::ValueUse &Use) {
             return Use.As != own::Hold::Borrowed ||
                    Use.What == own::Action::Test ||
                    (Use.What != own::Action::Returned &&
                     Use.What != own::Action::Stored && Holds(Use.At));
           });
  }

  Finding finding(const own::BorrowedSite &Site, const own::Site *Life,
                  fix::EditPlan Plan) {
    Finding Result;
    Result.Plan = std::move(Plan);
    Result.Loc = Site.Loc;
    Result.Message = message(Site);
    if (!Life)
      return Result;
    const own::ValueUse &First = *Life->firstBorrowedUse();
    const SourceManager &SM = session().context().getSourceManager();
    const SourceLocation Where = SM.getFileLoc(First.At->getBeginLoc());
    if (SM.getSpellingLineNumber(Where) != SM.getSpellingLineNumber(Site.Loc))
      Result.Notes.push_back({Where, "used here while still borrowed"});
    return Result;
  }

  std::string message(const own::BorrowedSite &Site) {
    std::string Text;
    if (Site.Use)
      Text = "'" + Site.Use->F->Name.str() + "'";
    else
      Text = "'" + Site.Through->getNameAsString() + "'";
    Text += " returns a reference borrowed";
    if (const std::string From = spelled(Site.Lender); !From.empty())
      Text += " from '" + From + "'";
    Text += " that another thread may free before its last use";
    if (!Site.Use)
      return Text;
    const capi::Fact &F = *Site.Use->F;
    if (const capi::Fact *Twin = capi::findFact(F.Twin))
      Text += "; use '" + Twin->Name.str() + "'" + since(*Twin);
    else if (!F.Cure.empty())
      Text += "; use " + F.Cure.str();
    return Text;
  }

  static std::string since(const capi::Fact &Twin) {
    if (!Twin.Since)
      return std::string();
    return " (Python " + capi::versionName(Twin.Since) +
           (Twin.InCompat ? " or pythoncapi_compat.h)" : ")");
  }

  // The lender as written, when that is short enough for a message.
  std::string spelled(const Expr *E) {
    if (!E)
      return std::string();
    const StringRef Text = capi::written(E, session().context());
    constexpr size_t Longest = 40;
    return Text.size() > Longest || Text.contains('\n') ? std::string()
                                                        : Text.str();
  }
};

} // namespace

std::unique_ptr<tidy::ClangTidyCheck>
makeBorrowedReference(StringRef Name, tidy::ClangTidyContext *Context,
                      SessionPool &Pool) {
  return std::make_unique<BorrowedReference>(Name, Context, Pool);
}

} // namespace ftidy
