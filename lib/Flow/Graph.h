//===-- Graph.h - what runs before what -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The control flow of one function, and the one solver that the rooms run over
// it. Every subexpression is an element of its own, in order of evaluation.
//
// clang's FlowSensitive framework refuses C, so this is clang::CFG with a
// worklist of our own.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FLOW_GRAPH_H
#define FTIDY_LIB_FLOW_GRAPH_H

#include "clang/AST/Expr.h"
#include "clang/Analysis/CFG.h"
#include "llvm/ADT/SmallVector.h"
#include <memory>
#include <optional>
#include <queue>
#include <vector>

namespace clang {
class ASTContext;
class FunctionDecl;
} // namespace clang

namespace ftidy::flow {

/// A place in a graph: before element `Index` of `Block`.
struct Point {
  const clang::CFGBlock *Block = nullptr;
  unsigned Index = 0;
};

class Graph {
public:
  /// Functions with more blocks than this are not analysed: the caller says so.
  static constexpr unsigned MaxBlocks = 200000;

  /// Null when clang cannot build the graph (dependent code, broken code) or
  /// when it has more than MaxBlocks blocks.
  /// WithDestructors adds an element where an automatic object is destroyed.
  static std::unique_ptr<Graph> build(const clang::FunctionDecl &F,
                                      clang::ASTContext &Context,
                                      bool WithDestructors = false);

  const clang::CFG &cfg() const { return *G; }

  /// The blocks that can be reached from the entry, each after as many of its
  /// predecessors as loops allow.
  llvm::ArrayRef<const clang::CFGBlock *> order() const { return Order; }

  /// The position of a block in order().
  unsigned rank(const clang::CFGBlock *B) const { return Rank[B->getBlockID()]; }

private:
  std::unique_ptr<clang::CFG> G;
  std::vector<const clang::CFGBlock *> Order;
  std::vector<unsigned> Rank;
};

/// What a branch on a condition tells about a pointer: on the edge where the
/// condition is `NullWhen`, Subject is null; on the other one it is not.
struct NullTest {
  const clang::Expr *Subject; ///< without casts and parentheses
  bool NullWhen;
};

/// Reads `p`, `!p`, `p == NULL`, `NULL != p`, `(p = f()) == NULL`,
/// `__builtin_expect(!!(p), 1)` and combinations. Not `&&` and `||`: the graph
/// has split those.
std::optional<NullTest> nullTest(const clang::Expr *Condition);

/// A condition as a test of one expression: Subject is true exactly on the edge
/// where the condition is `TrueWhen`. Looks through `!`, `== 0`, `!= 0` and
/// `__builtin_expect`.
struct TruthTest {
  const clang::Expr *Subject; ///< without casts and parentheses
  bool TrueWhen;
};
TruthTest truthTest(const clang::Expr *Condition);

/// True for a null pointer constant (NULL, nullptr, 0, (PyObject *)0).
bool isNullConstant(const clang::Expr *E);

/// The condition that decides between the two successors of a block, or null
/// (switches, exceptions, one successor).
const clang::Expr *branchCondition(const clang::CFGBlock &B);

/// Runs a domain forward to its fixpoint. A Domain has
///     using State = ...;                    copyable
///     State entry();
///     void transfer(const clang::CFGElement &, State &);
///     void assume(const clang::Expr *Condition, bool Taken, State &);
///     bool join(State &Into, const State &From);   true when Into changed
/// Afterwards `visit(Block, StateBeforeBlock)` is called once for each
/// reachable block in order().
template <class Domain, class Visitor>
void solveForward(const Graph &G, Domain &D, Visitor Visit) {
  using State = typename Domain::State;
  const auto Order = G.order();
  std::vector<std::optional<State>> In(Order.size());
  std::vector<bool> Queued(Order.size());
  std::priority_queue<unsigned, std::vector<unsigned>, std::greater<unsigned>>
      Work;
  In[0] = D.entry();
  Work.push(0);
  while (!Work.empty()) {
    const unsigned Rank = Work.top();
    Work.pop();
    Queued[Rank] = false;
    const clang::CFGBlock &B = *Order[Rank];
    State Out = *In[Rank];
    for (const clang::CFGElement &E : B)
      D.transfer(E, Out);
    const clang::Expr *Condition = branchCondition(B);
    unsigned Index = 0;
    for (const clang::CFGBlock *Next : B.succs()) {
      const bool Taken = Index++ == 0;
      if (!Next)
        continue;
      State Edge = Out;
      if (Condition)
        D.assume(Condition, Taken, Edge);
      const unsigned To = G.rank(Next);
      bool Changed = false;
      if (!In[To]) {
        In[To] = std::move(Edge);
        Changed = true;
      } else {
        Changed = D.join(*In[To], Edge);
      }
      if (Changed && !Queued[To]) {
        Queued[To] = true;
        Work.push(To);
      }
    }
  }
  for (unsigned Rank = 0; Rank < Order.size(); ++Rank)
    if (In[Rank])
      Visit(*Order[Rank], *In[Rank]);
}

} // namespace ftidy::flow

#endif
