//===-- InnerPointers.cpp - pointers into what an object owns
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/InnerPointers.h"
#include "CApi/Allocators.h"
#include "Guards/FieldRaces.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace ftidy::fix {

using Kind = guards::FieldRace::Kind;

static bool isAllocation(const CallExpr &Call) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  const capi::Allocator *A = Callee && Callee->getIdentifier()
                                 ? capi::findAllocator(Callee->getName())
                                 : nullptr;
  return A && A->Does == capi::Allocation::Allocate;
}

void InnerPointers::find(llvm::ArrayRef<const Stmt *> Statements) {
  for (size_t Before = ~size_t(0); Before != Derived.size();) {
    Before = Derived.size();
    for (const Stmt *Each : Statements)
      findDerived(Each);
  }
}

void InnerPointers::findDerived(const Stmt *Root) {
  eachIn(Root, [&](const Stmt *Node) {
    if (const auto *Declared = dyn_cast<DeclStmt>(Node)) {
      for (const Decl *D : Declared->decls())
        if (const auto *V = dyn_cast<VarDecl>(D); V && V->getInit())
          give(V, V->getInit());
    } else if (const auto *Op = dyn_cast<BinaryOperator>(Node)) {
      if (!Op->isAssignmentOp())
        return;
      if (const VarDecl *V = sharing::localOf(Op->getLHS()))
        give(V, Op->getRHS());
      else if (!isOwners(Op->getLHS()) && pointsInto(Op->getRHS()))
        IsKept = true;
    } else if (const auto *Return = dyn_cast<ReturnStmt>(Node)) {
      IsKept |= Return->getRetValue() && pointsInto(Return->getRetValue());
    } else if (const auto *Call = dyn_cast<CallExpr>(Node)) {
      giveOuts(*Call);
    }
  });
}

void InnerPointers::give(const VarDecl *V, const Expr *Value) {
  if (!pointsInto(Value) && !goesOn(V, Value))
    return;
  const auto Counts = countsOf(V);
  Strong.append(Counts.begin(), Counts.end());
  if (Counts.empty() && !isGivenAway(V))
    Derived.insert(V);
}

// `node = self->first; while (...) node = node->next;`: an object of the list, of
// which the field only is the first.
bool InnerPointers::goesOn(const VarDecl *V, const Expr *Value) const {
  const auto *Next = dyn_cast<MemberExpr>(capi::strip(Value));
  return Next && sharing::isReference(V->getType()) &&
         sharing::localOf(Next->getBase()) == V &&
         llvm::any_of(F.statements(), [&](const Stmt *Node) {
           const auto *Op = dyn_cast<BinaryOperator>(Node);
           const auto *Declared = dyn_cast<DeclStmt>(Node);
           if (Op)
             return Op->getOpcode() == BO_Assign &&
                    sharing::localOf(Op->getLHS()) == V &&
                    isOwners(Op->getRHS());
           return Declared && llvm::is_contained(Declared->decls(), V) &&
                  V->getInit() && isOwners(V->getInit());
         });
}

// `item = self->items[--self->count]; return item;`: what a method returns is
// its caller's, so it was the object's no more.
bool InnerPointers::isGivenAway(const VarDecl *V) const {
  if (!sharing::isReference(V->getType()) || !S.fields().isEntry(F.decl()) ||
      (Race.What == Kind::LookAtState && !relinks()) ||
      (Race.What == Kind::UseMemory && !movesOn()))
    return false;
  bool Returned = false;
  eachIn(F.decl().getBody(), [&](const Stmt *Node) {
    const auto *Return = dyn_cast<ReturnStmt>(Node);
    Returned |= Return && sharing::localOf(Return->getRetValue()) == V;
  });
  return Returned;
}

// Takes a node out, or puts one in, by the links of the others.
bool InnerPointers::relinks() const {
  return llvm::any_of(F.statements(), [&](const Stmt *Node) {
    const auto *Op = dyn_cast<BinaryOperator>(Node);
    return Op && Op->getOpcode() == BO_Assign && isOwners(Op->getLHS());
  });
}

// Counts what is in the memory, or goes on in it: a method that only looks does
// not take anything out.
bool InnerPointers::movesOn() const {
  return llvm::any_of(
      S.fields().in(*Race.In)->all(), [&](const sharing::FieldUse &Use) {
        return Use.Owner == Race.Owner &&
               (Use.What & (sharing::Sets | sharing::Steps)) &&
               Use.Field->getType()->isIntegerType();
      });
}

llvm::SmallVector<const Stmt *, 2>
InnerPointers::countsOf(const VarDecl *V) const {
  llvm::SmallVector<const Stmt *, 2> Result;
  for (const capi::Use &U : F.uses().all())
    for (unsigned I = 0; I < U.Args.size(); ++I)
      if (U.effect(I) == '+' && sharing::localOf(U.arg(I)) == V)
        Result.push_back(U.Node);
  return Result;
}

// A field of the object itself, or of a node of the kind that it has.
bool InnerPointers::isOwners(const Expr *E) const {
  const auto *Member = dyn_cast<MemberExpr>(capi::strip(E));
  const auto *Into =
      Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
  for (const FieldDecl *Field : Race.Fields) {
    QualType T = Field->getType();
    if (T->isPointerType())
      T = T->getPointeeType();
    const RecordDecl *Node = T->getAsRecordDecl();
    if (Into && Node && !sharing::isObject(Node) &&
        Into->getParent()->getCanonicalDecl() == Node->getCanonicalDecl())
      return true;
  }
  return Member && S.fields().in(*Race.In)->owners().of(Member->getBase()) ==
                       Race.Owner;
}

// `PyBytes_AsStringAndSize(self->name, &text, &size)`.
void InnerPointers::giveOuts(const CallExpr &Call) {
  if (!llvm::any_of(Call.arguments(),
                    [&](const Expr *E) { return mentions(E); }))
    return;
  for (const Expr *Argument : Call.arguments()) {
    const auto *Address = dyn_cast<UnaryOperator>(capi::strip(Argument));
    const VarDecl *V = Address && Address->getOpcode() == UO_AddrOf
                           ? sharing::localOf(Address->getSubExpr())
                           : nullptr;
    if (V && V->getType()->isPointerType() &&
        !sharing::isReference(V->getType()))
      Derived.insert(V);
  }
}

// Whether the value of an expression may point to what the object owns.
bool InnerPointers::pointsInto(const Expr *Value) {
  const Expr *E = capi::strip(Value);
  if (!E || !E->getType()->isPointerType())
    return false;
  if (const auto *Choice = dyn_cast<ConditionalOperator>(E))
    return pointsInto(Choice->getTrueExpr()) ||
           pointsInto(Choice->getFalseExpr());
  if (const VarDecl *V = sharing::localOf(E))
    return Derived.contains(V);
  const capi::Use *U = F.uses().at(E);
  const auto *Call = dyn_cast<CallExpr>(E);
  if (U ? U->F->Returns == capi::Result::New
        : Call && sharing::isReference(E->getType()))
    return false; // counted
  if (Call && isAllocation(*Call))
    return false;
  if (const auto *Item = dyn_cast<ArraySubscriptExpr>(E))
    return mentions(Item->getBase()); // not what the index is made of
  // A field itself is a place of its own wherever its variable is used; what is
  // behind it, or in a struct of the object's, is not.
  const auto *Member = dyn_cast<MemberExpr>(E);
  if (!Member)
    return mentions(E);
  const Expr *Base = capi::strip(Member->getBase());
  const VarDecl *V = sharing::localOf(Base);
  return (V && Derived.contains(V)) || llvm::is_contained(Race.Places, Base);
}

// A pointer of the object's, the object itself where it is handed on, or a
// pointer that was made of these.
bool InnerPointers::mentions(const Expr *Root) {
  bool Found = false;
  eachIn(Root, [&](const Stmt *Node) {
    const auto *E = dyn_cast<Expr>(Node);
    if (!E)
      return;
    if (const VarDecl *V = sharing::localOf(E))
      Found |= Derived.contains(V);
    Found |= llvm::is_contained(Race.Places, Node) &&
             (isa<CallExpr>(E) || E->getType()->isPointerType() ||
              E->getType()->isArrayType());
  });
  return Found;
}

} // namespace ftidy::fix
