//===-- TraverseRefcount.cpp - freethreading-traverse-refcount
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For each function that the collector calls to traverse an object, or that
// gets its visitor: everything in it that does more than read and visit is
// reported, unless it is on the list of what is safe there; with a plan that
// does without the reference.
//
//===----------------------------------------------------------------------===//

#include "Check.h"
#include "CApi/DuringGC.h"
#include "FixIt/Uncounted.h"
#include "Guards/ThreadState.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy {

namespace {

class TraverseRefcount : public Check {
public:
  using Check::Check;

private:
  void checkFunction(Function &F) override {
    if (!Traversals)
      Traversals = std::make_unique<own::Traversals>(session());
    if (!Traversals->isTraverse(F.decl()))
      return;
    const std::vector<own::Offence> Found = Traversals->offences(F);
    if (Found.empty())
      return;
    std::vector<fix::EditPlan> Plans = fix::uncounted(F, session(), Found);
    for (size_t I = 0; I != Found.size(); ++I)
      report(finding(Found[I], std::move(Plans[I])));
  }

  Finding finding(const own::Offence &O, fix::EditPlan Plan) {
    Finding Result;
    Result.Plan = std::move(Plan);
    Result.Loc = O.Loc;
    if (!O.Through) {
      Result.Message = what(O) + " inside of a traverse function, " + why(O);
    } else {
      Result.Loc = O.Through->getBeginLoc();
      Result.Message = "'" + O.In->getNameAsString() + "' is called by a traverse "
                       "function, but " + what(O) + ", " + why(O);
      Result.Notes.push_back({O.Loc, "here"});
    }
    if (O.Use)
      if (const capi::Fact *Twin = capi::duringGCTwin(*O.Use->F))
        Result.Message += "; use '" + Twin->Name.str() + "' (Python " +
                          capi::versionName(Twin->Since) + ")";
    return Result;
  }

  static std::string what(const own::Offence &O) {
    const std::string Name = "'" + O.Name + "'";
    switch (O.What) {
    case own::Forbidden::RefCount:
      return Name + " changes a reference count";
    case own::Forbidden::NewReference:
      return Name + " makes a new reference";
    case own::Forbidden::Memory:
      return Name + " allocates or frees memory of Python's";
    case own::Forbidden::Collector:
      return Name + " changes what the collector tracks";
    case own::Forbidden::Lock:
      return Name + " takes a lock";
    case own::Forbidden::ThreadState:
      return Name + " attaches or detaches the thread";
    case own::Forbidden::ErrorState:
      return Name + " touches the error indicator";
    case own::Forbidden::PythonCode:
      return Name + " may run Python code";
    case own::Forbidden::OwningObject:
      return Name + " holds a reference while an object is visited";
    case own::Forbidden::StaticGuard:
      return Name + " is initialised under a lock on first use";
    }
    return Name;
  }

  // What goes wrong.
  static std::string why(const own::Offence &O) {
    switch (O.What) {
    case own::Forbidden::Lock:
    case own::Forbidden::ThreadState:
    case own::Forbidden::StaticGuard:
      return "where all other threads are stopped, perhaps with that lock held";
    case own::Forbidden::ErrorState:
    case own::Forbidden::PythonCode:
    case own::Forbidden::Collector:
    case own::Forbidden::Memory:
      return "which may only read and visit";
    case own::Forbidden::RefCount:
    case own::Forbidden::NewReference:
    case own::Forbidden::OwningObject:
      break;
    }
    return "while the collector counts references: the object may never be freed";
  }

  std::unique_ptr<own::Traversals> Traversals;
};

} // namespace

std::unique_ptr<tidy::ClangTidyCheck>
makeTraverseRefcount(StringRef Name, tidy::ClangTidyContext *Context,
                     SessionPool &Pool) {
  return std::make_unique<TraverseRefcount>(Name, Context, Pool);
}

} // namespace ftidy
