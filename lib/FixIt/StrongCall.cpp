//===-- StrongCall.cpp - the call that gives a strong reference
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/StrongCall.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Expr.h"

using namespace clang;

namespace ftidy::fix {

bool StrongCall::refuse(Reason Why, std::string Detail) {
  R.Why = Why;
  R.Detail = std::move(Detail);
  return false;
}

StrongCall::Result StrongCall::acquire(const own::BorrowedSite &Site,
                                       const VarDecl *Holder) {
  R = Result();
  const capi::Fact &Old = *Site.Use->F;
  const capi::Fact *Twin = capi::findFact(Old.Twin);
  const bool HasOut = Twin && !Twin->Outs.empty();
  // A cure in words, or other arguments, is no drop-in.
  if (!Twin || !Old.Cure.empty() ||
      Twin->Args.size() != Old.Args.size() + (HasOut ? 1 : 0)) {
    refuse(Reason::NoTwin);
    return R;
  }
  if (Old.hasQuirk(capi::Unchecked)) {
    refuse(Reason::ErrorPath);
    return R;
  }
  const auto Call = Text.call(Site.Loc);
  if (!Call) {
    refuse(Reason::HiddenByMacro);
    return R;
  }
  switch (S.availability().of(*Twin)) {
  case Availability::Answer::Yes:
    break;
  case Availability::Answer::No:
    refuse(Reason::Unavailable,
           "'" + Twin->Name.str() + "' needs Python " +
               capi::versionName(Twin->Since) +
               (Twin->InCompat ? " or pythoncapi_compat.h" : ""));
    return R;
  case Availability::Answer::WithInclude: {
    const auto At = Text.offset(S.availability().includeAt());
    if (!At || !S.claimInclude(&F.decl())) {
      refuse(Reason::OtherFix);
      return R;
    }
    R.Edits.push_back({*At, 0, "#include \"pythoncapi_compat.h\"\n"});
    R.Changes.push_back("includes pythoncapi_compat.h");
    break;
  }
  }
  if (!HasOut)
    R.Edits.push_back({Call->Name.Begin, Call->Name.End - Call->Name.Begin,
                       Twin->Name.str()});
  else
    outParameter(Site, *Twin, Holder, *Call);
  return R;
}

// True when an exception may be set at this function's sites: the twin's error
// would then be confused with it, and clearing one would clear the other.
bool StrongCall::mayHavePendingError() {
  const roles::RoleSet Roles = S.roles().of(&F.decl());
  return Roles.has(roles::Role::Dealloc) || Roles.has(roles::Role::Clear) ||
         Roles.has(roles::Role::Traverse);
}

// True when the statement after the call is `if (v == NULL) return ...` or goto:
// the function's own way out.
bool StrongCall::leavesWithError(const VarDecl *Holder, const Stmt *Call) {
  const auto *Block = dyn_cast_or_null<CompoundStmt>(Tree.parent(Call));
  if (!Block)
    return false;
  const Stmt *Next = nullptr;
  for (auto I = Block->body_begin(), E = Block->body_end(); I != E; ++I)
    if (*I == Call && std::next(I) != E)
      Next = *std::next(I);
  const auto *If = dyn_cast_or_null<IfStmt>(Next);
  if (!If || If->getElse())
    return false;
  const auto Test = flow::nullTest(If->getCond());
  if (!Test || !Test->NullWhen || own::localVariable(Test->Subject) != Holder)
    return false;
  const Stmt *Body = If->getThen();
  if (const auto *Compound = dyn_cast<CompoundStmt>(Body))
    Body = Compound->size() == 1 ? Compound->body_front() : nullptr;
  if (isa_and_nonnull<GotoStmt>(Body))
    return true;
  const auto *Return = dyn_cast_or_null<ReturnStmt>(Body);
  if (!Return || !Return->getRetValue())
    return false;
  const Expr *Value = capi::strip(Return->getRetValue());
  if (flow::isNullConstant(Value))
    return Return->getRetValue()->getType()->isPointerType();
  const auto *Minus = dyn_cast<UnaryOperator>(Value);
  return Minus && Minus->getOpcode() == UO_Minus;
}

bool StrongCall::outParameter(const own::BorrowedSite &Site,
                              const capi::Fact &Twin, const VarDecl *Holder,
                              const SourceText::Call &Call) {
  const ASTContext &Context = S.context();
  const Expr *Node = capi::strip(Site.Node);
  const Stmt *Statement = Tree.statementOf(Node);
  const QualType Type = Holder->getType();
  if (Type.isConstQualified() ||
      !Context.hasSameType(Type, Site.Node->getType().getUnqualifiedType()))
    return refuse(Reason::HolderType);

  // Which of the three shapes: `T *v = f();`, `v = f();`, `if ((v = f()) ...)`.
  const auto *Declared = dyn_cast<DeclStmt>(Statement);
  const Expr *Assigned = dyn_cast<Expr>(Statement);
  const auto *If = dyn_cast<IfStmt>(Statement);
  const BinaryOperator *InCondition = nullptr;
  if (If)
    for (const Stmt *Up = Tree.parent(Node); Up && Up != If;
         Up = Tree.parent(Up))
      if (const auto *Assign = dyn_cast<BinaryOperator>(Up);
          Assign && Assign->isAssignmentOp()) {
        InCondition = Assign;
        break;
      }
  if (Declared) {
    if (!Declared->isSingleDecl())
      return refuse(Reason::SharedDeclaration);
    if (capi::strip(Holder->getInit()) != Node)
      return refuse(Reason::Nested);
  } else if (Assigned) {
    const auto *Assign = dyn_cast<BinaryOperator>(capi::strip(Assigned));
    if (!Assign || Assign->getOpcode() != BO_Assign ||
        capi::strip(Assign->getRHS()) != Node)
      return refuse(Reason::Nested);
  } else if (InCondition) {
    // Only when nothing is evaluated before the call, and the call always is.
    const Expr *Condition = capi::strip(If->getCond());
    const auto Test = flow::nullTest(Condition);
    if (!Test || own::localVariable(Test->Subject) != Holder ||
        capi::strip(InCondition->getRHS()) != Node ||
        !Tree.standsInCompound(If) || If->getInit())
      return refuse(Reason::Nested);
  } else {
    return refuse(Reason::Nested);
  }
  const auto Whole = Text.statement(Statement);
  if (!Whole)
    return refuse(Reason::HiddenByMacro);

  const std::string Indent = Text.indentation(Whole->Begin).str();
  const std::string Deeper = Text.deeper(Whole->Begin);
  const std::string Name = Holder->getNameAsString();
  const std::string NewCall =
      Twin.Name.str() + "(" + Text.text(Call.Arguments).str() +
      (Text.text(Call.Arguments).trim().empty() ? "&" : ", &") + Name + ")";
  std::string Code = NewCall + ";";
  if (Site.Use->F->hasQuirk(capi::SwallowsErrors)) {
    if (mayHavePendingError())
      return refuse(Reason::ErrorPending);
    if (S.options().Errors == ErrorPolicy::Propagate &&
        leavesWithError(Holder, Statement))
      R.Changes.push_back("an error of the lookup is no longer swallowed");
    else
      Code = "if (" + NewCall + " < 0) {\n" + Deeper + "PyErr_Clear();\n" +
             Indent + "}";
  }
  if (Declared) {
    R.Edits.push_back({Whole->Begin, Whole->End - Whole->Begin,
                       "PyObject *" + Name + ";\n" + Indent + Code});
  } else if (Assigned) {
    // A bare `if` would catch the `else` of the statement around it.
    if (!Tree.standsInCompound(Statement) && StringRef(Code).starts_with("if"))
      return refuse(Reason::Unbraced);
    R.Edits.push_back({Whole->Begin, Whole->End - Whole->Begin, Code});
  } else {
    const auto Inner = Text.of(InCondition);
    if (!Inner)
      return refuse(Reason::HiddenByMacro);
    R.Edits.push_back({Whole->Begin, 0, Code + "\n" + Indent});
    // With the parentheses that only the assignment needed.
    Stretch Replaced = *Inner;
    if (const auto *Parens =
            dyn_cast_or_null<ParenExpr>(Tree.parent(InCondition)))
      if (const auto Outer = Text.of(Parens))
        Replaced = *Outer;
    R.Edits.push_back(
        {Replaced.Begin, Replaced.End - Replaced.Begin, Name});
  }
  return true;
}

} // namespace ftidy::fix
