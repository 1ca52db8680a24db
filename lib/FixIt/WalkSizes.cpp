//===-- WalkSizes.cpp - what was made to fit a walk
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/WalkSizes.h"
#include "CApi/Origin.h"
#include "Flow/Graph.h"
#include "Guards/Effects.h"
#include "Ownership/Walks.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/Builtins.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::fix {

namespace {

template <class Visitor> void each(const Stmt *Root, Visitor Visit) {
  llvm::SmallVector<const Stmt *, 32> Work{Root};
  while (!Work.empty()) {
    const Stmt *Node = Work.pop_back_val();
    Visit(Node);
    for (const Stmt *Child : Node->children())
      if (Child)
        Work.push_back(Child);
  }
}

const VarDecl *variable(const Expr *E) {
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E ? capi::strip(E) : E);
  return Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
}

// The local array that a place is in: `header[1]`, `*(uint16_t *)(header + 1)`,
// `lead->size` after `lead = (Lead *)header`.
const VarDecl *arrayOf(const Expr *Place, const Stmt *Body, unsigned Depth = 2) {
  for (const Expr *E = capi::strip(Place); E;) {
    if (const VarDecl *V = variable(E)) {
      if (!V->hasLocalStorage() || isa<ParmVarDecl>(V))
        return nullptr;
      if (V->getType()->isArrayType())
        return V;
      const VarDecl *Array = nullptr;
      bool Fine = Depth > 0 && V->getType()->isPointerType();
      const auto See = [&](const Expr *Value) {
        const VarDecl *From = arrayOf(Value, Body, Depth - 1);
        Fine &= From != nullptr;
        Array = From;
      };
      if (Fine && V->getInit())
        See(V->getInit());
      each(Body, [&](const Stmt *Node) {
        if (const auto *Op = dyn_cast<BinaryOperator>(Node);
            Op && Fine && Op->isAssignmentOp() && variable(Op->getLHS()) == V)
          See(Op->getRHS());
        const auto *Unary = dyn_cast<UnaryOperator>(Node);
        Fine &= !Unary || Unary->getOpcode() != UO_AddrOf ||
                variable(Unary->getSubExpr()) != V;
      });
      return Fine ? Array : nullptr;
    }
    if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(E))
      E = capi::strip(Subscript->getBase());
    else if (const auto *Member = dyn_cast<MemberExpr>(E))
      E = capi::strip(Member->getBase());
    else if (const auto *Unary = dyn_cast<UnaryOperator>(E);
             Unary && (Unary->getOpcode() == UO_Deref ||
                       Unary->getOpcode() == UO_AddrOf))
      E = capi::strip(Unary->getSubExpr());
    else if (const auto *Sum = dyn_cast<BinaryOperator>(E);
             Sum && Sum->isAdditiveOp() &&
             Sum->getLHS()->getType()->isPointerType())
      E = capi::strip(Sum->getLHS());
    else
      return nullptr;
  }
  return nullptr;
}

// `memcpy(header, &n, 2)`: the number itself goes there.
bool isCopiedFrom(const UnaryOperator &Address, const Structure &Where) {
  const Stmt *From = &Address, *Up = Where.parent(From);
  while (isa_and_nonnull<CastExpr, ParenExpr>(Up))
    From = std::exchange(Up, Where.parent(Up));
  const auto *Call = dyn_cast_or_null<CallExpr>(Up);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  return Callee && Call->getNumArgs() > 1 && Call->getArg(1) == From &&
         Callee->getMemoryFunctionKind() == Builtin::BImemcpy;
}

bool reaches(const flow::Graph &G, const CFGBlock *From, const CFGBlock *To) {
  llvm::SmallVector<const CFGBlock *, 16> Work{From};
  llvm::DenseSet<const CFGBlock *> Seen{From};
  while (!Work.empty()) {
    const CFGBlock *B = Work.pop_back_val();
    if (B == To)
      return true;
    for (const CFGBlock *Next : B->succs())
      if (Next && Seen.insert(Next).second)
        Work.push_back(Next);
  }
  return false;
}

} // namespace

/// What became of a number.
struct WalkSizes::Trace {
  /// Functions that a number is followed through.
  static constexpr unsigned MaxDepth = 5;
  bool MakesRoom = false, Passed = false;
  unsigned Depth = 0;
  llvm::DenseSet<const VarDecl *> Seen;
};

llvm::SmallVector<const Stmt *, 4>
WalkSizes::before(const own::Look &L, const Stmt *Loop) const {
  llvm::SmallVector<const Stmt *, 4> Result;
  const StringRef Container = capi::written(L.Container, S.context());
  const QualType Size = S.context().getSignedSizeType();
  llvm::DenseMap<const Stmt *, const CFGBlock *> BlockOf;
  if (F.graph())
    for (const CFGBlock *B : F.graph()->order())
      for (const CFGElement &E : *B)
        if (const auto Statement = E.getAs<CFGStmt>())
          BlockOf.try_emplace(Statement->getStmt(), B);
  const auto PlaceOf = [&](const Stmt *Node) -> const CFGBlock * {
    const CFGBlock *Found = nullptr;
    each(Node, [&](const Stmt *Part) {
      if (!Found)
        Found = BlockOf.lookup(Part);
    });
    for (; Node && !Found; Node = Tree.parent(Node))
      Found = BlockOf.lookup(Node);
    return Found;
  };
  const CFGBlock *To = PlaceOf(L.Node);
  for (const capi::Use &U : F.uses().all()) {
    if (U.Node == L.Node || !U.expr() || !U.arg(0) || Container.empty() ||
        !S.context().hasSameUnqualifiedType(U.expr()->getType(), Size) ||
        capi::written(capi::strip(U.arg(0)), S.context()) != Container ||
        !S.context().getSourceManager().isBeforeInTranslationUnit(U.Loc, L.Loc) ||
        Tree.contains(Loop, U.Node))
      continue;
    if (const CFGBlock *From = PlaceOf(U.Node);
        From && To && !reaches(*F.graph(), From, To))
      continue;
    const Stmt *Up = Tree.parent(U.Node);
    while (isa_and_nonnull<CastExpr, ParenExpr>(Up))
      Up = Tree.parent(Up);
    const auto *Compared = dyn_cast_or_null<BinaryOperator>(Up);
    if (isa_and_nonnull<IfStmt>(Up) ||
        (Compared && Compared->isComparisonOp() &&
         (Compared->getLHS()->isEvaluatable(S.context()) ||
          Compared->getRHS()->isEvaluatable(S.context()))))
      continue;
    Result.push_back(U.Node);
  }
  return Result;
}

bool WalkSizes::makesRoom(const Stmt *Asked) const {
  return traced(Asked).MakesRoom;
}

bool WalkSizes::isPassed(const Stmt *Asked) const {
  return traced(Asked).Passed;
}

WalkSizes::Trace WalkSizes::traced(const Stmt *Asked) const {
  Trace Result;
  follow(Asked, F.decl(), Tree, Result);
  return Result;
}

void WalkSizes::follow(const Stmt *Value, const FunctionDecl &In,
                       const Structure &Where, Trace &Into) const {
  const Stmt *From = Value;
  for (const Stmt *Up = Where.parent(From); !Into.MakesRoom;
       From = Up, Up = Where.parent(Up)) {
    if (isa_and_nonnull<CastExpr, ParenExpr, FullExpr, ConditionalOperator>(Up)) {
      if (const auto *E = cast<Expr>(Up); E->getType()->isPointerType())
        break;
      continue;
    }
    // What is asked of it leads no further.
    if (isa_and_nonnull<IfStmt, SwitchStmt>(Up))
      return;
    if (const auto *Op = dyn_cast_or_null<BinaryOperator>(Up)) {
      if (Op->isComparisonOp() || Op->isLogicalOp()) {
        // `while (room < n) room *= 2;`
        const Stmt *Asks = Op;
        while (isa_and_nonnull<Expr>(Asks) && !isa<CallExpr>(Asks))
          Asks = Where.parent(Asks);
        if (isa_and_nonnull<WhileStmt, ForStmt, DoStmt>(Asks))
          break;
        return;
      }
      if (!Op->getType()->isArithmeticType())
        break;
      if (!Op->isAssignmentOp())
        continue;
      const VarDecl *V = variable(Op->getLHS());
      if (V && V->hasLocalStorage() && V->getType()->isArithmeticType()) {
        followVariable(*V, In, Where, Into);
        continue;
      }
      if (arrayOf(Op->getLHS(), In.getBody()) && Op->getRHS() == From)
        return;
      break;
    }
    if (const auto *Unary = dyn_cast_or_null<UnaryOperator>(Up)) {
      if (Unary->getOpcode() == UO_LNot)
        return;
      if (Unary->getOpcode() == UO_AddrOf) {
        if (isCopiedFrom(*Unary, Where))
          return;
        break;
      }
      continue;
    }
    if (const auto *Declared = dyn_cast_or_null<DeclStmt>(Up)) {
      for (const Decl *D : Declared->decls())
        if (const auto *V = dyn_cast<VarDecl>(D);
            V && V->getInit() && Where.contains(V->getInit(), From)) {
          if (V->getType()->isArithmeticType() && V->hasLocalStorage())
            followVariable(*V, In, Where, Into);
          else if (!V->getType()->isArrayType())
            Into.MakesRoom = true;
        }
      return;
    }
    if (isa_and_nonnull<InitListExpr>(Up))
      continue; // the variable that is declared with it
    if (const auto *Call = dyn_cast_or_null<CallExpr>(Up)) {
      Into.Passed = true;
      const capi::Use *U =
          &In == &F.decl() ? F.uses().at(Call) : S.function(In).uses().at(Call);
      if (U && U->F->Error == capi::ErrorEffect::Sets)
        return;
      const FunctionDecl *Callee = Call->getDirectCallee();
      if (!U && Callee && Callee->getBuiltinID() == Builtin::BI__builtin_expect)
        continue;
      if (!U && Callee && Call->getType()->isArithmeticType() &&
          S.origins().of(Callee->getLocation()) == capi::Origin::System)
        continue; // htobe32(n)
      const FunctionDecl *Body =
          Callee && !U ? S.effects().bodyOf(*Callee) : nullptr;
      const auto Argument = llvm::find(Call->arguments(), From);
      const unsigned I = Argument - Call->arg_begin();
      if (!Body || I >= Body->getNumParams() || Into.Depth >= Trace::MaxDepth ||
          Call->getType()->isPointerType())
        break;
      ++Into.Depth;
      if (Into.Seen.insert(Body->getParamDecl(I)).second)
        followVariable(*Body->getParamDecl(I), *Body, Structure(Body->getBody()),
                       Into);
      --Into.Depth;
      return;
    }
    if (isa_and_nonnull<CompoundStmt>(Up))
      return;
    break;
  }
  Into.MakesRoom = true;
}

void WalkSizes::followVariable(const VarDecl &V, const FunctionDecl &In,
                               const Structure &Where, Trace &Into) const {
  if (!isa<ParmVarDecl>(V) && !Into.Seen.insert(&V).second)
    return;
  each(In.getBody(), [&](const Stmt *Node) {
    const auto *Ref = dyn_cast<DeclRefExpr>(Node);
    if (!Ref || Ref->getDecl() != &V || Into.MakesRoom)
      return;
    const Stmt *Up = Where.parent(Ref);
    while (isa_and_nonnull<ParenExpr>(Up))
      Up = Where.parent(Up);
    // What it gets is not what it gives.
    const auto *Op = dyn_cast_or_null<BinaryOperator>(Up);
    if (Op && Op->isAssignmentOp() && capi::strip(Op->getLHS()) == Ref)
      return;
    follow(Ref, In, Where, Into);
  });
}

bool WalkSizes::fillsPlaces(const Stmt *Body) const {
  bool Fills = false;
  each(Body, [&](const Stmt *Node) {
    const capi::Use *U = F.uses().at(Node);
    Fills |= U && U->F->hasHazard(capi::WritesUnlocked) &&
             U->F->Args.contains('S') && U->Args.size() > 2;
    const auto *Op = dyn_cast<BinaryOperator>(Node);
    if (!Op || !Op->isAssignmentOp())
      return;
    // `out[i] = v`, `out->items[i].v = v`, `*out++ = v`
    for (const Expr *E = capi::strip(Op->getLHS()); E;) {
      if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(E)) {
        Fills |= !Subscript->getIdx()->isEvaluatable(S.context());
        E = capi::strip(Subscript->getBase());
      } else if (const auto *Member = dyn_cast<MemberExpr>(E)) {
        E = capi::strip(Member->getBase());
      } else {
        const auto *Unary = dyn_cast<UnaryOperator>(E);
        Fills |= Unary && Unary->isIncrementDecrementOp();
        E = Unary && Unary->getOpcode() == UO_Deref
                ? capi::strip(Unary->getSubExpr())
                : nullptr;
      }
    }
  });
  return Fills;
}

} // namespace ftidy::fix
