//===-- FreeLists.cpp - what is kept for reuse?
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Roles/FreeLists.h"
#include "CApi/MacroLog.h"
#include "CApi/Use.h"
#include "Flow/Graph.h"
#include "Roles/Accesses.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ParentMap.h"
#include "clang/AST/Stmt.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/DenseMap.h"
#include <memory>

using namespace clang;

namespace ftidy::roles {

namespace {

class Search {
public:
  Search(const Accesses &Places, const capi::MacroLog &Macros,
         ASTContext &Context)
      : Places(Places), Macros(Macros), Context(Context) {}

  std::optional<FreeList> find(const VarDecl &V) {
    List.Variables.push_back(&V);
    bool Takes = false;
    for (size_t I = 0; I < List.Variables.size(); ++I) { // it grows
      const VarDecl *Each = List.Variables[I];
      if (!isBornEmpty(*Each))
        return std::nullopt;
      collectPuts(*Each);
      for (const Access &A : Places.of(Each)) {
        if (A.Kind == AccessKind::Address && A.Of != Extent::Behind)
          return std::nullopt;
        if (!A.writes() || isGilOnly(A) || isInPut(A))
          continue;
        if (A.In && takesOut(A))
          Takes = true;
        else if (!isReset(A))
          return std::nullopt;
      }
    }
    if (!Takes)
      return std::nullopt;
    llvm::sort(List.Variables, [&](const VarDecl *A, const VarDecl *B) {
      return Context.getSourceManager().isBeforeInTranslationUnit(
          A->getLocation(), B->getLocation());
    });
    return std::move(List);
  }

private:
  bool isBornEmpty(const VarDecl &V) const {
    const Expr *Init = V.getAnyInitializer();
    const QualType T = V.getType();
    if (storageOf(V) != Storage::Plain ||
        !(T->isIntegerType() || T->isPointerType() || T->isConstantArrayType()))
      return false;
    return !Init || flow::isNullConstant(Init) || isZero(Init) ||
           (T->isConstantArrayType() && isa<InitListExpr>(Init) &&
            llvm::all_of(cast<InitListExpr>(Init)->inits(), [&](const Expr *E) {
              return isa<ImplicitValueInitExpr>(E) || flow::isNullConstant(E) ||
                     isZero(E);
            }));
  }

  bool isZero(const Expr *E) const {
    Expr::EvalResult Value;
    return !E->isValueDependent() && E->getType()->isIntegerType() &&
           E->EvaluateAsInt(Value, Context) && Value.Val.getInt() == 0;
  }

  bool isConstant(const Expr *E) const {
    Expr::EvalResult Value;
    return !E->isValueDependent() && E->getType()->isIntegerType() &&
           E->EvaluateAsInt(Value, Context);
  }

  bool isGilOnly(const Access &A) const {
    return Macros.isGilOnly(A.At->getBeginLoc(), Context.getSourceManager());
  }

  // The variable itself: not one of its elements, nor what it points to.
  static const VarDecl *variable(const Expr *E) {
    const auto *Ref = dyn_cast<DeclRefExpr>(capi::strip(E));
    const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    return V ? cast<VarDecl>(firstOf(V)) : nullptr;
  }

  const ParentMap &parentsIn(const FunctionDecl &F) {
    std::unique_ptr<ParentMap> &Map = Parents[&F];
    if (!Map)
      Map = std::make_unique<ParentMap>(F.getBody());
    return *Map;
  }

  template <typename Pred> static bool anyOfAnd(const Expr *E, Pred P) {
    E = capi::strip(E);
    const auto *Op = dyn_cast<BinaryOperator>(E);
    if (Op && Op->getOpcode() == BO_LAnd)
      return anyOfAnd(Op->getLHS(), P) || anyOfAnd(Op->getRHS(), P);
    return P(E);
  }

  // `count < MAX`, of a variable with static storage.
  bool asksForRoom(const Expr *Condition) const {
    return anyOfAnd(Condition, [&](const Expr *E) {
      const auto *Op = dyn_cast<BinaryOperator>(E);
      if (!Op || !Op->isComparisonOp())
        return false;
      const bool Up = Op->getOpcode() == BO_LT || Op->getOpcode() == BO_LE ||
                      Op->getOpcode() == BO_NE;
      const bool Down = Op->getOpcode() == BO_GT || Op->getOpcode() == BO_GE;
      const Expr *Count = Up ? Op->getLHS() : Op->getRHS();
      const Expr *Most = Up ? Op->getRHS() : Op->getLHS();
      const VarDecl *V = Up || Down ? variable(Count) : nullptr;
      return V && V->hasGlobalStorage() && V->getType()->isIntegerType() &&
             isConstant(Most) && !isZero(Most);
    });
  }

  bool isIn(const VarDecl *V) const {
    return V && llvm::is_contained(List.Variables, V);
  }

  // What tells that there is something to take out is of the list, too.
  bool belongs(const VarDecl *V) {
    if (!V || !V->hasGlobalStorage())
      return false;
    if (!isIn(V))
      List.Variables.push_back(V);
    return true;
  }

  // True where the condition holds: one of the list is not empty.
  bool saysFilled(const Expr *Condition) {
    return anyOfAnd(Condition, [&](const Expr *E) {
      if (belongs(variable(E)))
        return true;
      const auto *Op = dyn_cast<BinaryOperator>(E);
      if (!Op || (Op->getOpcode() != BO_GT && Op->getOpcode() != BO_NE &&
                  Op->getOpcode() != BO_LT))
        return false;
      const bool Left = Op->getOpcode() != BO_LT;
      const Expr *Subject = Left ? Op->getLHS() : Op->getRHS();
      const Expr *Nothing = Left ? Op->getRHS() : Op->getLHS();
      return belongs(variable(Subject)) &&
             (isZero(Nothing) || flow::isNullConstant(Nothing));
    });
  }

  // The same where the condition does not hold.
  bool saysEmpty(const Expr *Condition) {
    const Expr *E = capi::strip(Condition);
    if (const auto *Not = dyn_cast<UnaryOperator>(E);
        Not && Not->getOpcode() == UO_LNot)
      return belongs(variable(Not->getSubExpr()));
    const auto *Op = dyn_cast<BinaryOperator>(E);
    return Op && Op->getOpcode() == BO_EQ && belongs(variable(Op->getLHS())) &&
           (isZero(Op->getRHS()) || flow::isNullConstant(Op->getRHS()));
  }

  const IfStmt *putAround(const Access &A) {
    const ParentMap &Up = parentsIn(*A.In);
    const Stmt *Child = A.At;
    for (const Stmt *S = Up.getParent(Child); S; S = Up.getParent(S)) {
      const auto *If = dyn_cast<IfStmt>(S);
      if (If && Child == If->getThen() && asksForRoom(If->getCond()))
        return If;
      Child = S;
    }
    return nullptr;
  }

  // The `if`s that V changes in, and what else they change.
  void collectPuts(const VarDecl &V) {
    for (const Access &A : Places.of(&V)) {
      if (!A.writes() || !A.In || !A.In->getBody() || isGilOnly(A))
        continue;
      const IfStmt *If = putAround(A);
      if (!If || !Ifs.try_emplace(If, A.In).second)
        continue;
      List.Puts.push_back({A.In, If});
      for (const VarDecl *Other : Places.variables())
        for (const Access &B : Places.of(Other))
          if (B.In == A.In && B.writes() && !isIn(Other) &&
              putAround(B) == If) {
            List.Variables.push_back(Other);
            break;
          }
    }
  }

  bool isInPut(const Access &A) {
    if (!A.In || !A.In->getBody())
      return false;
    const IfStmt *If = putAround(A);
    return If && Ifs.contains(If);
  }

  static bool leaves(const Stmt *S) {
    if (const auto *Block = dyn_cast_or_null<CompoundStmt>(S))
      return !Block->body_empty() && leaves(Block->body_back());
    return isa_and_nonnull<ReturnStmt>(S);
  }

  bool takesOut(const Access &A) {
    if (!A.In->getBody())
      return false;
    const ParentMap &Up = parentsIn(*A.In);
    const Stmt *Child = A.At;
    for (const Stmt *S = Up.getParent(Child); S; S = Up.getParent(S)) {
      if (const auto *If = dyn_cast<IfStmt>(S)) {
        if ((Child == If->getThen() && saysFilled(If->getCond())) ||
            (Child == If->getElse() && saysEmpty(If->getCond())))
          return true;
      } else if (const auto *While = dyn_cast<WhileStmt>(S)) {
        if (Child == While->getBody() && saysFilled(While->getCond()))
          return true;
      } else if (const auto *Block = dyn_cast<CompoundStmt>(S)) {
        for (const Stmt *Before : Block->body()) {
          if (Before == Child)
            break;
          const auto *If = dyn_cast<IfStmt>(Before);
          if (If && !If->getElse() && leaves(If->getThen()) &&
              saysEmpty(If->getCond()))
            return true;
        }
      }
      Child = S;
    }
    return false;
  }

  bool isReset(const Access &A) const {
    const auto *Assign = dyn_cast_or_null<BinaryOperator>(A.By);
    return Assign && Assign->getOpcode() == BO_Assign && !A.Atomic &&
           (flow::isNullConstant(Assign->getRHS()) || isZero(Assign->getRHS()));
  }

  const Accesses &Places;
  const capi::MacroLog &Macros;
  ASTContext &Context;
  FreeList List;
  llvm::DenseMap<const IfStmt *, const FunctionDecl *> Ifs;
  llvm::DenseMap<const FunctionDecl *, std::unique_ptr<ParentMap>> Parents;
};

} // namespace

std::optional<FreeList> freeListOf(const VarDecl &V, const Accesses &Places,
                                   const capi::MacroLog &Macros) {
  return Search(Places, Macros, V.getASTContext()).find(*cast<VarDecl>(firstOf(&V)));
}

} // namespace ftidy::roles
