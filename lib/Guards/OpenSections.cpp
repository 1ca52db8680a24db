//===-- OpenSections.cpp - ways out of a section begun by hand
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Guards/OpenSections.h"
#include "Guards/Guards.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ParentMap.h"
#include "clang/AST/Stmt.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::guards {

// The block that a node stands in, through expressions only: what stands in an
// `if` stands in its branch.
static const Stmt *blockOf(const Stmt *S, const ParentMap &Parents) {
  while (S && !isa<CompoundStmt>(S)) {
    S = Parents.getParent(S);
    if (isa_and_nonnull<IfStmt, SwitchStmt, WhileStmt, ForStmt, DoStmt,
                        SwitchCase>(S))
      return S;
  }
  return S;
}

llvm::SmallVector<const Stmt *, 2> leftOpen(Function &F, Session &Of,
                                            const Section &S) {
  llvm::SmallVector<const Stmt *, 2> Result;
  if (S.Body || S.Holder || S.Begin.isMacroID())
    return Result;
  const SourceManager &SM = Of.context().getSourceManager();
  const ParentMap &Parents = F.parents();
  const auto IsAround = [&](const Stmt *Outer, const Stmt *Inner) {
    while (Inner && Inner != Outer)
      Inner = Parents.getParent(Inner);
    return Inner == Outer;
  };
  const Stmt *Begin = nullptr;
  llvm::SmallVector<const Stmt *, 4> Ends;
  for (const capi::Use &U : F.uses().all()) {
    if (U.Loc == S.Begin)
      Begin = U.Node;
    else if (Of.guards().endsSection(*U.F))
      Ends.push_back(U.Node);
  }
  const Stmt *Opened = Begin ? blockOf(Begin, Parents) : nullptr;
  if (!isa_and_nonnull<CompoundStmt>(Opened) || Ends.empty())
    return Result;
  for (const Stmt *Node : F.statements()) {
    if (!isa<ReturnStmt>(Node) ||
        !F.sections().inside(S, SM.getFileLoc(Node->getBeginLoc())) ||
        !IsAround(Opened, Node))
      continue;
    const bool Ended = llvm::any_of(Ends, [&](const Stmt *End) {
      return SM.isBeforeInTranslationUnit(SM.getFileLoc(End->getBeginLoc()),
                                          SM.getFileLoc(Node->getBeginLoc())) &&
             SM.isBeforeInTranslationUnit(S.Begin,
                                          SM.getFileLoc(End->getBeginLoc())) &&
             IsAround(Parents.getParent(blockOf(End, Parents)), Node);
    });
    if (!Ended)
      Result.push_back(Node);
  }
  return Result;
}

} // namespace ftidy::guards
