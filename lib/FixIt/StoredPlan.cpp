//===-- StoredPlan.cpp - a place that takes what it is given --------------===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The part of HolderPlanner for references that go into a field, an element or a
// global at once, and get their INCREF there:
//
//     self->name = PyDict_GetItem(state, key);
//     Py_XINCREF(self->name);
//
// The twin fills the place, and the INCREF goes. Between the two nothing but a
// test of the place for NULL may stand that leaves: what the code does with the
// place from then on is the same as before.
//
//===----------------------------------------------------------------------===//

#include "FixIt/HolderPlan.h"
#include "FixIt/StrongCall.h"
#include "FixIt/Unwinding.h"
#include "Guards/Guards.h"
#include "Session.h"
#include "Sharing/RefcountTests.h"
#include "clang/AST/ASTContext.h"

using namespace clang;

namespace ftidy::fix {

using own::Action;

namespace {

bool isSame(const Expr *A, const Expr *B, const ASTContext &Context) {
  llvm::FoldingSetNodeID IdA, IdB;
  capi::strip(A)->Profile(IdA, Context, true);
  capi::strip(B)->Profile(IdB, Context, true);
  return IdA == IdB;
}

// A field, an element or a global: nothing runs when it is named.
bool isPlace(const Expr *E, const ASTContext &Context) {
  E = E->IgnoreParens();
  const auto *Unary = dyn_cast<UnaryOperator>(E);
  const auto *Ref = dyn_cast<DeclRefExpr>(E);
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return (isa<MemberExpr, ArraySubscriptExpr>(E) ||
          (Unary && Unary->getOpcode() == UO_Deref) ||
          (V && !V->hasLocalStorage())) &&
         !E->HasSideEffects(Context) && !E->getType().isVolatileQualified() &&
         !E->getType().isConstQualified() && !E->getType()->isAtomicType();
}

} // namespace

// The INCREF statement behind Store that takes the reference for Place, or null.
const Stmt *HolderPlanner::increfOf(const Stmt *Store, const Expr *Place) const {
  const auto *Block = dyn_cast_or_null<CompoundStmt>(Tree.parent(Store));
  if (!Block)
    return nullptr;
  const ASTContext &Context = S.context();
  auto Next = std::find(Block->body_begin(), Block->body_end(), Store);
  if (Next == Block->body_end() || ++Next == Block->body_end())
    return nullptr;
  if (const auto *If = dyn_cast<IfStmt>(*Next)) {
    const auto Test = flow::nullTest(If->getCond());
    // `if (s->x) { Py_INCREF(s->x); return 0; }`: NULL needs none.
    if (const auto *Then = dyn_cast<CompoundStmt>(If->getThen());
        Test && !Test->NullWhen && Then && Then->size() > 1 && !If->getInit() &&
        isSame(Test->Subject, Place, Context) && !Tree.hasLabel(If))
      return takes(Then->body_front(), Place) ? Then->body_front() : nullptr;
    const Stmt *Last = If->getThen();
    if (const auto *Body = dyn_cast<CompoundStmt>(Last))
      Last = Body->body_empty() ? nullptr : Body->body_back();
    if (If->getElse() || If->getInit() || !Test || !Test->NullWhen ||
        !isSame(Test->Subject, Place, Context) ||
        !isa_and_nonnull<ReturnStmt, GotoStmt>(Last) || Tree.hasLabel(If) ||
        ++Next == Block->body_end())
      return nullptr;
  }
  return takes(*Next, Place) ? *Next : nullptr;
}

bool HolderPlanner::takes(const Stmt *Incref, const Expr *Place) const {
  const auto *E = dyn_cast<Expr>(Incref);
  const capi::Use *U = F.uses().at(E ? capi::strip(E) : Incref);
  return U && U->F->Args == "+" && U->F->Returns != capi::Result::New &&
         U->arg(0) && isSame(U->arg(0), Place, S.context());
}

// The call, its only statement and the release are in braces of their own.
bool HolderPlanner::checkWrapped(size_t Index) {
  const own::Site &Life = Owners.sites()[Index];
  const Stmt *Statement = Tree.statementOf(capi::strip(Life.Node));
  const auto Where = Text.statement(Statement);
  for (const own::ValueUse &Use : Life.Uses)
    if (Use.What == Action::Incref || !Tree.contains(Statement, Use.At))
      return refuse(Reason::Unbraced);
  if (!Where || Text.hasConditional(*Where))
    return refuse(Reason::Conditional);
  for (const Stmt *Node : F.statements())
    if (sharing::readsRefcount(Node, F, S) && Tree.contains(Statement, Node))
      return refuse(Reason::ReadsRefcount);
  for (const capi::Use &U : F.uses().all())
    if (U.F->ThreadState != capi::Thread::None &&
        Tree.contains(Statement, U.Node))
      return refuse(Reason::Detached);
  for (const capi::ScopeMacro &Scope : S.macros().scopes())
    if (Scope.Kind == capi::ScopeKind::AllowThreads &&
        S.guards().inside(Scope, Statement->getBeginLoc()))
      return refuse(Reason::Detached);
  if (farJump(F.decl().getBody()))
    return refuse(Reason::Setjmp);
  if (S.context().getLangOpts().CXXExceptions && mayThrow(Statement))
    return refuse(Reason::MayThrow);
  P.Extent = {Statement};
  return true;
}

HolderPlan HolderPlanner::planStored(size_t Index) {
  start(nullptr, {}, {Index});
  store(Index);
  return std::move(P);
}

bool HolderPlanner::store(size_t Index) {
  const own::BorrowedSite &Site = Borrowed.all()[Index];
  const Expr *Node = capi::strip(Site.Node);
  const Stmt *Statement = Tree.statementOf(Node);
  const auto *E = dyn_cast_or_null<Expr>(Statement);
  const auto *Assign = dyn_cast_or_null<BinaryOperator>(E ? capi::strip(E) : E);
  if (!Site.Use || Site.InMacroBody || Text.isHeader(S.origins()) || !Assign ||
      Assign->getOpcode() != BO_Assign ||
      capi::strip(Assign->getRHS()) != Node ||
      !isPlace(Assign->getLHS(), S.context()) ||
      !S.context().hasSameType(Assign->getLHS()->getType(),
                               Site.Node->getType().getUnqualifiedType()) ||
      Site.hasQuirk(capi::NoneWhenDead) || Site.hasQuirk(capi::Unchecked) ||
      !llvm::all_of(Owners.sites()[Index].Uses, [](const own::ValueUse &Use) {
        return Use.What == Action::Stored;
      }))
    return refuse(Reason::Stored);
  const Stmt *Incref = increfOf(Statement, Assign->getLHS());
  const auto From = Text.statement(Statement);
  const auto To = Incref ? Text.statement(Incref) : std::nullopt;
  if (!Incref)
    return refuse(Reason::Stored);
  if (!From || !To)
    return refuse(Reason::HiddenByMacro);
  if (Text.hasConditional({From->Begin, To->End}))
    return refuse(Reason::Conditional);
  StrongCall Call(F, S, Text, Tree, Errors, Group.functions().front()->decl());
  StrongCall::Result Result = Call.stored(Site, Assign->getLHS());
  if (Result.Why != Reason::None)
    return refuse(Result.Why, Result.Detail);
  P.Edits = std::move(Result.Edits);
  P.Changes = std::move(Result.Changes);
  const Stretch Gone = Text.removal(*To);
  P.Edits.push_back({Gone.Begin, Gone.End - Gone.Begin, ""});
  P.Extent = {Statement, Incref};
  return true;
}

} // namespace ftidy::fix
