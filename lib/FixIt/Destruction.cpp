//===-- Destruction.cpp - the order of a dealloc
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/Destruction.h"
#include "FixIt/SourceText.h"
#include "FixIt/Structure.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::fix {

EditPlan dropTest(const IfStmt &If, Session &S) {
  const SourceText Text(S.context(), If.getBeginLoc());
  if (Text.isHeader(S.origins()))
    return EditPlan::refuse(Reason::InHeader);
  if (!Text.isWritable())
    return EditPlan::refuse(Reason::ReadOnly);
  const Stmt *Only = If.getThen();
  if (const auto *Block = dyn_cast<CompoundStmt>(Only))
    Only = Block->size() == 1 ? Block->body_front() : nullptr;
  const auto Whole = Text.statement(&If);
  const auto Kept = Only ? Text.statement(Only) : std::nullopt;
  if (If.getElse() || !Kept || !Whole)
    return EditPlan::refuse(Reason::TestDecidesMore);
  const auto HeadEnd = Text.headEnd(&If, If.getThen());
  // `if (w) { ...; };` has one more.
  const bool Stray = isa<CompoundStmt>(If.getThen()) &&
                     Text.text({Whole->End, Whole->End + 1}) == ";";
  const Stretch After{Kept->End, Whole->End + Stray};
  if (!HeadEnd || Text.hasConditional(*Whole) || Text.hasComment(After) ||
      Text.hasComment({Whole->Begin, *HeadEnd}))
    return EditPlan::refuse(Reason::TestDecidesMore);
  // What is said behind the test stays in front of the statement.
  llvm::StringRef Between = Text.text({*HeadEnd, Kept->Begin}).trim();
  Between.consume_front("{");
  std::string Comment = Between.trim().str();
  if (!Comment.empty())
    Comment += ("\n" + Text.indentation(Whole->Begin)).str();
  std::vector<Edit> Edits{
      {Whole->Begin, Kept->Begin - Whole->Begin, std::move(Comment)}};
  if (After.End > After.Begin)
    Edits.push_back({After.Begin, After.End - After.Begin, ""});
  return EditPlan::of(std::move(Edits));
}

EditPlan untrackFirst(const FunctionDecl &F, const Stmt &First,
                      const capi::Use *Untrack, Session &S) {
  const SourceText Text(S.context(), F.getLocation());
  if (Text.isHeader(S.origins()))
    return EditPlan::refuse(Reason::InHeader);
  if (!Text.isWritable())
    return EditPlan::refuse(Reason::ReadOnly);
  const Structure Tree(F.getBody());
  const Stmt *Place = Tree.statementOf(&First);
  while (Place && Tree.parent(Place) != F.getBody())
    Place = Tree.parent(Place);
  const auto At =
      Place ? Text.offset(S.context().getSourceManager().getFileLoc(
                  Place->getBeginLoc()))
            : std::nullopt;
  if (!At || !Text.startsLine(*At))
    return EditPlan::refuse(Reason::HiddenByMacro);
  const std::string Indent = Text.indentation(*At).str();
  if (!Untrack) {
    const ParmVarDecl *Self = F.getParamDecl(0);
    return EditPlan::of({{*At, 0, "PyObject_GC_UnTrack(" +
                                      Self->getName().str() + ");\n" + Indent}});
  }
  const Stmt *Old = Tree.statementOf(Untrack->Node);
  const auto Statement = Old ? Text.statement(Old) : std::nullopt;
  if (!Statement || Tree.parent(Old) != F.getBody() || Tree.hasLabel(F.getBody()) ||
      Text.hasConditional({*At, Statement->End}))
    return EditPlan::refuse(Reason::Conditional);
  const Stretch Gone = Text.removal(*Statement);
  return EditPlan::of({{*At, 0, Text.text(*Statement).str() + "\n" + Indent},
                       {Gone.Begin, Gone.End - Gone.Begin, ""}});
}

} // namespace ftidy::fix
