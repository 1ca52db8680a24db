//===-- UnpublishedWrite.cpp - freethreading-unpublished-write
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For each write that is only right for an object that nobody else can see:
// when others can, report it, and offer the setter that takes the lock. For each
// object that is shown before it is made: report the first field that comes late.
//
//===----------------------------------------------------------------------===//

#include "Check.h"
#include "CApi/MacroLog.h"
#include "FixIt/SetterPlan.h"
#include "Ownership/LateFields.h"
#include "Ownership/Writes.h"
#include "Sharing/Summaries.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy {

namespace {

class UnpublishedWrite : public Check {
public:
  using Check::Check;

private:
  void checkFunction(Function &F) override {
    for (const own::Write &W : own::findWrites(F, session())) {
      Finding Result;
      Result.Loc = W.Use->Loc;
      Result.Message = "'" + W.Use->F->Name.str() +
                       "' is made for objects that no other thread can see, "
                       "and '" +
                       capi::written(W.Object, session().context()).str() +
                       "' is " + because(W.Why);
      if (W.Where != W.Use->Loc)
        Result.Notes.push_back({W.Where, W.Why == own::Shown::Lent
                                             ? "it comes from here"
                                             : "it is stored here"});
      Result.Plan = fix::checkedSetter(W, F, session());
      report(Result);
    }
    for (const own::LateField &L : own::findLateFields(F, session()))
      report(L);
  }

  using Check::report;
  void report(const own::LateField &L) {
    const SourceManager &SM = session().context().getSourceManager();
    if (session().macros().isGilOnly(SM.getFileLoc(L.At->getBeginLoc()), SM))
      return;
    const std::string Object = "'" + L.Object->getNameAsString() + "'";
    Finding Result;
    Result.Loc = SM.getFileLoc(L.At->getBeginLoc());
    Result.Message = "'" + L.Field->getNameAsString() + "' of " + Object +
                     (L.Visited
                          ? " is set after the collector was told to visit it, "
                            "and it may run before: it finds what was in the "
                            "memory"
                          : " is set after the object was stored where other "
                            "threads find it: they may see what was there "
                            "before");
    Result.Notes.push_back(
        {SM.getFileLoc(L.Shown->getBeginLoc()),
         L.Visited ? "it is tracked here" : "it is stored here"});
    Result.Plan = fix::EditPlan::refuse(fix::Reason::NoSetter);
    report(Result);
  }

  static std::string because(own::Shown Why) {
    switch (Why) {
    case own::Shown::Global:
      return "a global";
    case own::Shown::Field:
      return "a field of a shared object";
    case own::Shown::Lent:
      return "lent by a container";
    case own::Shown::Stored:
      return "stored already";
    }
    return "shared";
  }
};

} // namespace

std::unique_ptr<tidy::ClangTidyCheck>
makeUnpublishedWrite(StringRef Name, tidy::ClangTidyContext *Context,
                     SessionPool &Pool) {
  return std::make_unique<UnpublishedWrite>(Name, Context, Pool);
}

} // namespace ftidy
