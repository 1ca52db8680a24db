//===-- Check.h - what all checks share -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A check combines the answers of the rooms of lib/ into Findings. Findings are
// values; report() is the only place of ftidy that writes a diagnostic.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_CHECKS_CHECK_H
#define FTIDY_CHECKS_CHECK_H

#include "FixIt/EditPlan.h"
#include "Session.h"
#include "clang-tidy/ClangTidyCheck.h"
#include <memory>
#include <string>
#include <vector>

namespace ftidy {

/// One hazard: where, what, and what can be done about it.
struct Finding {
  clang::SourceLocation Loc;
  /// The hazard: lower-case, no final period, code in '...'.
  std::string Message;
  /// More places and the cure, in the order in which they are shown.
  std::vector<std::pair<clang::SourceLocation, std::string>> Notes;
  fix::EditPlan Plan;
};

/// Base of all checks: the session shows each function definition of the project
/// to all of them, with what it knows of it.
class Check : public clang::tidy::ClangTidyCheck, public Observer {
public:
  Check(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context,
        SessionPool &Pool);

  void registerPPCallbacks(const clang::SourceManager &SM,
                           clang::Preprocessor *PP,
                           clang::Preprocessor *ModuleExpander) override;
  void registerMatchers(clang::ast_matchers::MatchFinder *Finder) override;
  void
  check(const clang::ast_matchers::MatchFinder::MatchResult &Result) override;
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;
  void onEndOfTranslationUnit() final;

protected:
  Session &session() { return *S; }

  /// Shows a finding: one diagnostic with its notes, and the plan's edits when
  /// the user's FixLevel allows them.
  void report(const Finding &F);

private:
  const std::string Name;
  ftidy::Options Wanted;
  std::shared_ptr<Session> S;
};

} // namespace ftidy

#endif
