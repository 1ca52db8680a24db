//===-- WalkItems.cpp - what becomes of the items of a walk
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/WalkItems.h"
#include "CApi/Use.h"
#include "Guards/Effects.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::fix {

namespace {

// Visits in source order; stops when Visit says so.
template <class Visitor> bool anyOf(const Stmt *Root, Visitor Visit) {
  llvm::SmallVector<const Stmt *, 32> Work{Root};
  while (!Work.empty()) {
    const Stmt *Node = Work.pop_back_val();
    if (Visit(Node))
      return true;
    const size_t Before = Work.size();
    for (const Stmt *Child : Node->children())
      if (Child && !isa<LambdaExpr>(Child))
        Work.push_back(Child);
    std::reverse(Work.begin() + Before, Work.end());
  }
  return false;
}

bool names(const Expr *E, const Decl *D) {
  const auto *Ref = E ? dyn_cast_or_null<DeclRefExpr>(capi::strip(E)) : nullptr;
  return Ref && Ref->getDecl() == D;
}

} // namespace

// Whether a value is V's object, or lives by it: an item of it, its text, a part.
bool WalkItems::leadsTo(const Expr *Value, const Decl *V) const {
  const Expr *E = Value ? capi::strip(Value) : nullptr;
  if (!E || names(E, V))
    return E != nullptr;
  if (!E->getType()->isAnyPointerType() && !E->getType()->isArrayType() &&
      !E->getType()->isRecordType())
    return false;
  if (const capi::Use *U = F.uses().at(E))
    return U->F->Returns != capi::Result::New &&
           U->F->Returns != capi::Result::Other &&
           leadsTo(U->arg(std::max<int>(U->F->From, 0)), V);
  if (const auto *Choice = dyn_cast<ConditionalOperator>(E))
    return leadsTo(Choice->getTrueExpr(), V) ||
           leadsTo(Choice->getFalseExpr(), V);
  if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(E))
    return leadsTo(Subscript->getBase(), V);
  if (const auto *Member = dyn_cast<MemberExpr>(E))
    return leadsTo(Member->getBase(), V);
  if (const auto *Unary = dyn_cast<UnaryOperator>(E))
    return leadsTo(Unary->getSubExpr(), V);
  const auto *Binary = dyn_cast<BinaryOperator>(E);
  return Binary && Binary->isAdditiveOp() &&
         (leadsTo(Binary->getLHS(), V) || leadsTo(Binary->getRHS(), V));
}

llvm::DenseSet<const Decl *> WalkItems::namesOf(llvm::DenseSet<const Decl *> Of,
                                                const Stmt *In) const {
  const auto Lead = [&](const Expr *Value) {
    return llvm::any_of(Of, [&](const Decl *D) { return leadsTo(Value, D); });
  };
  const auto Add = [&](const Expr *To) {
    const auto *Ref = dyn_cast_or_null<DeclRefExpr>(To ? capi::strip(To) : To);
    if (Ref && Ref->getType()->isPointerType())
      Of.insert(Ref->getDecl());
  };
  for (size_t Before = 0; Before != Of.size();) {
    Before = Of.size();
    anyOf(In, [&](const Stmt *Node) {
      if (const auto *Op = dyn_cast<BinaryOperator>(Node)) {
        if (Op->getOpcode() == BO_Assign && Lead(Op->getRHS()))
          Add(Op->getLHS());
      } else if (const auto *Declared = dyn_cast<DeclStmt>(Node)) {
        for (const Decl *D : Declared->decls())
          if (const auto *New = dyn_cast<VarDecl>(D);
              New && New->getInit() && New->getType()->isPointerType() &&
              Lead(New->getInit()))
            Of.insert(New);
      }
      // `PyBytes_AsStringAndSize(item, &text, &size)`.
      const capi::Use *U = F.uses().at(Node);
      if (U && llvm::any_of(U->Args, [&](const Expr *A) { return A && Lead(A); }))
        for (unsigned I = 0; I < U->Args.size(); ++I)
          if (const auto *Address = dyn_cast_or_null<UnaryOperator>(
                  U->Args[I] ? capi::strip(U->Args[I]) : nullptr);
              Address && Address->getOpcode() == UO_AddrOf &&
              !U->F->Outs.contains(std::to_string(I) + ":new"))
            Add(Address->getSubExpr());
      return false;
    });
  }
  return Of;
}

// A function of the file puts what it gets into something else, and takes no
// reference.
bool WalkItems::isKeptBy(const FunctionDecl &Callee, unsigned I,
                        unsigned Depth) const {
  const FunctionDecl *Body = S.effects().bodyOf(Callee);
  if (!Body || I >= Body->getNumParams() || Depth == 0 || !Body->getBody())
    return false;
  const ParmVarDecl *P = Body->getParamDecl(I);
  const capi::Uses &Uses = S.function(*Body).uses();
  bool Kept = false, Own = false;
  anyOf(Body->getBody(), [&](const Stmt *Node) {
    if (const capi::Use *U = Uses.at(Node))
      Own |= U->effect(0) == '+' && names(U->arg(0), P);
    if (const auto *Op = dyn_cast<BinaryOperator>(Node))
      Kept |= Op->getOpcode() == BO_Assign && leadsTo(Op->getRHS(), P) &&
              isa<MemberExpr, ArraySubscriptExpr, UnaryOperator>(
                  capi::strip(Op->getLHS()));
    Kept |= isHandedToKeeper(Node, P, Depth - 1);
    return false;
  });
  return Kept && !Own;
}

bool WalkItems::isHandedToKeeper(const Stmt *Node, const VarDecl *V,
                                unsigned Depth) const {
  const auto *Call = dyn_cast<CallExpr>(Node);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  if (!Callee)
    return false;
  for (unsigned I = 0; I < Call->getNumArgs(); ++I)
    if (names(Call->getArg(I), V) && isKeptBy(*Callee, I, Depth))
      return true;
  return false;
}

// The item of a round is kept beyond it, and nobody takes a reference.
bool WalkItems::isKept(const VarDecl *V, const Stmt *Body) const {
  llvm::SmallVector<const Decl *, 2> Copies{V};
  bool Kept = false, Own = false;
  anyOf(Body, [&](const Stmt *Node) {
    if (const auto *Return = dyn_cast<ReturnStmt>(Node))
      Kept |= leadsTo(Return->getRetValue(), V);
    Kept |= isHandedToKeeper(Node, V, MaxDepth);
    const auto *Op = dyn_cast<BinaryOperator>(Node);
    if (!Op || Op->getOpcode() != BO_Assign || !leadsTo(Op->getRHS(), V))
      return false;
    const auto *To = dyn_cast<DeclRefExpr>(capi::strip(Op->getLHS()));
    const bool Inside =
        To && anyOf(Body, [&](const Stmt *Each) {
          const auto *Declared = dyn_cast<DeclStmt>(Each);
          return Declared &&
                 llvm::is_contained(Declared->decls(), To->getDecl());
        });
    if (To)
      Copies.push_back(To->getDecl());
    Kept |= !Inside;
    return false;
  });
  if (Kept)
    Own = anyOf(Body, [&](const Stmt *Node) {
      const capi::Use *U = F.uses().at(Node);
      return U && U->effect(0) == '+' &&
             llvm::any_of(Copies, [&](const Decl *D) {
               return names(U->arg(0), D);
             });
    });
  return Kept && !Own;
}

// On the other branch of an `if` whose one branch holds Node.
bool WalkItems::isElsewhere(const Stmt *Other, const Stmt *Node) const {
  for (const Stmt *From = Node, *Up = Tree.parent(From); Up;
       From = Up, Up = Tree.parent(Up)) {
    if (isLoop(Up) && Tree.contains(Up, Other))
      return false; // in the next round
    const auto *If = dyn_cast<IfStmt>(Up);
    if (If && Tree.contains(Up, Other))
      return From != If->getCond() && !Tree.contains(If->getCond(), Other) &&
             !Tree.contains(From, Other);
  }
  return false;
}

// Whether an assignment is the first thing that is done on all ways from Node on.
bool WalkItems::comesFirst(const BinaryOperator &Set, const Stmt *Node) const {
  const Stmt *From = &Set;
  for (const Stmt *Up = Tree.parent(From); Up; From = Up, Up = Tree.parent(Up)) {
    if (isa<CompoundStmt>(Up))
      return Tree.contains(Up, Node);
    const auto *Logical = dyn_cast<BinaryOperator>(Up);
    const auto *If = dyn_cast<IfStmt>(Up);
    const auto *While = dyn_cast<WhileStmt>(Up);
    if ((If && From != If->getCond()) || (While && From != While->getCond()) ||
        (Logical && Logical->isLogicalOp() && From == Logical->getRHS()) ||
        isa<ForStmt, DoStmt, SwitchStmt, ConditionalOperator>(Up))
      return false;
  }
  return false;
}

// `break` brought an item out of the loop: what comes next with its variable is
// a use, unless it surely gives it something new first.
bool WalkItems::isUsedBehind(const VarDecl *V, const Stmt *Loop) const {
  const SourceManager &SM = S.context().getSourceManager();
  const SourceLocation End = SM.getExpansionLoc(Loop->getEndLoc());
  // A jump may pass what comes next.
  const bool Jumps = anyOf(
      Loop, [](const Stmt *Node) { return isa<GotoStmt>(Node); });
  bool Used = false;
  anyOf(F.decl().getBody(), [&](const Stmt *Node) {
    const auto *Ref = dyn_cast<DeclRefExpr>(Node);
    if (!Ref || Ref->getDecl() != V || Tree.contains(Loop, Ref) ||
        !SM.isBeforeInTranslationUnit(End,
                                      SM.getExpansionLoc(Ref->getLocation())) ||
        (!Jumps && isElsewhere(Ref, Loop)))
      return false;
    const Stmt *Up = Ref;
    do
      Up = Tree.parent(Up);
    while (isa_and_nonnull<ParenExpr, CastExpr>(Up));
    const auto *Address = dyn_cast_or_null<UnaryOperator>(Up);
    if (Address && Address->getOpcode() == UO_AddrOf)
      return !Jumps;
    const auto *Set = dyn_cast_or_null<BinaryOperator>(Up);
    if (!Set || Set->getOpcode() != BO_Assign || !names(Set->getLHS(), V))
      return Used = true;
    return !Jumps && comesFirst(*Set, Loop);
  });
  return Used;
}

} // namespace ftidy::fix
