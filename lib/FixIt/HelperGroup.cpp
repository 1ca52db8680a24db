//===-- HelperGroup.cpp - functions that change together
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/HelperGroup.h"
#include "CApi/Use.h"
#include "FixIt/Availability.h"
#include "FixIt/ErrorBranches.h"
#include "FixIt/SourceText.h"
#include "Ownership/BorrowedSites.h"
#include "Roles/Roles.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::fix {

HelperGroup::HelperGroup(Function &F, Session &S) : S(S) {
  llvm::SmallVector<Function *, 8> Work{&F};
  const auto Add = [&](const FunctionDecl *Decl) {
    if (const FunctionDecl *Definition = Decl->getDefinition())
      Work.push_back(&S.function(*Definition));
  };
  while (!Work.empty()) {
    Function *Each = Work.pop_back_val();
    if (llvm::is_contained(Functions, Each))
      continue;
    if (Functions.size() == MaxFunctions) {
      Functions = {&F};
      Converted.clear();
      return;
    }
    Functions.push_back(Each);
    if (isCandidate(*Each)) {
      Converted.push_back(Each->decl().getCanonicalDecl());
      const auto Callers = S.roles().callersOf(&Each->decl());
      for (const roles::Caller &C : *Callers)
        Add(C.Function);
    }
    for (const own::BorrowedSite &Site : Each->borrowed().all())
      if (const FunctionDecl *Through =
              Site.Through ? Site.Through->getDefinition() : nullptr)
        if (isCandidate(S.function(*Through)))
          Add(Through);
  }
  const SourceManager &SM = S.context().getSourceManager();
  llvm::sort(Functions, [&](Function *A, Function *B) {
    return SM.isBeforeInTranslationUnit(A->decl().getLocation(),
                                        B->decl().getLocation());
  });
}

bool HelperGroup::isCandidate(Function &F) {
  const auto [It, New] = Candidates.try_emplace(&F, false);
  return New ? (Candidates[&F] = allMentionsAreKnown(F)) : It->second;
}

bool HelperGroup::allMentionsAreKnown(Function &F) const {
  const FunctionDecl &D = F.decl();
  const SourceManager &SM = S.context().getSourceManager();
  if (!D.getBody() || D.isTemplated() || D.isTemplateInstantiation() ||
      !D.getIdentifier() || !F.borrowed().analysed() ||
      !F.borrowed().result() || D.getLocation().isMacroID())
    return false;
  const auto Callers = S.roles().callersOf(&D);
  if (!Callers || Callers->empty())
    return false;
  const FileID File = SM.getFileID(D.getLocation());
  for (const roles::Caller &C : *Callers) {
    const FunctionDecl *Caller = C.Function->getDefinition();
    const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Caller);
    if (!Caller || (Method && Method->getParent()->isLambda()) ||
        SM.getFileID(SM.getFileLoc(Caller->getLocation())) != File)
      return false;
    const own::BorrowedSites &Sites = S.function(*Caller).borrowed();
    if (llvm::none_of(Sites.all().take_front(Sites.analysed()),
                      [&](const own::BorrowedSite &Site) {
                        return Site.Node == C.Call;
                      }))
      return false;
  }
  unsigned Known = Callers->size();
  for (const FunctionDecl *Each : D.redecls()) {
    if (SM.getFileID(Each->getLocation()) != File)
      return false;
    ++Known;
  }
  // What is for older Pythons only does not compile with the twin anyway.
  const auto IsOld = [&](SourceLocation L) {
    return S.macros().isNeverFor(S.availability().oldest(), L, SM);
  };
  return SourceText(S.context(), D.getLocation())
             .countWord(D.getName(), IsOld) == Known;
}

bool HelperGroup::isConverted(const FunctionDecl *F) const {
  return F && llvm::is_contained(Converted, F->getCanonicalDecl());
}

void HelperGroup::keepBorrowed(const FunctionDecl *Helper, unsigned Line,
                               Reason Why) {
  llvm::erase(Converted, Helper->getCanonicalDecl());
  Obstacles.try_emplace(Helper->getCanonicalDecl(),
                        "line " + std::to_string(Line) + ": " +
                            reasonText(Why).str());
}

// What the calls of this expression's function give to the function of this file
// that returns it.
HelperGroup::Lent HelperGroup::lentBy(const Expr *Value) const {
  const auto *Call = dyn_cast<CallExpr>(capi::strip(Value));
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  const FunctionDecl *Definition = Callee ? Callee->getDefinition() : nullptr;
  if (!Definition || !Definition->getBody() || Definition->isTemplated())
    return Lent::Unknown;
  bool OnlyNull = true, OnlyParts = true;
  Function &Of = S.function(*Definition);
  for (const capi::Use &U : Of.uses().all()) // it may be one of its own
    OnlyParts &= U.F->Args.find('+') == llvm::StringRef::npos;
  forEach(Definition->getBody(), [&](const Stmt *Node) {
    const auto *Return = dyn_cast<ReturnStmt>(Node);
    const Expr *E = Return ? Return->getRetValue() : nullptr;
    if (!E || flow::isNullConstant(capi::strip(E)))
      return;
    OnlyNull = false;
    E = capi::strip(E);
    const capi::Use *U = Of.uses().at(E);
    const Expr *From = nullptr;
    if (U && (U->F->Returns == capi::Result::BorrowedImmutable) &&
        U->F->From >= 0)
      From = U->arg(U->F->From);
    else if (const auto *Member = dyn_cast<MemberExpr>(E); !U && Member)
      From = Member->getBase();
    const auto *Ref = From ? dyn_cast<DeclRefExpr>(capi::strip(From)) : nullptr;
    OnlyParts &= Ref && isa<ParmVarDecl>(Ref->getDecl());
  });
  return OnlyNull ? Lent::Nothing : OnlyParts ? Lent::Part : Lent::Unknown;
}

std::string HelperGroup::obstacle(const FunctionDecl *Helper) const {
  return Helper ? Obstacles.lookup(Helper->getCanonicalDecl()) : std::string();
}

} // namespace ftidy::fix
