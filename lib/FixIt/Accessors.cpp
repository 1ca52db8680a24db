//===-- Accessors.cpp - calls instead of members
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/Accessors.h"
#include "FixIt/Availability.h"
#include "FixIt/SourceText.h"
#include "Roles/Accesses.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace ftidy::fix {

Accessor accessorOf(const capi::Fact &Member) {
  static constexpr struct {
    llvm::StringLiteral Member, Reads, Sets;
    bool PlainRead;
  } Rows[] = {{"PyObject.ob_refcnt", "Py_REFCNT", "Py_SET_REFCNT", false},
              {"PyObject.ob_type", "Py_TYPE", "Py_SET_TYPE", true}};
  for (const auto &Row : Rows)
    if (Member.Name == Row.Member)
      return {capi::findFact(Row.Reads), capi::findFact(Row.Sets),
              Row.PlainRead};
  return {nullptr, nullptr};
}

// The object: `op` of `op->ob_base.ob_type`, with its text.
static const Expr *objectOf(const MemberExpr &Member, bool &IsPointer) {
  const MemberExpr *M = &Member;
  while (true) {
    IsPointer = M->isArrow();
    if (IsPointer)
      return M->getBase();
    const auto *Outer = dyn_cast<MemberExpr>(M->getBase()->IgnoreParenImpCasts());
    if (!Outer)
      return M->getBase();
    M = Outer;
  }
}

EditPlan useAccessor(const MemberExpr &Member, const Accessor &A,
                     const Stmt *By, Session &S) {
  const SourceText Text(S.context(), Member.getMemberLoc());
  if (Text.isHeader(S.origins()))
    return EditPlan::refuse(Reason::InHeader);
  if (!Text.isWritable())
    return EditPlan::refuse(Reason::ReadOnly);
  bool IsPointer = false;
  const Expr *Object = objectOf(Member, IsPointer);
  const auto Place = Text.of(&Member), Base = Text.of(Object);
  const capi::Fact *Call = By ? A.Sets : A.Reads;
  if (!Place || !Base || Object->isImplicitCXXThis())
    return EditPlan::refuse(Reason::HiddenByMacro);
  if (!Call || S.availability().of(*Call) != Availability::Answer::Yes)
    return EditPlan::refuse(Reason::NoAccessor);
  std::string Given = Text.text(*Base).str();
  // A reader is a macro that casts, or a function behind one.
  // Parentheses out of a macro's body are none of the text.
  const Expr *Bare = Object->IgnoreParens();
  if (isa<ParenExpr>(Object) && !Object->getBeginLoc().isMacroID() &&
      StringRef(Given).starts_with("(") && StringRef(Given).ends_with(")") &&
      isa<CStyleCastExpr, DeclRefExpr, MemberExpr, CallExpr>(Bare))
    Given = Given.substr(1, Given.size() - 2);
  if (!IsPointer)
    Given = "&" + Given;
  if (!By)
    return EditPlan::of({{Place->Begin, Place->End - Place->Begin,
                          Call->Name.str() + "(" + Given + ")"}});
  const auto *Assignment = dyn_cast<BinaryOperator>(By);
  const auto Whole = Text.of(By);
  const auto Value = Assignment ? Text.of(Assignment->getRHS()) : std::nullopt;
  if (!Assignment || Assignment->getOpcode() != BO_Assign || !Whole || !Value)
    return EditPlan::refuse(Reason::NoAccessor);
  return EditPlan::of({{Whole->Begin, Whole->End - Whole->Begin,
                        Call->Name.str() + "(" + Given + ", " +
                            Text.text(*Value).str() + ")"}});
}

} // namespace ftidy::fix
