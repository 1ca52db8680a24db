//===-- ContainerIteration.cpp - freethreading-container-iteration
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For each walk over a container that others may change, outside of a critical
// section on it: report it once, and offer to lock it or to walk a copy.
//
//===----------------------------------------------------------------------===//

#include "Check.h"
#include "FixIt/WalkPlan.h"
#include "Ownership/RangeWalks.h"
#include "clang/AST/StmtCXX.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy {

namespace {

class ContainerIteration : public Check {
public:
  using Check::Check;

private:
  void checkFunction(Function &F) override {
    for (const own::RangeWalk &W : own::rangeWalks(F, session()))
      report(W, F);
    if (F.walks().all().empty())
      return;
    fix::WalkPlan Plans(F, session());
    for (const own::Walk &W : F.walks().all()) {
      const own::Look &L = W.speaker();
      Finding Result;
      Result.Loc = L.Loc;
      Result.Message = message(W, L);
      if (const guards::Section *Other = F.sections().around(L.Loc))
        Result.Notes.push_back(
            {Other->Begin, "the critical section here is on something else"});
      Result.Plan = Plans.of(W);
      report(Result);
    }
  }

  using Check::report;
  void report(const own::RangeWalk &W, Function &F) {
    Finding Result;
    Result.Loc = W.Loop->getBeginLoc();
    Result.Message = "the loop walks " + spelled(W.Container) + " with '" +
                     W.By.str() +
                     "' and holds no lock, and another thread may change it "
                     "meanwhile; walk a copy, or hold a critical section";
    if (const guards::Section *Other = F.sections().around(Result.Loc))
      Result.Notes.push_back(
          {Other->Begin, "the critical section here is on something else"});
    Result.Plan = fix::EditPlan::refuse(fix::Reason::NeedsLock);
    report(Result);
  }

  std::string message(const own::Walk &W, const own::Look &L) {
    const std::string Container = spelled(L.Container);
    std::string Text = "'" + L.Fact->Name.str() + "' ";
    if (W.How == own::Walk::Form::Next)
      return Text + "walks " + Container +
             " without its lock, and another thread may change it meanwhile";
    Text += "reads the items of " + Container +
            " without a lock, and another thread may change them meanwhile";
    if (W.Original)
      Text += ": a list is " + spelled(W.Original) + " itself";
    return Text;
  }

  // As written, when that is short enough for a message.
  std::string spelled(const Expr *E) {
    const StringRef Text = capi::written(capi::strip(E), session().context());
    constexpr size_t Longest = 40;
    return Text.empty() || Text.size() > Longest || Text.contains('\n')
               ? "a container"
               : "'" + Text.str() + "'";
  }
};

} // namespace

std::unique_ptr<tidy::ClangTidyCheck>
makeContainerIteration(StringRef Name, tidy::ClangTidyContext *Context,
                       SessionPool &Pool) {
  return std::make_unique<ContainerIteration>(Name, Context, Pool);
}

} // namespace ftidy
