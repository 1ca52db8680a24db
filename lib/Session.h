//===-- Session.h - what one translation unit knows -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The rooms answer questions about one function or one file. The Session keeps
// their answers for as long as the translation unit lives, so that several
// checks ask once. It decides nothing itself.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_SESSION_H
#define FTIDY_LIB_SESSION_H

#include "CApi/MacroLog.h"
#include "CApi/Origin.h"
#include "CApi/ProjectFacts.h"
#include "CApi/Use.h"
#include "FixIt/Availability.h"
#include "FixIt/EditPlan.h"
#include "Flow/Graph.h"
#include "Guards/Guards.h"
#include "Options.h"
#include "Ownership/BorrowedSites.h"
#include "Roles/Roles.h"
#include "Sharing/Summaries.h"
#include <map>
#include <memory>
#include <mutex>

namespace clang {
class ASTContext;
class FunctionDecl;
class Preprocessor;
class SourceManager;
} // namespace clang

namespace ftidy {

class Session;

/// What is known of one function. Everything is made on the first question.
class Function {
public:
  Function(const clang::FunctionDecl &Decl, Session &Of) : Decl(Decl), Of(Of) {}

  const clang::FunctionDecl &decl() const { return Decl; }
  const capi::Uses &uses();
  /// Null when the function cannot be analysed.
  const flow::Graph *graph();
  /// Only with a graph. Null while it is being found out.
  const sharing::Sharing *sharing();
  /// The sites whose lender others can change. Empty without a graph.
  const own::BorrowedSites &borrowed();

private:
  const clang::FunctionDecl &Decl;
  Session &Of;
  std::unique_ptr<capi::Uses> U;
  std::unique_ptr<flow::Graph> G;
  bool GraphTried = false;
  bool SharingTried = false;
  std::unique_ptr<sharing::Sharing> S;
  std::unique_ptr<own::BorrowedSites> B;
};

class Session {
public:
  explicit Session(Options O);
  ~Session();

  /// Before the first token: starts the macro log. Later calls for the same
  /// translation unit do nothing.
  void attach(const clang::SourceManager &SM, clang::Preprocessor &PP);
  /// Once the AST is there. Later calls do nothing.
  void begin(clang::ASTContext &Context);

  const Options &options() const { return O; }
  clang::ASTContext &context() const { return *Context; }
  const capi::FactIndex &facts() const { return *Facts; }
  const capi::MacroLog &macros() const { return *Macros; }
  const capi::ProjectFacts &project() const { return Project; }
  capi::Origins &origins() { return *Origins; }
  roles::Roles &roles();
  sharing::Summaries &summaries() { return Summaries; }
  const guards::Guards &guards() const { return *Guards; }
  const fix::Availability &availability();
  Function &function(const clang::FunctionDecl &F);

  /// What this function returns borrowed, from an annotation or from its body
  /// when the file has it; nothing when it is not known to.
  std::optional<own::BorrowedResult>
  borrowedResult(const clang::FunctionDecl &F);

  /// Whether what this function returns is a new reference, from its body when
  /// the file has it; false when nothing is known.
  bool returnsNew(const clang::FunctionDecl &F);

  /// Only the fixes of one function may insert the include, so that two fixes
  /// never write at one place. True when By is that function.
  bool claimInclude(const clang::FunctionDecl *By) {
    if (!IncludeClaim)
      IncludeClaim = By;
    return IncludeClaim == By;
  }

  /// The plans of the borrowed sites of the functions that were planned: some
  /// functions are planned with another one.
  std::map<const clang::FunctionDecl *, std::vector<fix::EditPlan>> &
  strongPlans() {
    return StrongPlans;
  }

  /// One sentence when the facts file could not be read; said once.
  std::string takeProblem() { return std::move(Problem); }

private:
  Options O;
  std::string Problem;
  capi::ProjectFacts Project;
  const clang::SourceManager *SM = nullptr;
  clang::Preprocessor *PP = nullptr;
  clang::ASTContext *Context = nullptr;
  std::unique_ptr<capi::FactIndex> Facts;
  std::unique_ptr<capi::MacroLog> Macros;
  std::unique_ptr<capi::Origins> Origins;
  std::unique_ptr<guards::Guards> Guards;
  std::unique_ptr<roles::Roles> Roles;
  sharing::Summaries Summaries{*this};
  std::unique_ptr<fix::Availability> Available;
  fix::Includes Includes;
  const clang::FunctionDecl *IncludeClaim = nullptr;
  std::map<const clang::FunctionDecl *, Function> Functions;
  std::map<const clang::FunctionDecl *, std::vector<fix::EditPlan>> StrongPlans;
  llvm::DenseMap<const clang::FunctionDecl *, std::optional<own::BorrowedResult>>
      Results;
  llvm::DenseMap<const clang::FunctionDecl *, bool> NewResults;
  unsigned NewResultDepth = 0;
};

/// Where the checks of one translation unit meet. One per module instance;
/// clangd runs several translation units on several threads.
class SessionPool {
public:
  /// The session that belongs to this key (clang-tidy's context of one
  /// translation unit), made with O when there is none yet.
  std::shared_ptr<Session> get(const void *Key, const Options &O);

private:
  std::mutex Lock;
  std::map<const void *, std::weak_ptr<Session>> Sessions;
};

} // namespace ftidy

#endif
