//===-- OnceAttached.cpp - run once, and wait detached
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/OnceAttached.h"
#include "CApi/Use.h"
#include "FixIt/DetachAround.h"
#include "FixIt/SourceText.h"
#include "FixIt/Structure.h"
#include "FixIt/Unwinding.h"
#include "Guards/ThreadState.h"
#include "Roles/Callees.h"
#include "Roles/Roles.h"
#include "Session.h"
#include "Syntax/Syntax.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::fix {

namespace {

// The function that the call runs, when nothing else does.
const FunctionDecl *soleRun(const Stmt &At, Session &S, const SourceText &Text) {
  const auto Run = roles::functionsPassedTo(At);
  const FunctionDecl *F = Run.size() == 1 ? Run[0]->getDefinition() : nullptr;
  if (!F || !F->getBody() || F->isDependentContext() || F->getNumParams())
    return nullptr;
  if (const auto *Method = dyn_cast<CXXMethodDecl>(F))
    return Method->getParent()->isLambda() ? F : nullptr;
  if (F->isExternallyVisible() || F->isTemplateInstantiation())
    return nullptr;
  // Its declarations, and this call.
  unsigned Mentions = 1;
  for (const FunctionDecl *Declared : F->redecls())
    Mentions += Text.offset(Declared->getLocation()).has_value();
  return Text.countWord(F->getName(), [](SourceLocation) { return false; }) ==
                 Mentions
             ? F
             : nullptr;
}

// A destructor would run after the function has detached.
bool leavesObjects(const Stmt *Body) {
  bool Found = false;
  syntax::forEachStmt(Body, [&](const Stmt *At) {
    if (const auto *Declares = dyn_cast<DeclStmt>(At))
      for (const Decl *D : Declares->decls())
        if (const auto *V = dyn_cast<VarDecl>(D))
          Found |= V->hasLocalStorage() && V->getType().isDestructedType();
    return true;
  });
  return Found;
}

// The body with the thread attached from its first brace to all its ends.
EditPlan attach(const FunctionDecl &Run, Session &S) {
  const auto *Body = dyn_cast<CompoundStmt>(Run.getBody());
  const SourceText Text(S.context(), Run.getBody()->getBeginLoc());
  const auto Whole = Body ? Text.of(Body) : std::nullopt;
  if (!Whole || Text.isHeader(S.origins()) || !Text.isWritable() ||
      Text.text(*Whole).size() < 2)
    return EditPlan::refuse(Reason::RunsAttached);
  if (Text.hasConditional(*Whole))
    return EditPlan::refuse(Reason::Conditional);
  if (mayThrow(Body))
    return EditPlan::refuse(Reason::MayThrow);
  if (longJump(Body))
    return EditPlan::refuse(Reason::Setjmp);
  if (leavesObjects(Body) || S.threadStates().in(Run).changes())
    return EditPlan::refuse(Reason::RunsAttached);

  const Structure Tree(Body);
  const std::string Name = Text.freeName("state", *Whole);
  const std::string Release = "PyGILState_Release(" + Name + ");";
  const unsigned Begin = Whole->Begin + 1, End = Whole->End - 1;
  const bool OneLine = !Text.text(*Whole).contains('\n');
  std::vector<Edit> Edits;
  bool EndsInReturn = false;
  for (const Stmt *Exit : Tree.exits(Body, Body)) {
    const auto *Return = dyn_cast<ReturnStmt>(Exit);
    if (!Return)
      continue; // a goto inside of the body
    const auto Where = Text.statement(Return);
    if (Return->getRetValue() || !Where)
      return EditPlan::refuse(Reason::RunsAttached);
    if (!Tree.standsInCompound(Return) || !Text.startsLine(Where->Begin))
      return EditPlan::refuse(Reason::Unbraced);
    Edits.push_back({Where->Begin, 0,
                     Release + "\n" + Text.indentation(Where->Begin).str()});
    EndsInReturn |= Return == Body->body_back();
  }
  const std::string Ensure =
      "PyGILState_STATE " + Name + " = PyGILState_Ensure();";
  if (OneLine) {
    Edits.push_back({Begin, 0, " " + Ensure});
    if (!EndsInReturn)
      Edits.push_back({End, 0, Release + " "});
  } else {
    if (Body->body_empty() || !Text.startsLine(End))
      return EditPlan::refuse(Reason::PartOfMore);
    const auto First = Text.of(Body->body_front());
    const auto Line = First ? First->Begin : Begin;
    const std::string Indent = Text.startsLine(Line)
                                   ? Text.indentation(Line).str()
                                   : Text.deeper(Whole->Begin);
    Edits.push_back({Text.afterTrailingComment(Begin), 0, "\n" + Indent + Ensure});
    if (!EndsInReturn)
      Edits.push_back({End - unsigned(Text.indentation(End).size()), 0,
                       Indent + Release + "\n"});
  }
  llvm::sort(Edits);
  return EditPlan::of(std::move(Edits));
}

} // namespace

EditPlan onceAttached(Function &F, Session &S, const Stmt *At) {
  const SourceText Text(S.context(), S.context().getSourceManager().getFileLoc(
                                         At->getBeginLoc()));
  const FunctionDecl *Run = soleRun(*At, S, Text);
  if (!Run)
    return EditPlan::refuse(Reason::RunsAttached);
  EditPlan Result = allOf({attach(*Run, S), detachAround(F, S, At, true)});
  if (Result.level() != Level::None)
    Result.lowerToReview("the function that runs once attaches itself; in a "
                         "subinterpreter 'PyGILState_Ensure' may take another one");
  return Result;
}

} // namespace ftidy::fix
