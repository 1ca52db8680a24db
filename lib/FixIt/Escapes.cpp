//===-- Escapes.cpp - what leaves with a pointer into the object ----------===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The part of HolderPlanner that judges values which hang on the object, or may
// do so, and leave the function. Three of them are no obstacle:
//   - what leaves while the function owns the object by its own INCREF: the old
//     code has cared for it, and goes on to do so;
//   - what ends with the function, or with the round of the loop: an array for
//     the arguments of a call;
//   - what a function of this file makes out of the object without handing back
//     a part of it, when that is no object itself. No release can make that worse than it was; that the result
//     does not point into the object is for a reviewer to say.
//
//===----------------------------------------------------------------------===//

#include "FixIt/HolderPlan.h"
#include "CApi/Origin.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"

using namespace clang;

namespace ftidy::fix {

using own::Held;
using own::Hold;

// Whether the object of this site is the function's own when At runs.
bool HolderPlanner::isOwnedAt(const Stmt *At, size_t Index) const {
  if (!Holder)
    return false;
  const own::HeldSet Before = Owners.before(At, Holder);
  return Before.has(Hold::Owned, Index) &&
         llvm::all_of(Before, [&](const Held &H) {
           return H.What == Hold::Other ||
                  (H.What == Hold::Owned && H.Site == Index);
         });
}

// The automatic variable, no pointer, that E is a member or an element of.
static const VarDecl *automatic(const Expr *E) {
  for (bool Inside = true; E && Inside;) {
    E = E->IgnoreParens();
    const auto *Member = dyn_cast<MemberExpr>(E);
    const auto *Item = dyn_cast<ArraySubscriptExpr>(E);
    const Expr *Array = Item ? Item->getBase()->IgnoreParenImpCasts() : nullptr;
    Inside = (Member && !Member->isArrow()) ||
             (Array && Array->getType()->isArrayType());
    if (Inside)
      E = Member ? Member->getBase() : Array;
  }
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E);
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return V && V->hasLocalStorage() && !V->getType()->isAnyPointerType() &&
                 !V->getType()->isReferenceType()
             ? V
             : nullptr;
}

// True for a store into a struct or array that is an automatic variable: it ends
// with the function, or with the round of the loop that the site is in.
bool HolderPlanner::endsInTime(const Stmt *Store, const Expr *Site) {
  const auto *Assign = dyn_cast<BinaryOperator>(Store);
  const VarDecl *V = Assign ? automatic(Assign->getLHS()) : nullptr;
  const Stmt *Up = Store;
  if (isa<InitListExpr>(Store))
    while (isa_and_nonnull<Expr>(Up))
      Up = Tree.parent(Up);
  if (const auto *Declared = dyn_cast_or_null<DeclStmt>(Up);
      Declared && Declared->isSingleDecl())
    if (const auto *Local = dyn_cast<VarDecl>(Declared->getSingleDecl());
        Local && Local->hasLocalStorage() &&
        (Local->getType()->isArrayType() || Local->getType()->isRecordType()))
      V = Local;
  if (!V)
    return false;
  const Stmt *Loop = Tree.loopAround(capi::strip(Site), nullptr);
  const Stmt *Scope = Errors.scopeOf(V);
  return !Loop || (Scope && Tree.contains(Loop, Scope));
}

// Whether a function may give back what it was given, or a part of it.
static bool givesBack(const FunctionDecl &Callee) {
  bool Result = false;
  forEach(Callee.getBody(), [&](const Stmt *Node) {
    const auto *Return = dyn_cast<ReturnStmt>(Node);
    const Expr *E = Return ? Return->getRetValue() : nullptr;
    while (E) {
      E = capi::strip(E);
      const auto *Member = dyn_cast<MemberExpr>(E);
      const auto *Item = dyn_cast<ArraySubscriptExpr>(E);
      const auto *Unary = dyn_cast<UnaryOperator>(E);
      const Expr *Inner = Member  ? Member->getBase()
                          : Item  ? Item->getBase()
                          : Unary ? Unary->getSubExpr()
                                  : nullptr;
      if (!Inner)
        break;
      E = Inner;
    }
    if (!E)
      return;
    const auto *Call = dyn_cast<CallExpr>(E);
    const FunctionDecl *Next = Call ? Call->getDirectCallee() : nullptr;
    const auto *Ref = dyn_cast<DeclRefExpr>(E);
    Result |= Call ? !Next || Next->isInlineSpecified()
                   : !(Ref && !isa<ParmVarDecl>(Ref->getDecl())) &&
                         !flow::isNullConstant(E);
  });
  return Result;
}

// A struct that begins as every object does.
static bool isObject(QualType T) {
  const RecordDecl *Record = T->getAsRecordDecl();
  Record = Record ? Record->getDefinition() : nullptr;
  if (!Record || Record->field_empty())
    return true; // may be one
  const FieldDecl *First = *Record->field_begin();
  return First->getName().starts_with("ob_") ||
         (First->getType()->isRecordType() && isObject(First->getType()));
}

// The function of this file that made what E names out of its arguments; null
// when it may come from elsewhere, too.
const FunctionDecl *HolderPlanner::makerOf(const Expr *E) {
  E = E ? capi::strip(E) : nullptr;
  const QualType Pointee = E ? E->getType()->getPointeeType() : QualType();
  if (Pointee.isNull() || !Pointee->isRecordType() ||
      Pointee.isConstQualified() || isObject(Pointee))
    return nullptr;
  if (const auto *Call = dyn_cast<CallExpr>(E)) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    const FunctionDecl *Definition = Callee ? Callee->getDefinition() : nullptr;
    return Definition && Definition->getBody() && !F.uses().at(Call) &&
                   S.origins().of(Definition->getLocation()) ==
                       capi::Origin::User &&
                   !givesBack(*Definition)
               ? Definition
               : nullptr;
  }
  const VarDecl *V = own::localVariable(E);
  if (!V || isa<ParmVarDecl>(V) ||
      Tree.addressEscapes(F.decl().getBody(), V))
    return nullptr;
  const FunctionDecl *Maker = nullptr;
  bool Known = true;
  const auto Take = [&](const Expr *Value) {
    if (flow::isNullConstant(Value))
      return;
    const FunctionDecl *One =
        isa<CallExpr>(capi::strip(Value)) ? makerOf(Value) : nullptr;
    Known &= One && (!Maker || Maker == One);
    Maker = One;
  };
  forEach(F.decl().getBody(), [&](const Stmt *Node) {
    if (const auto *Assign = dyn_cast<BinaryOperator>(Node);
        Assign && Assign->isAssignmentOp() &&
        own::localVariable(Assign->getLHS()) == V)
      Take(Assign->getRHS());
    if (const auto *Unary = dyn_cast<UnaryOperator>(Node);
        Unary && own::localVariable(Unary->getSubExpr()) == V)
      Known &= !Unary->isIncrementDecrementOp() &&
               Unary->getOpcode() != UO_AddrOf;
  });
  if (V->getInit())
    Take(V->getInit());
  return Known ? Maker : nullptr;
}

// Whether what leaves here was made by a function of this file. It is not when
// it goes to where everybody finds it.
bool HolderPlanner::isMade(const own::ValueUse &Use) {
  const FunctionDecl *Maker = nullptr;
  if (const auto *Return = dyn_cast<ReturnStmt>(Use.At)) {
    Maker = makerOf(Return->getRetValue());
  } else if (const auto *Assign = dyn_cast<BinaryOperator>(Use.At)) {
    const auto *Ref = dyn_cast<DeclRefExpr>(capi::strip(Assign->getLHS()));
    if (Assign->getOpcode() == BO_Assign && !Ref)
      Maker = makerOf(Assign->getRHS());
  }
  if (!Maker)
    return false;
  const std::string Change = "what '" + Maker->getNameAsString() +
                             "' makes out of '" + Name +
                             "' is taken not to point into it";
  if (!llvm::is_contained(P.Changes, Change))
    P.Changes.push_back(Change);
  return true;
}

} // namespace ftidy::fix
