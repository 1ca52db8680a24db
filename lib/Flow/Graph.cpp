//===-- Graph.cpp - what runs before what
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Flow/Graph.h"
#include "CApi/Use.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/Analysis/Analyses/PostOrderCFGView.h"

using namespace clang;

namespace ftidy::flow {

std::unique_ptr<Graph> Graph::build(const FunctionDecl &F,
                                    ASTContext &Context, bool WithDestructors) {
  if (!F.getBody() || F.isDependentContext())
    return nullptr;
  CFG::BuildOptions Options;
  Options.setAllAlwaysAdd();
  Options.AddInitializers = true;
  Options.AddCXXDefaultInitExprInAggregates = true;
  Options.AddImplicitDtors = WithDestructors;
  auto Result = std::make_unique<Graph>();
  Result->G = CFG::buildCFG(&F, F.getBody(), &Context, Options);
  if (!Result->G || Result->G->getNumBlockIDs() > MaxBlocks)
    return nullptr;
  const CFG *G = Result->G.get();
  // Unlike LLVM's own traversal this view knows that a successor may be null.
  for (const CFGBlock *B : PostOrderCFGView(G))
    Result->Order.push_back(B);
  Result->Rank.resize(G->getNumBlockIDs());
  for (unsigned I = 0; I < Result->Order.size(); ++I)
    Result->Rank[Result->Order[I]->getBlockID()] = I;
  return Result;
}

bool isNullConstant(const Expr *E) {
  E = capi::strip(E);
  if (isa_and_nonnull<CXXNullPtrLiteralExpr, GNUNullExpr>(E))
    return true;
  const auto *Zero = dyn_cast_or_null<IntegerLiteral>(E);
  return Zero && Zero->getValue() == 0;
}

static bool isPointer(const Expr *E) {
  return E->getType()->isAnyPointerType() || E->getType()->isNullPtrType();
}

TruthTest truthTest(const Expr *Condition) {
  bool TrueWhen = true;
  const Expr *E = capi::strip(Condition);
  while (true) {
    const Expr *Inner = nullptr;
    bool Flips = false;
    if (const auto *Not = dyn_cast<UnaryOperator>(E);
        Not && Not->getOpcode() == UO_LNot) {
      Inner = Not->getSubExpr();
      Flips = true;
    } else if (const auto *Call = dyn_cast<CallExpr>(E);
               Call && Call->getBuiltinCallee() == Builtin::BI__builtin_expect) {
      Inner = Call->getArg(0);
    } else if (const auto *Compare = dyn_cast<BinaryOperator>(E);
               Compare && Compare->isEqualityOp()) {
      if (isNullConstant(Compare->getRHS()))
        Inner = Compare->getLHS();
      else if (isNullConstant(Compare->getLHS()))
        Inner = Compare->getRHS();
      Flips = Compare->getOpcode() == BO_EQ;
    }
    if (!Inner)
      return {E, TrueWhen};
    if (Flips)
      TrueWhen = !TrueWhen;
    E = capi::strip(Inner);
  }
}

std::optional<NullTest> nullTest(const Expr *Condition) {
  const TruthTest Test = truthTest(Condition);
  if (!isPointer(Test.Subject))
    return std::nullopt;
  const Expr *Subject = Test.Subject;
  if (const auto *Assign = dyn_cast<BinaryOperator>(Subject);
      Assign && Assign->getOpcode() == BO_Assign)
    Subject = capi::strip(Assign->getLHS());
  return NullTest{Subject, !Test.TrueWhen};
}

const Expr *branchCondition(const CFGBlock &B) {
  if (B.succ_size() != 2 || !B.getTerminatorStmt() ||
      isa<SwitchStmt, CXXTryStmt>(B.getTerminatorStmt()))
    return nullptr;
  return B.getLastCondition();
}

} // namespace ftidy::flow
