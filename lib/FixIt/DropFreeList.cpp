//===-- DropFreeList.cpp - nothing is kept for reuse
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/DropFreeList.h"
#include "CApi/Use.h"
#include "FixIt/SourceText.h"
#include "FixIt/Structure.h"
#include "Session.h"
#include "Syntax/Syntax.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::fix {

// Nobody misses it when it is not evaluated. What the C API is asked about an
// object changes nothing.
static bool onlyAsks(const Expr *Condition, Function &F) {
  bool Only = true;
  syntax::forEachStmt(Condition, [&](const Stmt *At) {
    const auto *E = dyn_cast<Expr>(At);
    if (!E || !Only)
      return false;
    if (const capi::Use *U = F.uses().at(E);
        U && !U->F->Hazards && U->F->RunsPython == capi::Runs::Nothing)
      return false; // however it is spelled
    const auto *Unary = dyn_cast<UnaryOperator>(E);
    const auto *Binary = dyn_cast<BinaryOperator>(E);
    if (isa<CallExpr, StmtExpr, CXXConstructExpr>(E) ||
        (Unary && Unary->isIncrementDecrementOp()) ||
        (Binary && Binary->isAssignmentOp()))
      Only = false;
    return Only;
  });
  return Only;
}

static bool leaves(const Stmt *S) {
  if (const auto *Block = dyn_cast<CompoundStmt>(S))
    return !Block->body_empty() && leaves(Block->body_back());
  return isa<ReturnStmt, GotoStmt>(S);
}

static EditPlan compileOut(const roles::FreeList::Put &P, Session &S) {
  Function &F = S.function(*P.In);
  const SourceText Text(S.context(), P.In->getBody()->getBeginLoc());
  const Structure Tree(P.In->getBody());
  const auto If = Text.of(P.If), Then = Text.statement(P.If->getThen());
  if (!If || !Then)
    return EditPlan::refuse(Reason::HiddenByMacro);
  if (Text.isHeader(S.origins()))
    return EditPlan::refuse(Reason::InHeader);
  if (!Text.isWritable())
    return EditPlan::refuse(Reason::ReadOnly);
  if (Text.hasConditional({If->Begin, Then->End}))
    return EditPlan::refuse(Reason::Conditional);
  if (!Tree.standsInCompound(P.If) || !Text.startsLine(If->Begin))
    return EditPlan::refuse(Reason::Unbraced);
  if (P.If->getConditionVariable() || P.If->getInit() ||
      !onlyAsks(P.If->getCond(), F) || Tree.hasLabel(P.If->getThen()))
    return EditPlan::refuse(Reason::PartOfMore);
  const StringRef Indent = Text.indentation(If->Begin);
  std::vector<Edit> Edits{
      {If->Begin - unsigned(Indent.size()), 0, "#ifndef Py_GIL_DISABLED\n"}};
  if (!P.If->getElse()) {
    // What follows is what is done when the list is full.
    const unsigned End = Text.afterTrailingComment(Then->End);
    if (!leaves(P.If->getThen()))
      return EditPlan::refuse(Reason::NeedsLockOrState);
    if (!Text.endsLine(End))
      return EditPlan::refuse(Reason::PartOfMore);
    Edits.push_back({End, 0, "\n#endif"});
    return EditPlan::of(std::move(Edits));
  }
  const auto Else = Text.offset(P.If->getElseLoc());
  if (!Else)
    return EditPlan::refuse(Reason::HiddenByMacro);
  const unsigned After = *Else + 4; // behind the keyword
  if (Text.endsLine(After)) {
    Edits.push_back({After, 0, "\n#endif"});
  } else {
    const StringRef Rest = Text.from(After);
    const unsigned Blanks = unsigned(Rest.size() - Rest.ltrim(" \t").size());
    Edits.push_back({After, Blanks,
                     "\n#endif\n" + (Rest.ltrim(" \t").starts_with("{")
                                         ? Indent.str()
                                         : Text.deeper(If->Begin))});
  }
  return EditPlan::of(std::move(Edits));
}

static EditPlan compileOut(const roles::FreeList &List, Session &S) {
  std::vector<Edit> Edits;
  for (const roles::FreeList::Put &P : List.Puts) {
    const EditPlan One = compileOut(P, S);
    if (One.level() == Level::None)
      return One;
    Edits.insert(Edits.end(), One.edits().begin(), One.edits().end());
  }
  if (Edits.empty())
    return EditPlan::refuse(Reason::NeedsLockOrState);
  llvm::sort(Edits);
  EditPlan Plan = EditPlan::of(std::move(Edits));
  Plan.lowerToReview("a free-threaded build keeps nothing in the free list");
  return Plan;
}

EditPlan DroppedFreeLists::drop(const roles::FreeList &List, SourceLocation L,
                                Session &S) {
  unsigned &Line = Written[List.Variables.front()];
  if (Line && S.options().Fixes == FixLevel::Review)
    return EditPlan::together(Line);
  EditPlan Plan = compileOut(List, S);
  if (Plan.level() != Level::None)
    Line = S.context().getSourceManager().getSpellingLineNumber(L);
  return Plan;
}

} // namespace ftidy::fix
