//===-- Structure.cpp - the statements of a function as a tree
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/Structure.h"
#include "CApi/Use.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::fix {

bool isLoop(const Stmt *S) {
  return isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt>(S);
}

Structure::Structure(const Stmt *Body) {
  llvm::SmallVector<const Stmt *, 64> Work{Body};
  while (!Work.empty()) {
    const Stmt *S = Work.pop_back_val();
    if (isa<LambdaExpr>(S))
      continue;
    for (const Stmt *Child : S->children())
      if (Child && Parents.try_emplace(Child, S).second)
        Work.push_back(Child);
  }
}

const Stmt *Structure::statementOf(const Stmt *S) const {
  for (; S; S = parent(S)) {
    const Stmt *P = parent(S);
    if (!P)
      return S;
    if (isa<CompoundStmt>(P) && !isa_and_nonnull<StmtExpr>(parent(P)))
      return S;
    if (const auto *If = dyn_cast<IfStmt>(P);
        If && (S == If->getThen() || S == If->getElse()))
      return S;
    if (const auto *For = dyn_cast<ForStmt>(P); For && S == For->getBody())
      return S;
    if (const auto *While = dyn_cast<WhileStmt>(P);
        While && S == While->getBody())
      return S;
    if (const auto *Do = dyn_cast<DoStmt>(P); Do && S == Do->getBody())
      return S;
    if (const auto *Range = dyn_cast<CXXForRangeStmt>(P);
        Range && S == Range->getBody())
      return S;
    if (const auto *Case = dyn_cast<SwitchCase>(P);
        Case && S == Case->getSubStmt())
      return S;
    if (isa<LabelStmt>(P))
      return S;
  }
  return nullptr;
}

bool Structure::contains(const Stmt *Outer, const Stmt *Inner) const {
  for (; Inner; Inner = parent(Inner))
    if (Inner == Outer)
      return true;
  return false;
}

bool Structure::addressEscapes(const Stmt *Body, const VarDecl *V) const {
  llvm::SmallVector<const Stmt *, 64> Work{Body};
  while (!Work.empty()) {
    const Stmt *S = Work.pop_back_val();
    const auto *Address = dyn_cast<UnaryOperator>(S);
    if (Address && Address->getOpcode() == UO_AddrOf) {
      const auto *Ref =
          dyn_cast<DeclRefExpr>(Address->getSubExpr()->IgnoreParens());
      if (Ref && Ref->getDecl() == V) {
        const Stmt *Up = parent(Address);
        while (isa_and_nonnull<CastExpr, ParenExpr>(Up))
          Up = parent(Up);
        // Py_CLEAR and friends keep it in a variable of their own.
        if (!isa_and_nonnull<CallExpr>(Up) && !Address->getBeginLoc().isMacroID())
          return true;
      }
    }
    for (const Stmt *Child : S->children())
      if (Child)
        Work.push_back(Child);
  }
  return false;
}

bool Structure::standsInCompound(const Stmt *S) const {
  const Stmt *P = parent(S);
  while (P && (isa<LabelStmt>(P) || isa<SwitchCase>(P)))
    P = parent(P);
  return isa_and_nonnull<CompoundStmt>(P);
}

const Stmt *Structure::partOf(const Stmt *Outer, const Stmt *Inner) const {
  while (Inner && parent(Inner) != Outer)
    Inner = parent(Inner);
  return Inner;
}

const Stmt *Structure::next(const Stmt *S) const {
  const auto *Block = dyn_cast_or_null<CompoundStmt>(parent(S));
  if (!Block)
    return nullptr;
  const auto At = llvm::find(Block->body(), S);
  return At == Block->body_end() || std::next(At) == Block->body_end()
             ? nullptr
             : *std::next(At);
}

const Stmt *Structure::outermostLoop(const Stmt *S) const {
  const Stmt *Result = S;
  for (const Stmt *Up = S; Up; Up = parent(Up))
    if (isLoop(Up))
      Result = Up;
  return Result;
}

const Stmt *Structure::loopAround(const Stmt *S, const Stmt *Within) const {
  for (S = parent(S); S && S != Within; S = parent(S)) {
    // `do { ... } while (0)` runs once.
    const auto *Do = dyn_cast<DoStmt>(S);
    const auto *Never = Do ? dyn_cast<IntegerLiteral>(
                                 Do->getCond()->IgnoreParenImpCasts())
                           : nullptr;
    if (isLoop(S) && !(Never && Never->getValue() == 0))
      return S;
  }
  return nullptr;
}

const Stmt *Structure::breakTarget(const Stmt *S, bool Continue) const {
  for (S = parent(S); S; S = parent(S))
    if (isLoop(S) || (!Continue && isa<SwitchStmt>(S)))
      return S;
  return nullptr;
}

llvm::SmallVector<const Stmt *, 8>
Structure::exits(const Stmt *Root, const CompoundStmt *Scope) const {
  llvm::SmallVector<const Stmt *, 8> Result;
  llvm::SmallVector<const Stmt *, 32> Work{Root};
  while (!Work.empty()) {
    const Stmt *S = Work.pop_back_val();
    if (isa<LambdaExpr>(S))
      continue;
    const bool IsBreak = isa<BreakStmt>(S), IsContinue = isa<ContinueStmt>(S);
    if (isa<ReturnStmt, GotoStmt, IndirectGotoStmt, CXXThrowExpr>(S)) {
      Result.push_back(S);
    } else if (IsBreak || IsContinue) {
      const Stmt *Target = breakTarget(S, IsContinue);
      if (!Target || contains(Target, Scope))
        Result.push_back(S);
    }
    for (const Stmt *Child : S->children())
      if (Child)
        Work.push_back(Child);
  }
  return Result;
}

bool Structure::hasLabel(const Stmt *S) const {
  // The cases of a switch that lies inside are its own business.
  llvm::SmallVector<std::pair<const Stmt *, bool>, 16> Work{{S, false}};
  while (!Work.empty()) {
    const auto [Here, InSwitch] = Work.pop_back_val();
    if (isa<LabelStmt>(Here) || (isa<SwitchCase>(Here) && !InSwitch))
      return true;
    for (const Stmt *Child : Here->children())
      if (Child && !isa<Expr>(Child))
        Work.push_back({Child, InSwitch || isa<SwitchStmt>(Here)});
  }
  return false;
}

llvm::SmallVector<const Stmt *, 4>
Structure::breaksOf(const Stmt *LoopOrSwitch) const {
  llvm::SmallVector<const Stmt *, 4> Result;
  llvm::SmallVector<const Stmt *, 32> Work{LoopOrSwitch};
  while (!Work.empty()) {
    const Stmt *S = Work.pop_back_val();
    if (isa<BreakStmt>(S) && breakTarget(S, false) == LoopOrSwitch)
      Result.push_back(S);
    for (const Stmt *Child : S->children())
      if (Child && !isa<LambdaExpr>(Child))
        Work.push_back(Child);
  }
  return Result;
}

std::string nameOfJump(const Stmt *Jump, const ASTContext &Context) {
  if (Jump->getBeginLoc().isMacroID())
    return capi::tokenAt(
               Context.getSourceManager().getFileLoc(Jump->getBeginLoc()),
               Context)
        .str();
  if (const auto *Goto = dyn_cast<GotoStmt>(Jump))
    return "goto " + Goto->getLabel()->getNameAsString();
  if (const auto *Call = dyn_cast<CallExpr>(Jump))
    return Call->getDirectCallee()->getNameAsString();
  return isa<ReturnStmt>(Jump)     ? "return"
         : isa<BreakStmt>(Jump)    ? "break"
         : isa<ContinueStmt>(Jump) ? "continue"
         : isa<CXXThrowExpr>(Jump) ? "throw"
                                   : "goto";
}

bool isJump(const Stmt *S) {
  return isa<ReturnStmt, GotoStmt, BreakStmt, ContinueStmt>(S);
}

bool mayEnd(const Stmt *S) {
  if (isJump(S) || isa<CXXThrowExpr>(S))
    return false;
  if (const auto *Block = dyn_cast<CompoundStmt>(S))
    return Block->body_empty() || mayEnd(Block->body_back());
  if (const auto *Label = dyn_cast<LabelStmt>(S))
    return mayEnd(Label->getSubStmt());
  const auto *If = dyn_cast<IfStmt>(S);
  return !If || !If->getElse() || mayEnd(If->getThen()) ||
         mayEnd(If->getElse());
}

bool isComma(const Expr &E) {
  const auto *Op = dyn_cast<BinaryOperator>(E.IgnoreImplicit());
  return Op && Op->isCommaOp();
}

} // namespace ftidy::fix
