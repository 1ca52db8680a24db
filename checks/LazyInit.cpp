//===-- LazyInit.cpp - freethreading-lazy-init
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For each variable with static storage that is filled on first use: unless a
// lock that all threads share is held, report where it is tested, and offer to
// make it at initialisation or to publish it with a compare-exchange. For each
// static local of C++ whose initialiser may run Python, and each table that is
// imported outside of initialisation: report it.
//
//===----------------------------------------------------------------------===//

#include "Check.h"
#include "CApi/MacroLog.h"
#include "CApi/Origin.h"
#include "CApi/ProjectFacts.h"
#include "CApi/Use.h"
#include "FixIt/ModuleInit.h"
#include "FixIt/PublishOnce.h"
#include "Guards/Effects.h"
#include "Guards/FillGuards.h"
#include "Guards/Held.h"
#include "Roles/Callees.h"
#include "Roles/Roles.h"
#include "Syntax/Syntax.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy {

namespace {

class LazyInit : public Check {
public:
  using Check::Check;

private:
  void checkFunction(Function &F) override {
    const FunctionDecl &D = F.decl();
    if (!isMadeToImport(F))
      for (const capi::Use &U : F.uses().all())
        if (U.F->importsTable())
          Imports.push_back({&U, &D});
    if (session().runsAlone(D))
      return;
    for (const Stmt *S : F.statements()) {
      const auto *Call = dyn_cast<CallExpr>(S);
      const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
      if (Callee && session().project().importsTable(Callee))
        Others.push_back({Call, &D});
    }
  }

  // All that F does is to import the table, for a file that calls it when the
  // module is initialised.
  bool isMadeToImport(Function &F) {
    return F.decl().isExternallyVisible() &&
           session().roles().of(&F.decl()).empty() &&
           session().roles().callersHere(&F.decl()).empty() &&
           llvm::all_of(F.uses().all(), [](const capi::Use &U) {
             return U.F->importsTable() ||
                    U.F->Error == capi::ErrorEffect::Tells;
           });
  }

  void reportTable(SourceLocation L, StringRef By, const FunctionDecl &In) {
    if (TableImported || isQuiet(L) || session().held().at(L, In) ||
        session().looksLikeInit(In))
      return;
    TableImported = true;
    Finding Result;
    Result.Loc = L;
    Result.Message =
        "'" + By.str() + "' fills a static table of this file on every call, "
        "while other threads may call through it; call it once when the module "
        "is initialised";
    // The project's own import functions may leave the function they are in.
    Result.Plan = Others.empty()
                      ? fix::importAtInit(Imports, session())
                      : fix::EditPlan::refuse(fix::Reason::BelongsInInit);
    report(Result);
  }

  void checkFile() override {
    if (session().isProgram())
      return;
    for (const fix::TableImport &I : Imports)
      if (!session().runsAlone(*I.In))
        reportTable(I.Use->Loc, I.Use->F->Name, *I.In);
    for (const auto &[Call, In] : Others)
      reportTable(Call->getBeginLoc(), Call->getDirectCallee()->getName(), *In);
    for (const roles::Fill &F : session().firstUses().all())
      checkFill(F);
    if (session().context().getLangOpts().CPlusPlus)
      for (const VarDecl *V : session().accesses().variables())
        if (V->isStaticLocal())
          checkInitialiser(*V);
  }

  bool isQuiet(SourceLocation L) {
    return session().origins().of(L) != capi::Origin::User ||
           session().macros().isGilOnly(L, session().context().getSourceManager());
  }

  void checkFill(const roles::Fill &F) {
    SourceLocation L = F.Test->getBeginLoc();
    const SourceManager &SM = session().context().getSourceManager();
    if (isQuiet(L) || session().macros().isGilOnly(F.Variable->getLocation(), SM))
      return;
    const guards::FillGuard Guard =
        guards::guardOf(F, session().accesses(), session().held());
    if (Guard.isComplete())
      return;
    Finding Result;
    Result.Loc = Guard.Outside ? Guard.Outside->At->getBeginLoc() : L;
    Result.Message = message(F, Guard.Fill);
    addNote(Result, F.Variable->getLocation(), "declared here");
    addNote(Result, F.First->At->getBeginLoc(), "filled here");
    for (const VarDecl *V : F.Data)
      addNote(Result, V->getLocation(),
              "'" + V->getNameAsString() + "' is filled together with it");
    if (Guard.Fill)
      Result.Plan = fix::EditPlan::refuse(fix::Reason::LockedFill);
    else if (auto Hoisted = fix::hoistFill(F, session()))
      Result.Plan = std::move(*Hoisted);
    else
      Result.Plan = fix::publishFill(F, session());
    report(Result);
  }

  std::string message(const roles::Fill &F, bool FillHeld) {
    const std::string Name = "'" + F.Variable->getNameAsString() + "'";
    const std::string Data =
        F.Data.empty() ? std::string()
                       : "'" + F.Data.front()->getNameAsString() + "'";
    if (FillHeld)
      return Name + " is tested outside of the lock that is held while it is "
                    "filled: another thread may see it set before what it "
                    "stands for";
    if (F.SetFirst)
      return Name + " is set before " + Data +
             " is filled: a second thread skips the work and uses what is not "
             "there yet";
    if (F.IsFlag)
      return Name + " guards work that is done on first use: two threads may "
                    "both find it unset and do it at the same time, and another "
                    "may see it set before the work is visible";
    const std::string By =
        F.Helper ? " by '" + F.Helper->getNameAsString() + "'" : "";
    const std::string Both = Name + " is filled on first use" + By +
                             ": two threads may both find it unset, and ";
    const QualType T = F.Variable->getType();
    if (!T->isPointerType())
      return Both + "both fill it at the same time";
    return Both + "what one of them made is lost while others may use it";
  }

  // Static locals of C++.
  void checkInitialiser(const VarDecl &V) {
    const auto *In = dyn_cast<FunctionDecl>(V.getDeclContext());
    const Expr *Init = V.getInit();
    if (!Init || !In || !In->getBody() || In->isDependentContext() ||
        V.getTLSKind() != VarDecl::TLS_None || V.hasConstantInitialization() ||
        isQuiet(V.getLocation()) || session().runsAlone(*In))
      return;
    const CXXRecordDecl *Class =
        V.getType().getNonReferenceType()->getAsCXXRecordDecl();
    const bool IsHandle = Class && session().project().isHandle(*Class);
    const std::string Runs = runsPython(Init, *In);
    if (!IsHandle && Runs.empty())
      return;
    Finding Result;
    Result.Loc = V.getLocation();
    Result.Message =
        "the initialiser of the static '" + V.getNameAsString() +
        "' runs Python code" + (Runs.empty() ? "" : " ('" + Runs + "')") +
        " while other threads wait for it attached: they deadlock when it "
        "detaches or the collector stops the world";
    if (IsHandle && !V.getType()->isReferenceType() &&
        !Class->hasTrivialDestructor())
      addNote(Result, V.getTypeSpecStartLoc(),
              "its destructor releases the object after the interpreter is gone",
              /*Always=*/true);
    Result.Plan = fix::publishInitialiser(V, *In, session());
    report(Result);
  }

  // The name of something in Init that may run Python code, or empty.
  std::string runsPython(const Expr *Init, const FunctionDecl &In) {
    llvm::DenseSet<const Stmt *> Inside;
    syntax::forEachStmt(
        Init, [&](const Stmt *S) { return Inside.insert(S).second; });
    guards::Effects &Effects = session().effects();
    for (const guards::Event &E : Effects.eventsOf(In)) {
      if (!Inside.contains(E.At) || !(E.Proved & guards::RunsPython))
        continue;
      // A lambda has no name of its own.
      const auto *Method = dyn_cast_or_null<CXXMethodDecl>(E.Callee);
      return E.Fact || (Method && Method->getParent()->isLambda())
                 ? Effects.nameOf(E, guards::RunsPython)
                 : E.Callee->getNameAsString();
    }
    return std::string();
  }

  void addNote(Finding &To, SourceLocation L, std::string Text,
               bool Always = false) {
    const SourceManager &SM = session().context().getSourceManager();
    L = SM.getFileLoc(L);
    if (Always || SM.getSpellingLineNumber(L) !=
                      SM.getSpellingLineNumber(SM.getFileLoc(To.Loc)))
      To.Notes.push_back({L, std::move(Text)});
  }

  bool TableImported = false;
  std::vector<fix::TableImport> Imports;
  std::vector<std::pair<const CallExpr *, const FunctionDecl *>> Others;
};

} // namespace

std::unique_ptr<tidy::ClangTidyCheck>
makeLazyInit(StringRef Name, tidy::ClangTidyContext *Context,
             SessionPool &Pool) {
  return std::make_unique<LazyInit>(Name, Context, Pool);
}

} // namespace ftidy
