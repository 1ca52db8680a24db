//===-- LoopEnd.cpp - the end of a loop as a way out on an error ----------===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The part of ErrorExit for loops that ask for the size of the list in each round.
//
//===----------------------------------------------------------------------===//

#include "FixIt/ErrorExit.h"
#include "FixIt/WalkSizes.h"
#include "Ownership/Ownership.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace ftidy::fix {

// `for (i = 0; i < PyList_GET_SIZE(l); ++i) { v = PyList_GET_ITEM(l, i); ...`:
// the twin only fails when the list has got shorter since its size was asked
// for. Nothing may have happened in this round, and nobody may use the variable
// behind the loop.
std::optional<ErrorExit::Lines> ErrorExit::endOfLoop() {
  const auto *Body = dyn_cast_or_null<CompoundStmt>(Tree.parent(Statement));
  const Stmt *Loop = Body ? Tree.parent(Body) : nullptr;
  const Expr *Condition = nullptr;
  if (const auto *For = dyn_cast_or_null<ForStmt>(Loop))
    Condition = For->getBody() == Body ? For->getCond() : nullptr;
  else if (const auto *While = dyn_cast_or_null<WhileStmt>(Loop))
    Condition = While->getBody() == Body ? While->getCond() : nullptr;
  const auto *Less = dyn_cast_or_null<BinaryOperator>(
      Condition ? capi::strip(Condition) : nullptr);
  if (Less && Less->getOpcode() == BO_LAnd) // the last thing that is asked
    Less = dyn_cast<BinaryOperator>(capi::strip(Less->getRHS()));
  const auto Where = Text.of(Loop ? Loop : Statement);
  if (!Less || Less->getOpcode() != BO_LT || !Where ||
      (Holder && !(Errors.scopeOf(Holder) &&
                   Tree.contains(Body, Errors.scopeOf(Holder)))))
    return std::nullopt;
  const VarDecl *Index = own::localVariable(Less->getLHS());
  const capi::Use *Size = F.uses().at(capi::strip(Less->getRHS()));
  const VarDecl *List = Size && llvm::is_contained({"PyList_GET_SIZE",
                                                    "PyList_Size", "Py_SIZE"},
                                                   Size->F->Name)
                            ? own::localVariable(Size->arg(0))
                            : nullptr;
  const capi::Use *Item = nullptr;
  for (const capi::Use &U : F.uses().all())
    if ((U.F->Quirks & (capi::Unchecked | capi::ByIndex)) && Tree.contains(Statement, U.Node)) {
      if (Item)
        return std::nullopt;
      Item = &U;
    }
  if (!Index || !List || !Item || Item->Args.size() != 2 ||
      own::localVariable(Item->arg(0)) != List ||
      own::localVariable(Item->arg(1)) != Index ||
      Tree.addressEscapes(F.decl().getBody(), List) ||
      Tree.addressEscapes(F.decl().getBody(), Index) ||
      llvm::any_of(Errors.assignments(List),
                   [&](unsigned At) {
                     return At >= Where->Begin && At < Where->End;
                   }) ||
      llvm::any_of(Errors.events(), [&](const Event &E) {
        return Tree.contains(Body, E.Node) && E.At < Here.Begin;
      }) ||
      Errors.mayBePending(Item->expr()))
    return std::nullopt;
  // What was made to fit would be left with empty places.
  if (WalkSizes(F, S, Tree).fillsPlaces(Body))
    return std::nullopt;
  bool Changes = false; // the index, before it is used
  for (const Stmt *Each : Body->body()) {
    if (Each == Statement)
      break;
    forEach(Each, [&](const Stmt *Node) {
      const auto *Unary = dyn_cast<UnaryOperator>(Node);
      const auto *Binary = dyn_cast<BinaryOperator>(Node);
      Changes |= (Unary && Unary->isIncrementDecrementOp()) ||
                 (Binary && Binary->isAssignmentOp()) || isa<CallExpr>(Node) ||
                 isa<LabelStmt>(Node);
    });
  }
  if (Changes)
    return std::nullopt;
  return Lines{"PyErr_Clear();", "break;"};
}

} // namespace ftidy::fix
