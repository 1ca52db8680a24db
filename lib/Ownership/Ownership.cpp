//===-- Ownership.cpp - who owns this reference here?
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Ownership/Ownership.h"
#include "Ownership/OwnershipDomain.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"

using namespace clang;

namespace ftidy::own {

const ValueUse *Site::firstBorrowedUse() const {
  for (const ValueUse &U : Uses)
    if ((U.As == Hold::Borrowed || U.As == Hold::Past) && U.What != Action::Test)
      return &U;
  return nullptr;
}

// What a statement macro expands to, without the arguments that it was given:
// those are the author's own.
static void mark(const Stmt *S, const capi::Use *U,
                 llvm::DenseMap<const Stmt *, const capi::Use *> &Inside) {
  const auto *E = dyn_cast<Expr>(S);
  if (E && !isa<DeclRefExpr>(capi::strip(E)) &&
      llvm::is_contained(U->Args, capi::strip(E)))
    return;
  Inside[S] = U;
  for (const Stmt *Child : S->children())
    if (Child)
      mark(Child, U, Inside);
}

Ownership::Ownership(const FunctionDecl &F, const flow::Graph &G,
                     const capi::Uses &Uses,
                     llvm::ArrayRef<const Expr *> Wanted,
                     llvm::DenseSet<const CallExpr *> New, unsigned MadeSites,
                     bool ReturnsNewOnes)
    : G(G), Uses(Uses), NewResults(std::move(New)),
      ReturnsNew(ReturnsNewOnes) {
  for (const Expr *E : Wanted.take_front(MaxSites)) {
    SiteOf[capi::strip(E)] = Sites.size();
    Sites.emplace_back().Node = E;
    Sites.back().Made = Sites.size() > Wanted.size() - MadeSites;
  }
  for (const capi::Use &U : Uses.all())
    if (!U.expr() && !isa<ReturnStmt, CompoundStmt>(U.Node))
      mark(U.Node, &U, Inside);
  llvm::DenseSet<const capi::Use *> Triggered;
  for (unsigned Rank = 0; Rank < G.order().size(); ++Rank) {
    unsigned Index = 0;
    for (const CFGElement &E : *G.order()[Rank]) {
      if (auto S = E.getAs<CFGStmt>()) {
        Positions.try_emplace(S->getStmt(), Position{Rank, Index});
        auto It = Inside.find(S->getStmt());
        if (It != Inside.end() && Triggered.insert(It->second).second)
          Triggers[S->getStmt()] = It->second;
      }
      ++Index;
    }
    // break, continue and goto are no elements: they end their block.
    if (const Stmt *Jump = G.order()[Rank]->getTerminatorStmt();
        isa_and_nonnull<BreakStmt, ContinueStmt, GotoStmt>(Jump))
      Positions.try_emplace(Jump, Position{Rank, Index});
  }
  findOwnReferences(F.getBody());
  findTaken(F.getASTContext());
  In.resize(G.order().size());
  OwnershipDomain D(*this);
  flow::solveForward(G, D, [&](const CFGBlock &B, const RefState &S) {
    In[G.rank(&B)] = S;
    RefState Copy = S;
    D.Recording = true;
    for (const CFGElement &E : B)
      D.transfer(E, Copy);
    D.Recording = false;
  });
}

// The array or the field that an element or member expression names.
const ValueDecl *placeOf(const Expr *E) {
  E = E ? capi::strip(E) : nullptr;
  if (const auto *Subscript = dyn_cast_or_null<ArraySubscriptExpr>(E)) {
    const Expr *Base = capi::strip(Subscript->getBase());
    const auto *Ref = dyn_cast<DeclRefExpr>(Base);
    return Ref ? Ref->getDecl() : placeOf(Base);
  }
  const auto *Member = dyn_cast_or_null<MemberExpr>(E);
  return Member ? Member->getMemberDecl() : nullptr;
}

// Between the INCREF and what is stored or returned, in any order, nothing may
// change what the expression names: neither a call nor an assignment.
void Ownership::findTaken(const ASTContext &Context) {
  const auto Takes = [](const capi::Use &U) {
    return U.effect(0) == '+' && U.F->Returns != capi::Result::New;
  };
  if (llvm::none_of(Uses.all(), Takes))
    return;
  const auto Same = [&](const Expr *A, const Expr *B) {
    llvm::FoldingSetNodeID IdA, IdB;
    A->Profile(IdA, Context, true);
    B->Profile(IdB, Context, true);
    return IdA == IdB;
  };
  for (const CFGBlock *B : G.order()) {
    const Expr *Taken = nullptr, *Stored = nullptr;
    for (const CFGElement &E : *B) {
      const auto S = E.getAs<CFGStmt>();
      const Stmt *Node = S ? S->getStmt() : nullptr;
      const capi::Use *U = Node ? Uses.at(Node) : nullptr;
      if (const auto It = Inside.find(Node); Node && It != Inside.end())
        U = It->second;
      if (U && Takes(*U)) {
        Taken = U->arg(0);
        if (Taken && Stored && Same(Taken, Stored))
          TakenNextTo.insert(Stored);
        continue;
      }
      const auto *Binary = dyn_cast_or_null<BinaryOperator>(Node);
      const auto *Return = dyn_cast_or_null<ReturnStmt>(Node);
      const Expr *Value = Return ? Return->getRetValue()
                          : Binary && Binary->getOpcode() == BO_Assign
                              ? Binary->getRHS()
                              : nullptr;
      if (Value) {
        Stored = capi::strip(Value);
        if (Taken && Same(Taken, Stored))
          TakenNextTo.insert(Stored);
        Taken = nullptr;
      } else if (!Node || isa<CallExpr, DeclStmt, BinaryOperator>(Node) ||
                 (isa<UnaryOperator>(Node) &&
                  cast<UnaryOperator>(Node)->isIncrementDecrementOp())) {
        Taken = Stored = nullptr;
      }
    }
  }
}

void Ownership::addLists(const Expr *E) {
  const auto *List = dyn_cast<InitListExpr>(E);
  if (!List)
    return;
  OwnLists.insert(List);
  for (const Expr *Item : List->inits())
    addLists(Item->IgnoreImplicit());
}

void Ownership::findOwnReferences(const Stmt *Body) {
  for (const capi::Use &U : Uses.all()) {
    for (unsigned I = 0; I < U.Args.size(); ++I) {
      if (!llvm::StringRef("-Ss").contains(U.effect(I)))
        continue;
      if (const VarDecl *V = localVariable(U.Args[I]))
        OwnReferences.insert(V);
      else if (const ValueDecl *Place = placeOf(U.Args[I]))
        OwnPlaces.insert(Place);
    }
  }
  llvm::SmallVector<const VarDecl *, 8> Returned;
  llvm::SmallVector<const Stmt *, 64> Work{Body};
  while (!Work.empty()) {
    const Stmt *S = Work.pop_back_val();
    const auto *Return = dyn_cast<ReturnStmt>(S);
    if (const Expr *Value = Return ? Return->getRetValue() : nullptr) {
      const capi::Use *U = Uses.at(Value);
      ReturnsNew |= (U && U->F->Returns == capi::Result::New) ||
                    capi::isNone(Value);
      if (const VarDecl *V = localVariable(Value))
        Returned.push_back(V);
    }
    if (const auto *Declared = dyn_cast<DeclStmt>(S))
      for (const Decl *D : Declared->decls())
        if (const auto *V = dyn_cast<VarDecl>(D);
            V && V->hasLocalStorage() && V->getInit() &&
            (V->getType()->isArrayType() || V->getType()->isRecordType()))
          addLists(V->getInit()->IgnoreImplicit());
    for (const Stmt *Child : S->children())
      if (Child && !isa<LambdaExpr>(Child))
        Work.push_back(Child);
  }
  if (ReturnsNew)
    OwnReferences.insert(Returned.begin(), Returned.end());
  // What gets its INCREF here was borrowed when it came.
  for (const capi::Use &U : Uses.all())
    for (unsigned I = 0; I < U.Args.size(); ++I)
      if (U.effect(I) == '+')
        OwnReferences.erase(localVariable(U.Args[I]));
}

RefState Ownership::stateAt(Position P) const {
  RefState S = In[P.Rank];
  OwnershipDomain D(const_cast<Ownership &>(*this));
  unsigned Index = 0;
  for (const CFGElement &E : *G.order()[P.Rank]) {
    if (Index++ == P.Index)
      break;
    D.transfer(E, S);
  }
  return S;
}

const Ownership::Position *Ownership::firstOf(const Stmt *S) const {
  const Position *Best = nullptr;
  auto Earlier = [](const Position &A, const Position &B) {
    return std::tie(A.Rank, A.Index) < std::tie(B.Rank, B.Index);
  };
  auto It = Positions.find(S);
  if (It != Positions.end())
    Best = &It->second;
  for (const Stmt *Child : S->children())
    if (Child)
      if (const Position *P = firstOf(Child))
        if (!Best || Earlier(*P, *Best))
          Best = P;
  return Best;
}

const Ownership::Position *Ownership::lastOf(const Stmt *S) const {
  const Position *Best = nullptr;
  auto It = Positions.find(S);
  if (It != Positions.end())
    Best = &It->second;
  for (const Stmt *Child : S->children())
    if (Child)
      if (const Position *P = lastOf(Child))
        if (!Best || std::tie(P->Rank, P->Index) >
                         std::tie(Best->Rank, Best->Index))
          Best = P;
  return Best;
}

HeldSet Ownership::before(const Stmt *S, const VarDecl *V) const {
  const Position *P = firstOf(S);
  return P ? stateAt(*P).get(V) : HeldSet();
}

static bool hasStatements(const Stmt *S) {
  return isa<StmtExpr>(S) || llvm::any_of(S->children(), [](const Stmt *Child) {
           return Child && hasStatements(Child);
         });
}

HeldSet Ownership::after(const Stmt *S, const VarDecl *V) const {
  // A statement expression has several ends: any of its states may be the last.
  if (hasStatements(S)) {
    HeldSet Result;
    llvm::SmallVector<const Stmt *, 32> Work{S};
    while (!Work.empty()) {
      const Stmt *Node = Work.pop_back_val();
      if (auto It = Positions.find(Node); It != Positions.end())
        Result.join(
            stateAt({It->second.Rank, It->second.Index + 1}).get(V));
      for (const Stmt *Child : Node->children())
        if (Child)
          Work.push_back(Child);
    }
    return Result;
  }
  const Position *P = lastOf(S);
  return P ? stateAt({P->Rank, P->Index + 1}).get(V) : HeldSet();
}

HeldSet Ownership::onEdge(const Expr *Condition, bool Taken,
                          const VarDecl *V) const {
  const Expr *E = Condition->IgnoreParenImpCasts();
  if (const auto *Not = dyn_cast<UnaryOperator>(E);
      Not && Not->getOpcode() == UO_LNot)
    return onEdge(Not->getSubExpr(), !Taken, V);
  if (const auto *Logical = dyn_cast<BinaryOperator>(E);
      Logical && Logical->isLogicalOp()) {
    HeldSet Result = onEdge(Logical->getRHS(), Taken, V);
    // The right side is skipped when the left one decides.
    if (Taken == (Logical->getOpcode() == BO_LOr))
      Result.join(onEdge(Logical->getLHS(), Taken, V));
    return Result;
  }
  const Position *P = lastOf(E);
  if (!P)
    return {};
  RefState S = stateAt({P->Rank, P->Index + 1});
  OwnershipDomain D(const_cast<Ownership &>(*this));
  D.assume(E, Taken, S);
  return S.get(V);
}

} // namespace ftidy::own
