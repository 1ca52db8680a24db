//===-- WeakCall.cpp - weak references, dead or alive ---------------------===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The old call gives NULL for an error and None for a dead object. The new one
// returns -1 and 0 for them, and leaves NULL in the variable for both. So a test
// for NULL becomes one of what the call returns where the two are one step:
//
//     object = PyWeakref_GetObject(ref);
//     if (object == NULL)                  if (PyWeakref_GetRef(ref, &object) < 0)
//         return NULL;              ->         return NULL;
//     if (object == Py_None)               if (object == NULL)
//
// `object == NULL || object == Py_None` becomes `object == NULL`. Any other test
// for NULL asked for something that the variable does not tell any more.
//
//===----------------------------------------------------------------------===//

#include "FixIt/HolderPlan.h"
#include "FixIt/StrongCall.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"

using namespace clang;

namespace ftidy::fix {

// `if (v == NULL)` right behind the site's statement, or around `v = f()`.
const IfStmt *StrongCall::failureTest(const own::BorrowedSite &Site,
                                      const VarDecl *Holder) const {
  const Expr *Node = capi::strip(Site.Node);
  const Stmt *Statement = Tree.statementOf(Node);
  const auto *Block = dyn_cast_or_null<CompoundStmt>(Tree.parent(Statement));
  const auto *If = dyn_cast<IfStmt>(Statement);
  if (!Block)
    return nullptr;
  if (!If) {
    auto At = std::find(Block->body_begin(), Block->body_end(), Statement);
    if (At == Block->body_end() || ++At == Block->body_end())
      return nullptr;
    If = dyn_cast<IfStmt>(*At);
  }
  if (!If || If->getInit() || If->getConditionVariable() || If->isConstexpr())
    return nullptr;
  const auto Test = flow::nullTest(If->getCond());
  if (!Test || own::localVariable(Test->Subject) != Holder)
    return nullptr;
  // Nothing but the assignment may happen in the condition.
  const bool Assigns = If->getCond()->HasSideEffects(S.context());
  if (If != Statement)
    return Assigns ? nullptr : If;
  const auto *Assign =
      dyn_cast<BinaryOperator>(flow::truthTest(If->getCond()).Subject);
  return Assign && Assign->getOpcode() == BO_Assign &&
                 capi::strip(Assign->getRHS()) == Node
             ? If
             : nullptr;
}

bool StrongCall::weakWithFailure(const own::BorrowedSite &Site,
                                 const capi::Fact &Twin, const VarDecl *Holder,
                                 const SourceText::Call &Call,
                                 const IfStmt &Test) {
  const Stmt *Statement = Tree.statementOf(capi::strip(Site.Node));
  const auto *Declared = dyn_cast<DeclStmt>(Statement);
  const auto *Assign = dyn_cast_or_null<BinaryOperator>(
      isa<Expr>(Statement) ? capi::strip(cast<Expr>(Statement)) : nullptr);
  const QualType Type = Holder->getType();
  if (Type.isConstQualified() ||
      !S.context().hasSameType(Type, Site.Node->getType().getUnqualifiedType()))
    return refuse(Reason::HolderType);
  if (Declared && !Declared->isSingleDecl())
    return refuse(Reason::SharedDeclaration);
  const bool Fills =
      Statement == &Test ||
      (Declared && Holder->getInit() &&
       capi::strip(Holder->getInit()) == capi::strip(Site.Node)) ||
      (Assign && Assign->getOpcode() == BO_Assign &&
       own::localVariable(Assign->getLHS()) == Holder &&
       capi::strip(Assign->getRHS()) == capi::strip(Site.Node));
  if (!Fills || Text.hasComment(Call.Arguments))
    return refuse(Reason::Nested);
  const auto Whole = Text.statement(Statement);
  const auto Condition = Text.of(Test.getCond());
  if (!Whole || !Condition)
    return refuse(Reason::HiddenByMacro);
  if (Declared)
    R.Edits.push_back({Whole->Begin, Whole->End - Whole->Begin,
                       "PyObject *" + Holder->getNameAsString() + ";"});
  else if (Assign) {
    const Stretch Gone = Text.removal(*Whole);
    R.Edits.push_back({Gone.Begin, Gone.End - Gone.Begin, ""});
  }
  const bool NullWhen = flow::nullTest(Test.getCond())->NullWhen;
  R.Edits.push_back({Condition->Begin, Condition->End - Condition->Begin,
                     Twin.Name.str() + "(" + Text.text(Call.Arguments).str() +
                         ", &" + Holder->getNameAsString() + ")" +
                         (NullWhen ? " < 0" : " >= 0")});
  R.FailureTest = Test.getCond();
  return true;
}

// `v == Py_None` and its opposite.
static bool isNoneTest(const Expr *E, const VarDecl *V, bool Equal) {
  const auto *Compare = dyn_cast<BinaryOperator>(capi::strip(E));
  if (!Compare || Compare->getOpcode() != (Equal ? BO_EQ : BO_NE))
    return false;
  return (capi::isNone(Compare->getLHS()) &&
          own::localVariable(Compare->getRHS()) == V) ||
         (capi::isNone(Compare->getRHS()) &&
          own::localVariable(Compare->getLHS()) == V);
}

// `v == NULL || v == Py_None`, `v && v != Py_None`, in any order.
static bool testsBoth(const Expr *E, const VarDecl *V) {
  const auto *Logical = dyn_cast<BinaryOperator>(E);
  if (!Logical || !Logical->isLogicalOp())
    return false;
  const bool Either = Logical->getOpcode() == BO_LOr;
  for (const bool NoneFirst : {false, true}) {
    const Expr *None = NoneFirst ? Logical->getLHS() : Logical->getRHS();
    const Expr *Null = NoneFirst ? Logical->getRHS() : Logical->getLHS();
    const auto Test = flow::nullTest(Null);
    if (Test && isa<DeclRefExpr>(Test->Subject) &&
        own::localVariable(Test->Subject) == V && Test->NullWhen == Either &&
        isNoneTest(None, V, Either))
      return true;
  }
  return false;
}

// True when the holder also gets the result of a call that stays as it is: its
// None for a dead object has to be told from NULL.
bool HolderPlanner::keepsOldCall() const {
  const auto IsPlanned = [&](const Expr *Value) {
    return llvm::any_of(P.Sites, [&](size_t I) {
      return capi::strip(Borrowed.all()[I].Node) == capi::strip(Value);
    });
  };
  return llvm::any_of(F.uses().all(), [&](const capi::Use &U) {
    if (!U.F->hasQuirk(capi::NoneWhenDead) || !U.expr() || IsPlanned(U.expr()))
      return false;
    const Stmt *Parent = Tree.parent(U.expr());
    while (isa_and_nonnull<CastExpr, ParenExpr>(Parent))
      Parent = Tree.parent(Parent);
    const auto *Assign = dyn_cast_or_null<BinaryOperator>(Parent);
    return (Assign && Assign->isAssignmentOp() &&
            own::localVariable(Assign->getLHS()) == Holder) ||
           (Holder->getInit() &&
            capi::strip(Holder->getInit()) == capi::strip(U.expr()));
  });
}

// Where the old call gave None for a dead object the new one gives NULL: tests
// for None become tests for NULL. A test for NULL asked for something else and
// must not see the dead ones.
bool HolderPlanner::translateNone(size_t Index) {
  if (!Holder || !Borrowed.all()[Index].hasQuirk(capi::NoneWhenDead))
    return true;
  if (keepsOldCall())
    return refuse(Reason::WeakrefNone);
  const std::string Null = Text.nullPointer().str();
  llvm::SmallVector<const Stmt *, 64> Work{F.decl().getBody()};
  while (!Work.empty()) {
    const Stmt *Node = Work.pop_back_val();
    if (Node == FailureTest)
      continue; // is rewritten as a whole
    const auto *E = dyn_cast<Expr>(Node);
    if (E && testsBoth(E, Holder)) {
      const auto Where = Text.of(E);
      if (!Where)
        return refuse(Reason::HiddenByMacro);
      const bool Either = cast<BinaryOperator>(E)->getOpcode() == BO_LOr;
      P.Edits.push_back({Where->Begin, Where->End - Where->Begin,
                         Name + (Either ? " == " : " != ") + Null});
      continue;
    }
    for (const Stmt *Child : Node->children())
      if (Child)
        Work.push_back(Child);
    const auto *Compare = dyn_cast<BinaryOperator>(Node);
    if (Compare && Compare->isEqualityOp()) {
      const bool Left = capi::isNone(Compare->getLHS());
      const Expr *None = Left ? Compare->getLHS() : Compare->getRHS();
      const Expr *Other = Left ? Compare->getRHS() : Compare->getLHS();
      if (capi::isNone(None) && own::localVariable(Other) == Holder) {
        const auto Where = Text.of(None);
        if (!Where)
          return refuse(Reason::HiddenByMacro);
        P.Edits.push_back({Where->Begin, Where->End - Where->Begin, Null});
        continue;
      }
    }
    // Any other place where the pointer itself decides.
    if (!E || own::localVariable(E) != Holder || !isa<DeclRefExpr>(E))
      continue;
    const Stmt *Parent = Tree.parent(E);
    while (isa_and_nonnull<ImplicitCastExpr, ParenExpr, CStyleCastExpr>(Parent))
      Parent = Tree.parent(Parent);
    const auto *Binary = dyn_cast_or_null<BinaryOperator>(Parent);
    const auto *Unary = dyn_cast_or_null<UnaryOperator>(Parent);
    if (isa_and_nonnull<IfStmt, WhileStmt, DoStmt, ForStmt,
                        ConditionalOperator>(Parent) ||
        (Unary && Unary->getOpcode() == UO_LNot) ||
        (Binary && (Binary->isLogicalOp() || Binary->isEqualityOp()) &&
         !capi::isNone(Binary->getLHS()) && !capi::isNone(Binary->getRHS())))
      return refuse(Reason::WeakrefNone);
  }
  return true;
}

} // namespace ftidy::fix
