//===-- RangeWalks.cpp - loops over the containers of C++ libraries
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Ownership/RangeWalks.h"
#include "CApi/MacroLog.h"
#include "CApi/Origin.h"
#include "CApi/ProjectFacts.h"
#include "CApi/Use.h"
#include "Guards/Held.h"
#include "Guards/Sections.h"
#include "Roles/Roles.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace ftidy::own {

// What a loop over an object of this class looks into it with, while nothing is
// held; empty when it is no such class.
static llvm::StringRef walkedBy(const CXXRecordDecl &R) {
  const std::string Name = R.getQualifiedNameAsString();
#define WALKED(NAME, BY)                                                       \
  if (Name == NAME)                                                            \
    return BY;
#include "CApi/Libraries.def"
  return {};
}

// Calls that one question leads through.
constexpr unsigned MaxDepth = 4;

// A container that others may hold, too. A parameter of a function whose calls
// are all here is what one of its callers has.
static bool comesFromOutside(const Expr *E, Session &S, unsigned Depth = 0) {
  E = capi::strip(E);
  if (const auto *Tied = dyn_cast<CXXBindTemporaryExpr>(E))
    E = capi::strip(Tied->getSubExpr());
  if (const auto *Made = dyn_cast<CXXConstructExpr>(E); // handed on by value
      Made && Made->getNumArgs() == 1 &&
      Made->getConstructor()->isCopyConstructor())
    E = capi::strip(Made->getArg(0));
  if (const auto *Member = dyn_cast<MemberExpr>(E))
    return isa<FieldDecl>(Member->getMemberDecl());
  const auto *Ref = dyn_cast<DeclRefExpr>(E);
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  if (!V || V->hasGlobalStorage())
    return V;
  const auto *P = dyn_cast<ParmVarDecl>(V);
  const auto *Of = P ? dyn_cast<FunctionDecl>(P->getDeclContext()) : nullptr;
  if (!Of || S.project().isCallPrivate(P))
    return false;
  const auto Callers = S.roles().callersOf(Of);
  return !Callers ||
         (Depth < MaxDepth &&
          llvm::any_of(*Callers, [&](const roles::Caller &C) {
            const unsigned I = P->getFunctionScopeIndex();
            return I < C.Call->getNumArgs() && !S.runsAlone(*C.Function) &&
                   comesFromOutside(C.Call->getArg(I), S, Depth + 1);
          }));
}

static void findLoops(const Stmt *In,
                      llvm::SmallVectorImpl<const CXXForRangeStmt *> &Found) {
  if (!In || isa<LambdaExpr>(In))
    return;
  if (const auto *Loop = dyn_cast<CXXForRangeStmt>(In))
    Found.push_back(Loop);
  for (const Stmt *Child : In->children())
    findLoops(Child, Found);
}

llvm::SmallVector<RangeWalk, 2> rangeWalks(Function &F, Session &S) {
  llvm::SmallVector<RangeWalk, 2> Result;
  if (!S.context().getLangOpts().CPlusPlus || S.runsAlone(F.decl()))
    return Result;
  llvm::SmallVector<const CXXForRangeStmt *, 4> Loops;
  findLoops(F.decl().getBody(), Loops);
  for (const CXXForRangeStmt *Loop : Loops) {
    const Expr *Container = Loop->getRangeInit();
    const CXXRecordDecl *R =
        Container->getType().getNonReferenceType()->getAsCXXRecordDecl();
    const llvm::StringRef By = R ? walkedBy(*R) : "";
    const SourceLocation L = Loop->getBeginLoc();
    if (By.empty() || !comesFromOutside(Container, S) ||
        S.origins().of(L) != capi::Origin::User ||
        S.macros().isGilOnly(L, S.context().getSourceManager()) ||
        S.held().at(L, F.decl()) || F.sections().protecting(Container, L))
      continue;
    Result.push_back({Loop, Container, By});
  }
  return Result;
}

} // namespace ftidy::own
