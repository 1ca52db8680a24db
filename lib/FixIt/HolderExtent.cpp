//===-- HolderExtent.cpp - from a site to the last use of its value -------===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The part of HolderPlanner that finds the statements of one block between which
// a reference is held, and what in there rules a release out: code that other
// builds see, counts that are read, jumps that nobody sees.
//
//===----------------------------------------------------------------------===//

#include "FixIt/HolderPlan.h"
#include "FixIt/Unwinding.h"
#include "Guards/ThreadState.h"
#include "Session.h"
#include "Sharing/RefcountTests.h"
#include "clang/AST/ASTContext.h"

using namespace clang;

namespace ftidy::fix {

using own::Hold;

HolderPlanner::Extent::Extent(const CompoundStmt &Of, unsigned First,
                              unsigned Last)
    : Scope(&Of),
      Statements(Of.body_begin() + First, Of.body_begin() + Last + 1),
      Members(Statements.begin(), Statements.end()) {}

bool HolderPlanner::holds(const Extent &E, const Stmt *Inner) const {
  while (Inner && Tree.parent(Inner) != E.Scope)
    Inner = Tree.parent(Inner);
  return E.Members.contains(Inner);
}

// The smallest block that holds the site and all that is done with its value
// while it is held in one of these ways.
std::optional<HolderPlanner::Extent>
HolderPlanner::extentOf(size_t Index, llvm::ArrayRef<Hold> Live) {
  const own::Site &Life = Owners.sites()[Index];
  const auto IsLive = [&](const own::ValueUse &Use) {
    return llvm::is_contained(Live, Use.As);
  };
  const Stmt *Start = Tree.statementOf(capi::strip(Life.Node));
  const CompoundStmt *Scope = nullptr;
  for (const Stmt *Around = Tree.parent(Start); Around && !Scope;
       Around = Tree.parent(Around)) {
    const auto *Compound = dyn_cast<CompoundStmt>(Around);
    if (Compound && llvm::all_of(Life.Uses, [&](const own::ValueUse &Use) {
          return !IsLive(Use) || Tree.contains(Compound, Use.At);
        }))
      Scope = Compound;
  }
  if (!Scope) {
    refuse(Reason::UnknownExit);
    return std::nullopt;
  }
  if (Tree.loopAround(capi::strip(Life.Node), Scope)) {
    refuse(Reason::LoopCarried);
    return std::nullopt;
  }
  llvm::DenseMap<const Stmt *, unsigned> Indices;
  for (const Stmt *Child : Scope->body())
    Indices.try_emplace(Child, Indices.size());
  const auto ChildOf = [&](const Stmt *Inner) {
    const auto It = Indices.find(Tree.partOf(Scope, Inner));
    return It == Indices.end() ? Scope->size() : It->second;
  };
  const unsigned First = ChildOf(capi::strip(Life.Node));
  unsigned Last = First;
  for (const own::ValueUse &Use : Life.Uses) {
    if (!IsLive(Use))
      continue;
    const unsigned At = ChildOf(Use.At);
    if (At < First) {
      refuse(Reason::LoopCarried);
      return std::nullopt;
    }
    Last = std::max(Last, At);
  }
  return Extent(*Scope, First, Last);
}

// What stands in the way of a release at the end of the extent.
bool HolderPlanner::checkExtent(const Extent &Held) {
  const auto From = Text.statement(Held.Statements.front());
  const auto To = Text.statement(Held.Statements.back());
  if (!From || !To)
    return refuse(Reason::HiddenByMacro);
  if (Text.hasConditional({From->Begin, To->End}) &&
      !Text.conditionalsOnlyCall({From->Begin, To->End}))
    return refuse(Reason::Conditional);
  // A count that is read meanwhile may be that of the same object.
  for (const Stmt *Node : F.statements())
    if (sharing::readsRefcount(Node, F, S) && holds(Held, Node))
      return refuse(Reason::ReadsRefcount);
  if (farJump(F.decl().getBody()))
    return refuse(Reason::Setjmp);
  return !detaches(Held) || refuse(Reason::Detached);
}

bool HolderPlanner::checkThrows(size_t Index, const Extent &Held) {
  if (!S.context().getLangOpts().CXXExceptions)
    return true;
  for (const Stmt *Each : Held.Statements) {
    // The arguments of the call are there before it is made.
    if (Each == Held.Statements.front() && Holder &&
        fillsHolder(Each, Borrowed.all()[Index]))
      continue;
    if (mayThrow(Each))
      return refuse(Reason::MayThrow);
  }
  return true;
}

// A jump to a label inside does not end the life.
bool HolderPlanner::staysInside(const Stmt *Exit, const Extent &Held) const {
  const auto *Goto = dyn_cast<GotoStmt>(Exit);
  return Goto && holds(Held, Goto->getLabel()->getStmt());
}

// True when the thread is detached by hand while the value is held. The block of
// Py_BEGIN_ALLOW_THREADS ends attached; only a jump out of it does not.
bool HolderPlanner::detaches(const Extent &Held) const {
  for (const capi::Use &U : F.uses().all()) {
    if (U.F->ThreadState != capi::Thread::Detaches &&
        U.F->ThreadState != capi::Thread::Attaches)
      continue;
    const bool InBlock = llvm::any_of(
        S.macros().scopes(), [&](const capi::ScopeMacro &Scope) {
          return Scope.Kind == capi::ScopeKind::AllowThreads &&
                 (Scope.Begin == U.Loc || Scope.End == U.Loc) &&
                 Scope.Name.contains("BEGIN");
        });
    if (!InBlock && holds(Held, U.Node))
      return true;
  }
  return false;
}

} // namespace ftidy::fix
