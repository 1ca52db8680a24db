//===-- PathsBetween.cpp - what runs between two places -------------------===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/PathsBetween.h"

using namespace clang;

namespace ftidy::fix {

PathsBetween::PathsBetween(const flow::Graph &G, const Structure &Tree,
                           const Stmt *From, const IfStmt &If,
                           const Stmt *Body) {
  // Where the statement runs: it starts the ways, and ends those that return.
  llvm::DenseMap<const CFGBlock *, std::pair<unsigned, unsigned>> Own;
  const CFGBlock *Target = nullptr;
  for (const CFGBlock *B : G.order()) {
    unsigned Index = 0;
    for (const CFGElement &E : *B) {
      if (const auto S = E.getAs<CFGStmt>();
          S && Tree.contains(From, S->getStmt())) {
        const auto It = Own.try_emplace(B, Index, Index).first;
        It->second.second = Index;
      }
      ++Index;
    }
    if (B->getTerminatorStmt() == &If && B->succ_size() == 2)
      Target = B->succ_begin()[Body == If.getThen() ? 0 : 1];
  }
  if (!Target || Own.empty())
    return;
  const auto Elements = [](const CFGBlock *B, unsigned Begin, unsigned End,
                           auto Visit) {
    unsigned Index = 0;
    for (const CFGElement &E : *B) {
      if (const auto S = E.getAs<CFGStmt>();
          S && Index >= Begin && Index < End)
        Visit(S->getStmt());
      ++Index;
    }
  };
  // Forwards, from behind the statement until it comes again.
  llvm::DenseSet<const Stmt *> Reached;
  llvm::DenseSet<const CFGBlock *> Entered;
  llvm::SmallVector<const CFGBlock *, 16> Work;
  const auto Reach = [&](const Stmt *S) { Reached.insert(S); };
  const auto Enter = [&](const CFGBlock *B) {
    for (const CFGBlock::AdjacentBlock &Next : B->succs())
      if (const CFGBlock *To = Next.getReachableBlock();
          To && Entered.insert(To).second)
        Work.push_back(To);
  };
  for (const auto &[B, Where] : Own) {
    // Its last part leaves it; the others go on inside.
    Elements(B, Where.second + 1, B->size(), Reach);
    Enter(B);
  }
  while (!Work.empty()) {
    const CFGBlock *B = Work.pop_back_val();
    const auto It = Own.find(B);
    Elements(B, 0, It == Own.end() ? B->size() : It->second.first, Reach);
    if (It == Own.end())
      Enter(B);
  }
  Exist = Entered.contains(Target) && !Own.count(Target);
  // Backwards from the branch.
  llvm::DenseSet<const CFGBlock *> Left{Target};
  const auto Meet = [&](const Stmt *S) {
    if (Reached.contains(S))
      Between.insert(S);
  };
  Work = {Target};
  while (!Work.empty()) {
    const CFGBlock *B = Work.pop_back_val();
    const auto It = Own.find(B);
    if (B != Target)
      Elements(B, It == Own.end() ? 0 : It->second.second + 1, B->size(), Meet);
    if (It != Own.end() && B != Target)
      continue;
    for (const CFGBlock::AdjacentBlock &Before : B->preds())
      if (const CFGBlock *Of = Before.getReachableBlock();
          Of && Left.insert(Of).second)
        Work.push_back(Of);
  }
}

bool PathsBetween::pass(const Stmt *Node) const {
  llvm::SmallVector<const Stmt *, 16> Work{Node};
  while (!Work.empty()) {
    const Stmt *S = Work.pop_back_val();
    if (Between.contains(S))
      return true;
    for (const Stmt *Child : S->children())
      if (Child)
        Work.push_back(Child);
  }
  return false;
}

} // namespace ftidy::fix
