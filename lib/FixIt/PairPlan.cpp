//===-- PairPlan.cpp - two calls made one
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/PairPlan.h"
#include "FixIt/Availability.h"
#include "FixIt/ErrorBranches.h"
#include "Session.h"
#include "Sharing/Summaries.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::fix {

static const VarDecl *localOf(const Expr *E) {
  const auto *Ref = E ? dyn_cast_or_null<DeclRefExpr>(capi::strip(E)) : nullptr;
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return V && V->hasLocalStorage() ? V : nullptr;
}

PairPlan::PairPlan(Function &F, Session &S)
    : F(F), S(S), Text(S.context(), F.decl().getBody()->getBeginLoc()),
      Tree(F.decl().getBody()) {}

EditPlan PairPlan::of(const sharing::Pair &P) {
  if (Text.isHeader(S.origins()))
    return EditPlan::refuse(Reason::InHeader);
  if (!Text.isWritable())
    return EditPlan::refuse(Reason::ReadOnly);
  if (P.Of != sharing::Family::Dict)
    return EditPlan::refuse(Reason::NoAtomicForm);
  if (P.Act->InMacroBody || !Text.call(P.Act->Loc))
    return EditPlan::refuse(Reason::HiddenByMacro);
  return P.What == sharing::Deed::Deletes ? remove(P) : insert(P);
}

// `f() < 0`, `f() == -1` and nothing at all are true to both calls.
PairPlan::Tested PairPlan::testOf(const Stmt *Call) const {
  const Stmt *Up = Tree.parent(Call);
  while (isa_and_nonnull<ParenExpr, ImplicitCastExpr>(Up))
    Up = Tree.parent(Up);
  if (const auto *Cast = dyn_cast_or_null<CStyleCastExpr>(Up);
      Cast && Cast->getType()->isVoidType())
    return Tested::Never;
  if (isa_and_nonnull<CompoundStmt, LabelStmt, SwitchCase>(Up))
    return Tested::Never;
  if (const auto *If = dyn_cast_or_null<IfStmt>(Up);
      If && capi::strip(If->getCond()) != Call)
    return Tested::Never;
  const auto *Binary = dyn_cast_or_null<BinaryOperator>(Up);
  if (!Binary)
    return Tested::Otherwise;
  Expr::EvalResult Right;
  if (!Binary->getRHS()->EvaluateAsInt(Right, S.context()))
    return Tested::Otherwise;
  const int64_t Number = Right.Val.getInt().getSExtValue();
  const bool Fits = (Binary->getOpcode() == BO_LT && Number == 0) ||
                    (Binary->getOpcode() == BO_EQ && Number == -1);
  return Fits ? Tested::Negative : Tested::Otherwise;
}

// Whether the answer is in what the condition asks.
bool PairPlan::tells(const Stmt *Condition, const capi::Use &Ask) const {
  const VarDecl *Holder = nullptr;
  for (const Stmt *Up = Tree.parent(Ask.Node); Up; Up = Tree.parent(Up)) {
    if (const auto *Binary = dyn_cast<BinaryOperator>(Up);
        Binary && Binary->getOpcode() == BO_Assign)
      Holder = localOf(Binary->getLHS());
    else if (const auto *Declared = dyn_cast<DeclStmt>(Up);
             Declared && Declared->isSingleDecl())
      Holder = dyn_cast<VarDecl>(Declared->getSingleDecl());
    else if (isa<CastExpr, ParenExpr>(Up))
      continue;
    break;
  }
  llvm::SmallVector<const VarDecl *, 2> Out{Holder};
  for (const Expr *A : Ask.Args)
    if (const auto *Address =
            dyn_cast_or_null<UnaryOperator>(A ? capi::strip(A) : nullptr);
        Address && Address->getOpcode() == UO_AddrOf)
      Out.push_back(localOf(Address->getSubExpr()));
  bool Found = false;
  forEach(Condition, [&](const Stmt *Node) {
    const auto *Ref = dyn_cast<DeclRefExpr>(Node);
    const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    Found |= Node == Ask.Node || (V && llvm::is_contained(Out, V));
  });
  return Found;
}

static bool leaves(const Stmt *S) {
  if (const auto *Block = dyn_cast_or_null<CompoundStmt>(S))
    S = Block->body_empty() ? nullptr : Block->body_back();
  return isa_and_nonnull<ReturnStmt, GotoStmt, BreakStmt, ContinueStmt>(S);
}

// The deletion is all that happens when the key is there: who comes second, and
// deletes nothing, goes on as if it had not been there.
bool PairPlan::isAlone(const sharing::Pair &P) const {
  for (const Stmt *From = P.Act->Node, *Up = Tree.parent(From); Up;
       From = Up, Up = Tree.parent(Up)) {
    if (const auto *Block = dyn_cast<CompoundStmt>(Up)) {
      if (Block->body_back() != From)
        return false;
    } else if (const auto *Binary = dyn_cast<BinaryOperator>(Up)) {
      if (Binary->isLogicalOp() && From == Binary->getRHS() &&
          tells(Binary->getLHS(), *P.Ask))
        return true;
    } else if (const auto *If = dyn_cast<IfStmt>(Up)) {
      if (From != If->getCond() && tells(If->getCond(), *P.Ask))
        return !leaves(From == If->getThen() ? If->getElse() : If->getThen());
    } else if (!isa<Expr>(Up)) {
      return false;
    }
  }
  return false;
}

EditPlan PairPlan::remove(const sharing::Pair &P) {
  const capi::Fact *Pop = capi::findFact(
      P.Act->F->Name.ends_with("String") ? "PyDict_PopString" : "PyDict_Pop");
  if (S.availability().of(*Pop) != Availability::Answer::Yes)
    return EditPlan::refuse(Reason::Unavailable);
  if (testOf(P.Act->Node) == Tested::Otherwise)
    return EditPlan::refuse(Reason::TestedOtherwise);
  if (!isAlone(P))
    return EditPlan::refuse(Reason::GoesOn);
  const SourceText::Call Call = *Text.call(P.Act->Loc);
  return EditPlan::of(
      {{Call.Name.Begin, Call.Name.End - Call.Name.Begin, Pop->Name.str()},
       {Call.Arguments.End, 0, ", NULL"}});
}

// V is given a new reference once between the two calls, and nobody else is
// told of it before the act.
bool PairPlan::ownsNewReference(const sharing::Pair &P,
                                const VarDecl &V) const {
  const SourceManager &SM = S.context().getSourceManager();
  unsigned Made = 0;
  bool Fine = true;
  const auto IsBefore = [&](const Stmt *Node) {
    return SM.isBeforeInTranslationUnit(SM.getFileLoc(Node->getBeginLoc()),
                                        P.Act->Loc);
  };
  const auto IsAfterAsk = [&](SourceLocation L) {
    return SM.isBeforeInTranslationUnit(P.Ask->Loc, SM.getFileLoc(L));
  };
  forEach(F.decl().getBody(), [&](const Stmt *Node) {
    if (!IsBefore(Node))
      return;
    const Expr *Value = nullptr;
    bool Assigns = false, Copies = false;
    if (const auto *Binary = dyn_cast<BinaryOperator>(Node);
        Binary && Binary->getOpcode() == BO_Assign &&
        IsAfterAsk(Binary->getOperatorLoc())) {
      Assigns = localOf(Binary->getLHS()) == &V;
      Copies = localOf(Binary->getRHS()) == &V;
      Value = Binary->getRHS();
    } else if (const auto *Declared = dyn_cast<DeclStmt>(Node)) {
      for (const Decl *D : Declared->decls())
        if (const auto *Each = dyn_cast<VarDecl>(D); Each && Each->getInit()) {
          Copies |= localOf(Each->getInit()) == &V;
          if (Each == &V && IsAfterAsk(V.getLocation())) {
            Assigns = true;
            Value = V.getInit();
          }
        }
    } else if (const auto *Unary = dyn_cast<UnaryOperator>(Node);
               Unary && Unary->getOpcode() == UO_AddrOf) {
      // What the question fills is given anew behind it.
      Copies = localOf(Unary->getSubExpr()) == &V &&
               !Tree.contains(P.Ask->Node, Unary);
    }
    if (const capi::Use *U = F.uses().at(Node))
      for (unsigned I = 0; I < U->Args.size(); ++I)
        if (localOf(U->arg(I)) == &V && U->Node != P.Act->Node &&
            (U->effect(I) == 'S' || U->effect(I) == 's') &&
            IsAfterAsk(U->Loc))
          Fine = false;
    Fine &= !Copies;
    if (Assigns) {
      const capi::Use *New = F.uses().at(capi::strip(Value));
      Fine &= New && New->F->Returns == capi::Result::New;
      ++Made;
    }
  });
  return Fine && Made == 1;
}

EditPlan PairPlan::insert(const sharing::Pair &P) {
  // There is none for a key that is no object.
  const capi::Fact *Insert = capi::findFact("PyDict_SetDefaultRef");
  if (P.Act->F->Name.ends_with("String"))
    return EditPlan::refuse(Reason::NoAtomicForm);
  if (S.availability().of(*Insert) != Availability::Answer::Yes)
    return EditPlan::refuse(Reason::Unavailable);
  const VarDecl *V = localOf(P.Act->arg(2));
  if (!V || V->getType().getAsString() != "PyObject *" ||
      !ownsNewReference(P, *V))
    return EditPlan::refuse(Reason::NotOwned);
  // `if (PyDict_SetItem(...) < 0) { ...; return NULL; }`: behind it the value
  // is in the dict.
  const Stmt *Statement = Tree.statementOf(P.Act->Node);
  const auto *If = dyn_cast_or_null<IfStmt>(Statement);
  const Stmt *Then = If ? If->getThen() : nullptr;
  if (const auto *Block = dyn_cast_or_null<CompoundStmt>(Then))
    Then = Block->body_empty() ? nullptr : Block->body_back();
  const Expr *Condition =
      If ? If->getCond()->IgnoreParenImpCasts() : nullptr;
  const auto *Test = dyn_cast_or_null<BinaryOperator>(Condition);
  if (!If || If->getElse() ||
      !isa_and_nonnull<ReturnStmt, GotoStmt, BreakStmt, ContinueStmt>(Then) ||
      !Test || capi::strip(Test->getLHS()) != capi::strip(P.Act->expr()) ||
      testOf(P.Act->Node) != Tested::Negative)
    return EditPlan::refuse(Reason::TestedOtherwise);
  const auto Where = Text.statement(If);
  const auto Body = Text.of(F.decl().getBody());
  if (!Where || !Body)
    return EditPlan::refuse(Reason::HiddenByMacro);
  if (!isa_and_nonnull<CompoundStmt>(Tree.parent(If)))
    return EditPlan::refuse(Reason::Unbraced);
  if (Text.hasConditional(*Where))
    return EditPlan::refuse(Reason::Conditional);
  const std::string Name = Text.freeName("winner", *Body, nullptr, F.names());
  F.names().insert({nullptr, Name});
  const std::string Indent = Text.indentation(Where->Begin).str();
  const std::string Variable = V->getNameAsString();
  const SourceText::Call Call = *Text.call(P.Act->Loc);
  EditPlan Plan = EditPlan::of(
      {{Where->Begin, 0, "PyObject *" + Name + ";\n" + Indent},
       {Call.Name.Begin, Call.Name.End - Call.Name.Begin, Insert->Name.str()},
       {Call.Arguments.End, 0, ", &" + Name},
       {Text.afterTrailingComment(Where->End), 0,
        "\n" + Indent + "Py_DECREF(" + Variable + ");\n" + Indent + Variable +
            " = " + Name + ";"}});
  Plan.lowerToReview("what another thread put there first is used");
  return Plan;
}

} // namespace ftidy::fix
