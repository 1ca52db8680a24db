//===-- TraverseVisit.cpp - freethreading-traverse-visit
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For each traverse function of the file's types: what an instance owns and the
// function does not visit is reported, with a plan that visits it.
//
//===----------------------------------------------------------------------===//

#include "Check.h"
#include "FixIt/MissingVisits.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy {

namespace {

class TraverseVisit : public Check {
public:
  using Check::Check;

private:
  void checkFunction(Function &F) override {
    const roles::TypeTable &Types = session().roles().types();
    const auto Users = Types.withFunction(&F.decl());
    if (Users.empty() || !llvm::all_of(Users, [&](const roles::DefinedType *T) {
          const FunctionDecl *Traverse = T->function(roles::Part::Traverse);
          return Traverse && Traverse->getCanonicalDecl() ==
                                 F.decl().getCanonicalDecl();
        }))
      return;
    own::Visits Visits(session());
    const own::Visited Seen = Visits.of(F.decl());
    lacking(F.decl(), Users, Seen, Visits);
    if (Seen.Ignored) {
      Finding Result;
      Result.Loc = Seen.Ignored->getBeginLoc();
      Result.Message = "the result of visiting the managed dictionary is "
                       "dropped; return it when it is not 0";
      Result.Plan = fix::returnResult(*Seen.Ignored, F.decl(), session());
      report(Result);
    }
    if (Seen.Early) {
      Finding Result;
      Result.Loc = Seen.Early->getBeginLoc();
      Result.Message = "when '" + Seen.Tested->getNameAsString() +
                       "' is NULL, '" + Seen.Skipped->getNameAsString() +
                       "' is not visited: a cycle through it is not freed";
      Result.Plan = fix::EditPlan::refuse(fix::Reason::EarlyReturn);
      report(Result);
    }
  }

  void lacking(const FunctionDecl &F,
               llvm::ArrayRef<const roles::DefinedType *> Users,
               const own::Visited &Seen, own::Visits &Visits) {
    using Kind = roles::DefinedType::Kind;
    fix::Lacking What;
    const auto All = [&](auto Holds) { return llvm::all_of(Users, Holds); };
    What.Type = !Seen.Type && !Seen.Base && All([](const auto *T) {
      return T->How == Kind::Heap && T->isCollected();
    }) && !fix::mentionsType(F, session());
    What.ManagedDict = !Seen.ManagedDict && !Seen.Base && !Seen.Unknown &&
                       All([](const auto *T) {
                         return T->has(roles::TypeFlag::ManagedDict) &&
                                T->has(roles::TypeFlag::HaveGC);
                       });
    if (Users.size() == 1 && Users.front()->isCollected())
      What.Fields = Visits.missing(*Users.front(), Seen);
    if (!What.Type && !What.ManagedDict && What.Fields.empty())
      return;
    Finding Result;
    Result.Loc = F.getLocation();
    std::string Names;
    for (const own::Unvisited &U : What.Fields)
      Names += (Names.empty() ? "'" : ", '") + U.Field->getNameAsString() + "'";
    if (What.Type)
      Names = "the type of the object, which was made at run time" +
              (Names.empty() ? "" : ", " + Names);
    if (What.ManagedDict)
      Names += (Names.empty() ? "" : ", ") + std::string("the managed dictionary");
    Result.Message = (F.getDeclName().isIdentifier()
                          ? "'" + F.getNameAsString() + "'"
                          : std::string("this traverse function")) +
                     " does not visit " + Names +
                     ": a cycle through it is not freed";
    for (const own::Unvisited &U : What.Fields)
      if (U.Released.isValid())
        Result.Notes.push_back({U.Released, "'" + U.Field->getNameAsString() +
                                                "' is released here"});
    Result.Plan = fix::addVisits(F, Seen, What, session());
    report(Result);
  }

};

} // namespace

std::unique_ptr<tidy::ClangTidyCheck>
makeTraverseVisit(StringRef Name, tidy::ClangTidyContext *Context,
                  SessionPool &Pool) {
  return std::make_unique<TraverseVisit>(Name, Context, Pool);
}

} // namespace ftidy
