//===-- SetterPlan.cpp - the setter that takes the lock
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/SetterPlan.h"
#include "FixIt/SourceText.h"
#include "FixIt/Structure.h"
#include "Ownership/BorrowedSites.h"
#include "Session.h"
#include "Sharing/Summaries.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"

using namespace clang;

namespace ftidy::fix {

EditPlan checkedSetter(const own::Write &W, Function &F, Session &S) {
  const capi::Fact *Checked = capi::findFact(W.Use->F->Twin);
  if (!Checked)
    return EditPlan::refuse(Reason::NoSetter);
  const SourceText Text(S.context(), F.decl().getBody()->getBeginLoc());
  if (Text.isHeader(S.origins()))
    return EditPlan::refuse(Reason::InHeader);
  if (!Text.isWritable())
    return EditPlan::refuse(Reason::ReadOnly);
  const auto Call = Text.call(W.Use->Loc);
  if (W.Use->InMacroBody || !Call)
    return EditPlan::refuse(Reason::HiddenByMacro);
  const Structure Tree(F.decl().getBody());
  if (!isa_and_nonnull<CompoundStmt>(Tree.parent(W.Use->Node)))
    return EditPlan::refuse(Reason::Nested);
  const StringRef Object = capi::written(W.Object, S.context());
  for (const capi::Use &U : F.uses().all())
    if (U.F->Returns == capi::Result::Borrowed && U.arg(0) &&
        capi::written(U.arg(0), S.context()) == Object)
      return EditPlan::refuse(Reason::ItemTaken);
  if (Object.empty())
    return EditPlan::refuse(Reason::HiddenByMacro);
  // The function takes an object where the macro took anything.
  const Expr *List = W.Use->arg(0), *Item = W.Use->arg(2);
  for (const Expr *A : {List, Item})
    if (!A || A->IgnoreParenImpCasts()->getType().getAsString() != "PyObject *")
      return EditPlan::refuse(Reason::ArgumentType);
  EditPlan Plan = EditPlan::of({{Call->Name.Begin,
                                 Call->Name.End - Call->Name.Begin,
                                 Checked->Name.str()}});
  Plan.lowerToReview("the item that is replaced is released, and the call can fail");
  return Plan;
}

} // namespace ftidy::fix
