//===-- Pairs.cpp - first asked, then acted on the answer
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Sharing/Pairs.h"
#include "Flow/Graph.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"
#include "clang/Basic/SourceManager.h"
#include <optional>

using namespace clang;

namespace ftidy::sharing {

namespace {

struct AskRow {
  llvm::StringLiteral Name;
  Family Of;
};
struct ActRow {
  llvm::StringLiteral Name;
  Family Of;
  Deed What;
};

constexpr AskRow Asks[] = {
#define ASK(NAME, FAMILY) {NAME, Family::FAMILY},
#define ACT(NAME, FAMILY, DEED)
#include "Sharing/Pairs.def"
#undef ASK
#undef ACT
};
constexpr ActRow Acts[] = {
#define ASK(NAME, FAMILY)
#define ACT(NAME, FAMILY, DEED) {NAME, Family::FAMILY, Deed::DEED},
#include "Sharing/Pairs.def"
#undef ASK
#undef ACT
};

bool isJump(const Stmt *S) {
  return isa<ReturnStmt, GotoStmt, BreakStmt, ContinueStmt>(S);
}

bool leaves(const Stmt *S) {
  if (const auto *Block = dyn_cast<CompoundStmt>(S))
    return !Block->body_empty() && leaves(Block->body_back());
  return isJump(S);
}

class PairFinder {
public:
  PairFinder(const FunctionDecl &F, const capi::Uses &Uses,
             const ASTContext &Context)
      : F(F), Uses(Uses), Context(Context), SM(Context.getSourceManager()) {}

  std::vector<Pair> find() {
    std::vector<Pair> Result;
    for (const capi::Use &Act : Uses.all())
      for (const ActRow &Row : Acts) {
        if (Act.F->Name != Row.Name)
          continue;
        if (const capi::Use *Ask = askedBefore(Act, Row))
          Result.push_back({Ask, &Act, Row.Of, Row.What});
      }
    return Result;
  }

private:
  // The last call before that asks for the same entry and decides.
  const capi::Use *askedBefore(const capi::Use &Act, const ActRow &Row) {
    const capi::Use *Found = nullptr;
    for (const capi::Use &Ask : Uses.all()) {
      if (!SM.isBeforeInTranslationUnit(Ask.Loc, Act.Loc))
        break;
      if (llvm::any_of(Asks,
                       [&](const AskRow &A) {
                         return A.Of == Row.Of && A.Name == Ask.F->Name;
                       }) &&
          isSame(Ask.arg(0), Act.arg(0)) && isSame(Ask.arg(1), Act.arg(1)) &&
          !isAssignedBetween(Ask, Act) && decides(Ask, Act, Row.What))
        Found = &Ask;
    }
    return Found;
  }

  bool isSame(const Expr *A, const Expr *B) const {
    if (!A || !B)
      return false;
    const llvm::StringRef Text = capi::written(A, Context);
    return !Text.empty() && Text == capi::written(B, Context) &&
           !hasCall(A);
  }

  static bool hasCall(const Stmt *S) {
    if (isa<CallExpr>(S))
      return true;
    return llvm::any_of(S->children(),
                        [](const Stmt *Child) { return Child && hasCall(Child); });
  }

  void readParents() {
    llvm::SmallVector<const Stmt *, 64> Work{F.getBody()};
    while (!Work.empty()) {
      const Stmt *Node = Work.pop_back_val();
      if (const auto *Binary = dyn_cast<BinaryOperator>(Node);
          Binary && Binary->isAssignmentOp())
        Assignments.push_back(Binary);
      for (const Stmt *Child : Node->children())
        if (Child && !isa<LambdaExpr>(Child) &&
            Parents.try_emplace(Child, Node).second)
          Work.push_back(Child);
    }
  }

  bool isAssignedBetween(const capi::Use &Ask, const capi::Use &Act) {
    if (Parents.empty())
      readParents();
    return llvm::any_of(Assignments, [&](const BinaryOperator *Assign) {
      const SourceLocation At = SM.getFileLoc(Assign->getOperatorLoc());
      return SM.isBeforeInTranslationUnit(Ask.Loc, At) &&
             SM.isBeforeInTranslationUnit(At, Act.Loc) &&
             !isLeft(Assign, Act.Node) &&
             (mentions(Ask.arg(0), Assign->getLHS()) ||
              mentions(Ask.arg(1), Assign->getLHS()));
    });
  }

  // It stands in a branch that ends with a return: nothing of it comes to To.
  bool isLeft(const Stmt *Assign, const Stmt *To) const {
    for (const Stmt *From = Assign, *Up = Parents.lookup(From); Up;
         From = Up, Up = Parents.lookup(Up)) {
      const auto *If = dyn_cast<IfStmt>(Up);
      if (!If || From == If->getCond())
        continue;
      const auto *Block = dyn_cast<CompoundStmt>(From);
      const Stmt *Last =
          Block && !Block->body_empty() ? Block->body_back() : From;
      if (isa<ReturnStmt>(Last) && !isInside(To, From))
        return true;
    }
    return false;
  }

  bool isInside(const Stmt *Node, const Stmt *Outer) const {
    for (; Node && Node != Outer; Node = Parents.lookup(Node))
      ;
    return Node;
  }

  // True when the variable that is assigned is part of E.
  static bool mentions(const Stmt *E, const Expr *Assigned) {
    const auto *Of = dyn_cast<DeclRefExpr>(capi::strip(Assigned));
    const auto *Ref = dyn_cast<DeclRefExpr>(E);
    if (Of && Ref && Of->getDecl() == Ref->getDecl())
      return true;
    return llvm::any_of(E->children(), [&](const Stmt *Child) {
      return Child && mentions(Child, Assigned);
    });
  }

  // The variables that the answer goes into.
  llvm::SmallVector<const ValueDecl *, 2> holders(const capi::Use &Ask) {
    llvm::SmallVector<const ValueDecl *, 2> Result;
    for (const Stmt *Up = Parents.lookup(Ask.Node); Up;
         Up = Parents.lookup(Up)) {
      if (const auto *Binary = dyn_cast<BinaryOperator>(Up);
          Binary && Binary->getOpcode() == BO_Assign) {
        if (const auto *Ref =
                dyn_cast<DeclRefExpr>(capi::strip(Binary->getLHS())))
          Result.push_back(Ref->getDecl());
      } else if (const auto *Declared = dyn_cast<DeclStmt>(Up)) {
        for (const Decl *D : Declared->decls())
          if (const auto *V = dyn_cast<VarDecl>(D);
              V && V->getInit() && capi::strip(V->getInit()) == Ask.Node)
            Result.push_back(V);
      } else if (!isa<CastExpr, ParenExpr>(Up)) {
        break;
      }
    }
    // `&v` for the value itself.
    for (unsigned I = 2; I < Ask.Args.size(); ++I)
      if (const auto *Address = dyn_cast_or_null<UnaryOperator>(Ask.arg(I));
          Address && Address->getOpcode() == UO_AddrOf)
        if (const auto *Ref =
                dyn_cast<DeclRefExpr>(capi::strip(Address->getSubExpr())))
          Result.push_back(Ref->getDecl());
    return Result;
  }

  // The variable has been given something else since.
  bool isReused(const DeclRefExpr &Holder) const {
    return llvm::any_of(Assignments, [&](const BinaryOperator *Assign) {
      const auto *To = dyn_cast<DeclRefExpr>(capi::strip(Assign->getLHS()));
      const SourceLocation At = SM.getFileLoc(Assign->getOperatorLoc());
      return To && To->getDecl() == Holder.getDecl() &&
             SM.isBeforeInTranslationUnit(Asked->Loc, At) &&
             SM.isBeforeInTranslationUnit(
                 At, SM.getFileLoc(Holder.getLocation())) &&
             !isLeft(Assign, &Holder);
    });
  }

  // What a condition is when the answer is 0 (or NULL) or 1 (or an object);
  // nothing when that does not decide.
  std::optional<int64_t> valueOf(const Expr *E, int64_t Answer) const {
    E = capi::strip(E);
    if (E == capi::strip(cast<Expr>(Asked->Node)))
      return Answer;
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
      if (llvm::is_contained(Holders, Ref->getDecl()) && !isReused(*Ref))
        return Answer;
    }
    if (flow::isNullConstant(E))
      return 0;
    if (const auto *Unary = dyn_cast<UnaryOperator>(E)) {
      const auto V = valueOf(Unary->getSubExpr(), Answer);
      if (!V)
        return std::nullopt;
      if (Unary->getOpcode() == UO_LNot)
        return !*V;
      return Unary->getOpcode() == UO_Minus ? std::optional<int64_t>(-*V)
                                            : std::nullopt;
    }
    if (const auto *Binary = dyn_cast<BinaryOperator>(E)) {
      if (Binary->getOpcode() == BO_Assign)
        return valueOf(Binary->getRHS(), Answer);
      const auto L = valueOf(Binary->getLHS(), Answer);
      const auto R = valueOf(Binary->getRHS(), Answer);
      switch (Binary->getOpcode()) {
      case BO_LAnd:
        return (L && !*L) || (R && !*R) ? std::optional<int64_t>(0)
               : L && R                 ? std::optional<int64_t>(1)
                                        : std::nullopt;
      case BO_LOr:
        return (L && *L) || (R && *R) ? std::optional<int64_t>(1)
               : L && R               ? std::optional<int64_t>(0)
                                      : std::nullopt;
      default:
        break;
      }
      if (!L || !R)
        return std::nullopt;
      switch (Binary->getOpcode()) {
      case BO_EQ:
        return *L == *R;
      case BO_NE:
        return *L != *R;
      case BO_LT:
        return *L < *R;
      case BO_GT:
        return *L > *R;
      case BO_LE:
        return *L <= *R;
      case BO_GE:
        return *L >= *R;
      default:
        return std::nullopt;
      }
    }
    if (const auto *Number = dyn_cast<IntegerLiteral>(E))
      return int64_t(Number->getValue().getLimitedValue());
    return std::nullopt;
  }

  void follow(const Expr *Condition, bool Taken) {
    const auto Missing = valueOf(Condition, 0), There = valueOf(Condition, 1);
    MayMiss &= !Missing || bool(*Missing) == Taken;
    MayBeThere &= !There || bool(*There) == Taken;
  }

  bool decides(const capi::Use &Ask, const capi::Use &Act, Deed What) {
    Asked = &Ask;
    Holders = holders(Ask);
    MayMiss = MayBeThere = true;
    const Stmt *From = Act.Node;
    for (const Stmt *Up = Parents.lookup(From); Up;
         From = Up, Up = Parents.lookup(Up)) {
      if (const auto *If = dyn_cast<IfStmt>(Up)) {
        if (From == If->getThen() || From == If->getElse())
          follow(If->getCond(), From == If->getThen());
      } else if (const auto *Choice = dyn_cast<ConditionalOperator>(Up)) {
        if (From != Choice->getCond())
          follow(Choice->getCond(), From == Choice->getTrueExpr());
      } else if (const auto *Binary = dyn_cast<BinaryOperator>(Up);
                 Binary && Binary->isLogicalOp() && From == Binary->getRHS()) {
        follow(Binary->getLHS(), Binary->getOpcode() == BO_LAnd);
      } else if (const auto *Block = dyn_cast<CompoundStmt>(Up)) {
        for (const Stmt *Before : Block->body()) {
          if (Before == From)
            break;
          const auto *If = dyn_cast<IfStmt>(Before);
          if (!If || SM.isBeforeInTranslationUnit(
                         SM.getFileLoc(If->getEndLoc()), Ask.Loc))
            continue;
          if (leaves(If->getThen()))
            follow(If->getCond(), false);
          else if (If->getElse() && leaves(If->getElse()))
            follow(If->getCond(), true);
        }
      }
    }
    return What == Deed::Adds ? MayMiss && !MayBeThere : MayBeThere && !MayMiss;
  }

  const FunctionDecl &F;
  const capi::Uses &Uses;
  const ASTContext &Context;
  const SourceManager &SM;
  llvm::DenseMap<const Stmt *, const Stmt *> Parents;
  std::vector<const BinaryOperator *> Assignments;
  const capi::Use *Asked = nullptr;
  llvm::SmallVector<const ValueDecl *, 2> Holders;
  bool MayMiss = true, MayBeThere = true;
};

} // namespace

std::vector<Pair> findPairs(const FunctionDecl &F, const capi::Uses &Uses,
                            const ASTContext &Context) {
  return PairFinder(F, Uses, Context).find();
}

} // namespace ftidy::sharing
