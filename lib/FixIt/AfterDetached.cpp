//===-- AfterDetached.cpp - set a field once attached again
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/AfterDetached.h"
#include "CApi/MacroLog.h"
#include "FixIt/SourceText.h"
#include "FixIt/Structure.h"
#include "Guards/Guards.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::fix {

// Other places in S that mention the field.
static bool mentions(const Stmt *S, const ValueDecl *Field, const Stmt *But) {
  if (!S || S == But)
    return false;
  if (const auto *Member = dyn_cast<MemberExpr>(S))
    if (Member->getMemberDecl() == Field)
      return true;
  return llvm::any_of(S->children(), [&](const Stmt *Child) {
    return mentions(Child, Field, But);
  });
}

// What another function does in the region, it may do by the field: its time is
// not moved past that.
static bool calls(const Stmt *S) {
  return isa<CallExpr>(S) ||
         llvm::any_of(S->children(),
                      [](const Stmt *Child) { return Child && calls(Child); });
}

EditPlan afterDetached(Function &F, Session &S, const Stmt *At) {
  const SourceManager &SM = S.context().getSourceManager();
  SourceText Text(S.context(), SM.getFileLoc(At->getBeginLoc()));
  if (!Text.isWritable())
    return EditPlan::refuse(Reason::ReadOnly);
  if (Text.isHeader(S.origins()))
    return EditPlan::refuse(Reason::InHeader);
  const auto *Member = dyn_cast<MemberExpr>(At);
  if (!Member || At->getBeginLoc().isMacroID())
    return EditPlan::refuse(Reason::HiddenByMacro);
  Structure Tree(F.decl().getBody());
  const Stmt *Statement = Tree.statementOf(At);
  const auto *Assign = dyn_cast_or_null<BinaryOperator>(Statement);
  if (!Assign || Assign->getOpcode() != BO_Assign ||
      capi::strip(Assign->getLHS()) != At)
    return EditPlan::refuse(Reason::PartOfMore);
  // The region is a block of its own that the two macros open and close.
  const auto *Region =
      dyn_cast_or_null<CompoundStmt>(Tree.parent(Statement));
  const capi::ScopeMacro *Scope = nullptr;
  for (const capi::ScopeMacro &M : S.macros().scopes())
    if (M.Kind == capi::ScopeKind::AllowThreads &&
        S.guards().inside(M, SM.getFileLoc(At->getBeginLoc())))
      Scope = &M;
  const auto Begin = Scope ? Text.offset(Scope->Begin) : std::nullopt;
  const auto End = Scope && Scope->End.isValid() ? Text.offset(Scope->End)
                                                 : std::nullopt;
  if (!Region || !Begin || !End || !Region->getLBracLoc().isMacroID() ||
      SM.getFileLoc(Region->getLBracLoc()) != Scope->Begin ||
      !Text.startsLine(*Begin) || !Text.startsLine(*End))
    return EditPlan::refuse(Reason::PartOfMore);
  if (!Tree.exits(Region, Region).empty() || Tree.hasLabel(Region))
    return EditPlan::refuse(Reason::UnknownExit);
  if (mentions(Region, Member->getMemberDecl(), At))
    return EditPlan::refuse(Reason::OtherValue);
  const Stmt *Around = Tree.parent(Region);
  const QualType T = Member->getType().getUnqualifiedType();
  if (!isa_and_nonnull<CompoundStmt>(Around) || T->isArrayType() ||
      !(T->isBuiltinType() || T->isEnumeralType()))
    return EditPlan::refuse(Reason::HolderType);
  const auto Here = llvm::find(Region->body(), Statement);
  const auto IsAuthors = [&](const Stmt *Each) { // not the macros' own
    const SourceLocation L = SM.getFileLoc(Each->getBeginLoc());
    return L != Scope->Begin && L != Scope->End;
  };
  const auto Calls = [&](const Stmt *Each) {
    return IsAuthors(Each) && calls(Each);
  };
  const bool CallsBefore = std::any_of(Region->body_begin(), Here, Calls);
  const bool CallsAfter = std::any_of(std::next(Here), Region->body_end(), Calls);
  if (CallsAfter && (CallsBefore || calls(Statement)))
    return EditPlan::refuse(Reason::OtherValue);
  const auto Left = Text.of(At), Whole = Text.statement(Statement);
  const unsigned Name = sizeof("Py_END_ALLOW_THREADS") - 1;
  const StringRef Ends = Text.text({*End, *End + Name});
  if (!Left || !Whole || Ends != "Py_END_ALLOW_THREADS" ||
      Text.hasConditional({*Begin, *End}))
    return EditPlan::refuse(Reason::HiddenByMacro);
  const std::string Indent = Text.indentation(*Begin).str();
  if (CallsAfter) { // what was done first is done before
    if (std::any_of(Region->body_begin(), Here, IsAuthors))
      return EditPlan::refuse(Reason::OtherValue);
    const Stretch Gone = Text.removal(*Whole);
    EditPlan Result = EditPlan::of(
        {{*Begin, 0, Text.text(*Whole).str() + "\n" + Indent},
         {Gone.Begin, Gone.End - Gone.Begin, ""}});
    Result.lowerToReview("it is set while the thread is still attached");
    return Result;
  }
  const auto Body = Text.of(F.decl().getBody());
  if (!Body)
    return EditPlan::refuse(Reason::HiddenByMacro);
  const std::string New = Text.freeName(
      ("new_" + Member->getMemberDecl()->getName()).str(), *Body, Around);
  unsigned Past = *End + Name; // some write `Py_END_ALLOW_THREADS;`
  if (Text.text({Past, Past + 1}) == ";")
    ++Past;
  const unsigned After = Text.afterTrailingComment(Past);
  std::vector<Edit> Edits = {
      {*Begin, 0,
       T.getAsString(S.context().getPrintingPolicy()) + " " + New + ";\n" +
           Indent},
      {Left->Begin, Left->End - Left->Begin, New},
      {After, 0,
       "\n" + Indent + Text.text(*Left).str() + " = " + New + ";"}};
  EditPlan Result = EditPlan::of(std::move(Edits));
  Result.lowerToReview("other threads see the new value later");
  return Result;
}

} // namespace ftidy::fix
