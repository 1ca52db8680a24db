//===-- GuardedCall.cpp - a strong call out of a condition, or beside an error -===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The part of StrongCall for look-ups that happen under conditions. One that an
// `if` assigns and tests moves before it, with what has to be asked first:
//
//     if (dict != NULL && (v = PyDict_GetItem(dict, key)) != NULL && ...)
//
//     v = NULL;
//     if (dict != NULL && PyDict_GetItemRef(dict, key, &v) < 0) {
//         PyErr_Clear();
//     }
//     if (v != NULL && ...)
//
// One that swallows errors while an exception may be pending sets that aside.
//
//===----------------------------------------------------------------------===//

#include "FixIt/StrongCall.h"
#include "FixIt/Availability.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace ftidy::fix {

std::optional<StrongCall::Guarded>
StrongCall::guarded(const IfStmt &If, const own::BorrowedSite &Site,
                    const VarDecl *Holder) const {
  if (!Tree.standsInCompound(&If) || If.getInit())
    return std::nullopt;
  const Expr *Node = capi::strip(Site.Node);
  Guarded G;
  for (const Stmt *Up = Tree.parent(Node); Up && Up != &If && !G.Assign;
       Up = Tree.parent(Up))
    if (const auto *Assign = dyn_cast<BinaryOperator>(Up);
        Assign && Assign->isAssignmentOp())
      G.Assign = Assign;
  if (!G.Assign || capi::strip(G.Assign->getRHS()) != Node)
    return std::nullopt;
  // Up to the operand of && or || that tests the assigned value.
  const Stmt *Below = G.Assign;
  const BinaryOperator *Operator = nullptr;
  for (const Stmt *Up = Tree.parent(Below); Up && Up != &If;
       Below = Up, Up = Tree.parent(Up))
    if (const auto *Logical = dyn_cast<BinaryOperator>(Up);
        Logical && Logical->isLogicalOp()) {
      Operator = Logical;
      break;
    }
  G.Test = dyn_cast<Expr>(Below);
  const auto Test = G.Test ? flow::nullTest(G.Test) : std::nullopt;
  if (!Test || own::localVariable(Test->Subject) != Holder)
    return std::nullopt;
  if (!Operator)
    return G;
  if (Operator->getRHS() == Below) {
    G.Before = Operator->getLHS();
    G.CalledWhenTrue = Operator->getOpcode() == BO_LAnd;
    // Not called: the condition comes out as if it had found nothing.
    if (Test->NullWhen == G.CalledWhenTrue)
      return std::nullopt;
  }
  // Nothing else comes before, and each operator around has the same answer.
  for (const Stmt *Inner = Operator, *Up = Tree.parent(Operator); Up != &If;
       Inner = Up, Up = Tree.parent(Up)) {
    const auto *Around = dyn_cast<BinaryOperator>(Up);
    if (!isa<ParenExpr, ImplicitCastExpr>(Up) &&
        !(Around && Around->isLogicalOp() && Around->getLHS() == Inner))
      return std::nullopt;
  }
  return G;
}

// The condition, or the opposite of it, as the operand of `&&` or all alone.
std::string StrongCall::asked(const Expr &Condition, bool WhenTrue,
                              bool Alone) const {
  const Expr *Inner = Condition.IgnoreParenImpCasts();
  const std::string Written = Text.text(*Text.of(Inner)).str();
  const auto *Operator = dyn_cast<BinaryOperator>(Inner);
  if (WhenTrue)
    return Alone || (Operator ? Operator->getOpcode() == BO_LAnd ||
                                    Operator->isComparisonOp()
                              : !isa<AbstractConditionalOperator>(Inner))
               ? Written
               : "(" + Written + ")";
  const auto *Not = dyn_cast<UnaryOperator>(Inner);
  const auto Asked = Not && Not->getOpcode() == UO_LNot
                         ? Text.of(Not->getSubExpr())
                         : std::nullopt;
  return Asked ? Text.text(*Asked).str() : "!(" + Written + ")";
}

// The code of outCode() where the condition has that outcome.
std::string StrongCall::under(const Expr &Condition, bool WhenTrue,
                              const std::string &Code, unsigned Begin) const {
  if (StringRef(Code).starts_with("if ("))
    return "if (" + asked(Condition, WhenTrue, false) + " && " + Code.substr(4);
  return "if (" + asked(Condition, WhenTrue, true) + ") {\n" +
         Text.deeper(Begin) + Code + "\n" + Text.indentation(Begin).str() + "}";
}

// `v = a ? f() : NULL`.
std::optional<StrongCall::Choice>
StrongCall::choice(const Expr *Value, const Expr *Node,
                   const VarDecl *Holder) const {
  const auto *Either = dyn_cast<ConditionalOperator>(capi::strip(Value));
  if (!Either)
    return std::nullopt;
  const Expr *Then = capi::strip(Either->getTrueExpr());
  const Expr *Else = capi::strip(Either->getFalseExpr());
  const auto Whole = Text.of(Value);
  if ((Then != Node || !flow::isNullConstant(Else)) &&
      (Else != Node || !flow::isNullConstant(Then)))
    return std::nullopt;
  bool NamesHolder = false;
  forEach(Value, [&](const Stmt *Inner) {
    const auto *E = dyn_cast<Expr>(Inner);
    NamesHolder |= E && own::localVariable(E) == Holder;
  });
  if (NamesHolder || !Whole || !Text.of(Either->getCond()->IgnoreParenImpCasts()) ||
      Text.hasComment(*Whole) || Text.hasConditional(*Whole))
    return std::nullopt;
  return Choice{Either->getCond(), Then == Node};
}

bool StrongCall::assignBefore(const IfStmt &If, const Guarded &G,
                              const VarDecl *Holder, const std::string &Code) {
  const unsigned Begin = Text.statement(&If)->Begin;
  const std::string Indent = Text.indentation(Begin).str();
  const std::string Name = Holder->getNameAsString();
  const auto Inner = Text.of(G.Assign);
  if (!Inner)
    return refuse(Reason::HiddenByMacro);
  if (!G.Before) {
    R.Edits.push_back({Begin, 0, Code + "\n" + Indent});
    // With the parentheses that only the assignment needed.
    Stretch Replaced = *Inner;
    if (const auto *Parens =
            dyn_cast_or_null<ParenExpr>(Tree.parent(G.Assign)))
      if (const auto Outer = Text.of(Parens))
        Replaced = *Outer;
    R.Edits.push_back(
        {Replaced.Begin, Replaced.End - Replaced.Begin, Name});
    return true;
  }
  const auto Before = Text.of(G.Before), Test = Text.of(G.Test);
  if (!Before || !Test || !Text.of(G.Before->IgnoreParenImpCasts()) || Text.hasComment({Before->Begin, Test->End}) ||
      Text.hasConditional({Before->Begin, Test->End}) ||
      StringRef(Code).starts_with("{"))
    return refuse(Before && Test ? Reason::Nested : Reason::HiddenByMacro);
  // What the variable holds when the call is not made must not matter.
  bool IsNull = true;
  for (const own::Held &H : F.borrowed().ownership().before(&If, Holder)) {
    if (H.What != own::Hold::Uninit && H.What != own::Hold::Null)
      return refuse(Reason::Nested);
    IsNull &= H.What == own::Hold::Null;
  }
  bool NamesHolder = false;
  forEach(G.Before, [&](const Stmt *Node) {
    const auto *E = dyn_cast<Expr>(Node);
    NamesHolder |= E && own::localVariable(E) == Holder;
  });
  if (NamesHolder)
    return refuse(Reason::Nested);
  const std::string Clear =
      IsNull ? std::string()
             : Name + " = " + Text.nullPointer().str() + ";\n" + Indent;
  R.Edits.push_back({Begin, 0,
                     Clear + under(*G.Before, G.CalledWhenTrue, Code, Begin) +
                         "\n" + Indent});
  R.Edits.push_back({Before->Begin, Test->End - Before->Begin,
                     Name + (G.CalledWhenTrue ? " != " : " == ") +
                         Text.nullPointer().str()});
  R.SetsNull = true;
  return true;
}

std::optional<std::string>
StrongCall::setAside(const own::BorrowedSite &Site, const std::string &NewCall,
                     unsigned Begin) {
  // An argument's own error would be set aside for good.
  bool Calls = false;
  for (const Expr *A : Site.Use->Args)
    if (A)
      forEach(A, [&](const Stmt *Node) {
        Calls |= isa<CallExpr, CXXConstructExpr, StmtExpr>(Node);
      });
  const auto Body = Text.of(F.decl().getBody());
  const capi::Fact *Raised = capi::findFact("PyErr_GetRaisedException");
  if (Calls || !Body || !Raised) {
    refuse(Reason::ErrorPending);
    return std::nullopt;
  }
  const std::string Indent = Text.indentation(Begin).str();
  const std::string Deeper = Text.deeper(Begin);
  std::string Fetch, Restore;
  if (S.availability().of(*Raised) == Availability::Answer::Yes) {
    const std::string Name = Text.freeName("pending", *Body);
    Fetch = "PyObject *" + Name + " = PyErr_GetRaisedException();";
    Restore = "PyErr_SetRaisedException(" + Name + ");";
  } else {
    const std::string Type = Text.freeName("type", *Body),
                      Value = Text.freeName("value", *Body),
                      Traceback = Text.freeName("traceback", *Body);
    Fetch = "PyObject *" + Type + ", *" + Value + ", *" + Traceback + ";\n" +
            Deeper + "PyErr_Fetch(&" + Type + ", &" + Value + ", &" +
            Traceback + ");";
    Restore =
        "PyErr_Restore(" + Type + ", " + Value + ", " + Traceback + ");";
  }
  R.Changes.push_back("a pending exception is set aside for the look-up");
  return "{\n" + Deeper + Fetch + "\n" + Deeper + "if (" + NewCall +
         " < 0) {\n" + Deeper + Deeper.substr(Indent.size()) +
         "PyErr_Clear();\n" + Deeper + "}\n" + Deeper + Restore + "\n" +
         Indent + "}";
}

} // namespace ftidy::fix
