//===-- ModuleGilSlot.cpp - freethreading-module-gil-slot
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For each module of the file: when nothing declares what it does without the
// GIL, report it and offer to write down what CPython assumes then. For each
// declaration that the GIL is not used: report it while the other checks have
// findings in this file. For each declaration that exists in a free-threaded
// build only: report it when a version chooses it.
//
//===----------------------------------------------------------------------===//

#include "Check.h"
#include "CApi/Origin.h"
#include "FixIt/DeclareGil.h"
#include "FixIt/SourceText.h"
#include "Roles/Modules.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy {

namespace {

class ModuleGilSlot : public Check {
public:
  using Check::Check;

private:
  void checkFunction(Function &F) override {
    if (isOfHeader(F.decl().getLocation()))
      return;
    if (!Modules)
      Modules = std::make_unique<roles::Modules>(session().context(),
                                                 session().roles());
    Modules->read(F.decl(), F.uses());
  }

  // Now the other checks have said what they found.
  void checkAfterAll() override {
    const auto All = Modules ? Modules->all() : std::vector<roles::Module>();
    if (All.empty())
      return;
    const std::vector<Said> Left = left();
    const std::vector<capi::Mention> &Declarations = Modules->declarations();
    if (Declarations.empty())
      for (const roles::Module &M : All)
        reportSilent(M, Left);
    for (const capi::Mention &Declaration : Declarations) {
      if (!isInMainFile(Declaration.Loc))
        continue;
      if (isChosenByVersion(Declaration))
        reportVersion(Declaration);
      if (roles::Modules::claims(Declaration.Name) && !Left.empty())
        reportClaim(Declaration, Left);
    }
  }

  void reportSilent(const roles::Module &M, llvm::ArrayRef<Said> Left) {
    if (M.As == roles::Phase::Library && M.Option.empty())
      return; // the build declares it
    Finding Result;
    Result.Loc = M.Loc;
    Result.Message = "the module does not declare whether it needs the GIL: "
                     "importing it turns the GIL on for the whole process";
    notes(Result, Left);
    Result.Plan = fix::declareGilUsed(M, session(), Left);
    report(Result);
  }

  void reportClaim(const capi::Mention &Claim, llvm::ArrayRef<Said> Left) {
    Finding Result;
    Result.Loc = Claim.Loc;
    Result.Message = "the module declares that it does not need the GIL, but " +
                     count(Left.size()) + " in this file still relies on it";
    if (Left.size() > 1)
      Result.Message = "the module declares that it does not need the GIL, but " +
                       count(Left.size()) + " in this file still rely on it";
    notes(Result, Left);
    Result.Plan = fix::EditPlan::refuse(fix::Reason::ClaimStands);
    report(Result);
  }

  void reportVersion(const capi::Mention &Declaration) {
    Finding Result;
    Result.Loc = Declaration.Loc;
    Result.Message = "'" + Declaration.Name.str() +
                     "' exists in a free-threaded build only, but is chosen by "
                     "version here; test 'Py_GIL_DISABLED'";
    Result.Plan = fix::askForFreeBuild(Declaration, session());
    report(Result);
  }

  static bool isChosenByVersion(const capi::Mention &Declaration) {
    return roles::Modules::isOnlyFree(Declaration.Name) &&
           !Declaration.Under.empty() &&
           !Declaration.isUnder("GIL") &&
           StringRef(Declaration.Under.back().Text).contains("VERSION");
  }

  // What the other checks found in this file and no fix takes away.
  std::vector<Said> left() {
    std::vector<Said> Result;
    for (const Said &One : session().said())
      if (!StringRef(One.Check).contains("module-") && !One.HasFix &&
          !session().origins().saysNolint(One.Loc))
        Result.push_back(One);
    return Result;
  }

  void notes(Finding &Of, llvm::ArrayRef<Said> Left) {
    constexpr size_t Most = 3;
    for (const Said &One : Left.take_front(Most))
      Of.Notes.push_back({One.Loc, "left to do here: " + One.Check});
    if (Left.size() > Most)
      Of.Notes.push_back(
          {Left[Most].Loc, "left to do from here on: " +
                               count(Left.size() - Most) + " more"});
  }

  static std::string count(size_t N) {
    return N == 1 ? "one place" : std::to_string(N) + " places";
  }

  bool isInMainFile(SourceLocation L) {
    return session().context().getSourceManager().isInMainFile(L);
  }

  bool isOfHeader(SourceLocation L) {
    const SourceManager &SM = session().context().getSourceManager();
    const FileID F = SM.getFileID(SM.getFileLoc(L));
    const auto [It, New] = Headers.try_emplace(F, false);
    if (New)
      It->second = fix::SourceText(session().context(), L).isHeader(session().origins());
    return It->second;
  }

  std::unique_ptr<roles::Modules> Modules;
  llvm::DenseMap<FileID, bool> Headers;
};

} // namespace

std::unique_ptr<tidy::ClangTidyCheck>
makeModuleGilSlot(StringRef Name, tidy::ClangTidyContext *Context,
                  SessionPool &Pool) {
  return std::make_unique<ModuleGilSlot>(Name, Context, Pool);
}

} // namespace ftidy
