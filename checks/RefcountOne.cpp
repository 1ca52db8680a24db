//===-- RefcountOne.cpp - freethreading-refcount-one
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For each decision by a reference count, unless the object is private, report
// it and offer to ask CPython instead.
//
//===----------------------------------------------------------------------===//

#include "Check.h"
#include "FixIt/AskUnique.h"
#include "Sharing/RefcountTests.h"
#include "Sharing/Summaries.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy {

namespace {

class RefcountOne : public Check {
public:
  using Check::Check;

private:
  void checkFunction(Function &F) override {
    const auto Tests = sharing::refcountTests(F, session());
    if (Tests.empty())
      return;
    fix::AskUnique Ask(F, session());
    for (const sharing::RefcountTest &T : Tests)
      report(finding(T, Ask));
  }

  Finding finding(const sharing::RefcountTest &T, fix::AskUnique &Ask) {
    Finding Result;
    Result.Loc = T.Node->getBeginLoc();
    const StringRef Object = capi::written(T.Object, session().context());
    constexpr size_t Longest = 40;
    const bool Short = !Object.empty() && Object.size() <= Longest &&
                       !Object.contains('\n');
    Result.Message = "the reference count of " +
                     (Short ? "'" + Object.str() + "'" : "an object") +
                     " does not tell whether another thread is using it";
    if (T.What != sharing::Asks::Other)
      Result.Message += "; ask " + cure(Ask.comesFrom(T.Object));
    if (const Stmt *Reuse = Ask.reuse(T))
      note(Result, Reuse->getBeginLoc(),
           "used here as if nobody else could see it");
    if (T.Through)
      note(Result, T.Count->Loc, "the count is read here");
    Result.Plan = Ask.plan(T);
    return Result;
  }

  void note(Finding &Of, SourceLocation At, const char *Text) {
    const SourceManager &SM = session().context().getSourceManager();
    At = SM.getFileLoc(At);
    if (SM.getSpellingLineNumber(At) !=
        SM.getSpellingLineNumber(SM.getFileLoc(Of.Loc)))
      Of.Notes.push_back({At, Text});
  }

  static std::string cure(fix::Tested From) {
    const capi::Fact &Right = fix::rightTest(From);
    return "'" + Right.Name.str() + "' (Python " +
           capi::versionName(Right.Since) +
           (Right.InCompat ? " or pythoncapi_compat.h)" : ")");
  }
};

} // namespace

std::unique_ptr<tidy::ClangTidyCheck>
makeRefcountOne(StringRef Name, tidy::ClangTidyContext *Context,
                SessionPool &Pool) {
  return std::make_unique<RefcountOne>(Name, Context, Pool);
}

} // namespace ftidy
