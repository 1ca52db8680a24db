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
#include "Ownership/BorrowedSites.h"
#include "Ownership/GuardedSites.h"
#include "Ownership/Walks.h"
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
                  !own::isGuarded(F, session(), Site, Life) &&
                  !session().origins().saysNoqa(Site.Loc);
    }
    return Hazard;
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
