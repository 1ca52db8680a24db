//===-- ErrorExit.cpp - how this function leaves on an error
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/ErrorExit.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::fix {

namespace {

template <class Visitor> void forEach(const Stmt *Root, Visitor Visit) {
  llvm::SmallVector<const Stmt *, 32> Work{Root};
  while (!Work.empty()) {
    const Stmt *S = Work.pop_back_val();
    Visit(S);
    for (const Stmt *Child : S->children())
      if (Child)
        Work.push_back(Child);
  }
}

// The variable that `x = f()` or `T x = f()` fills, or null.
const VarDecl *filledBy(const Stmt *S) {
  if (const auto *Declared = dyn_cast<DeclStmt>(S))
    return Declared->isSingleDecl() ? dyn_cast<VarDecl>(Declared->getSingleDecl())
                                    : nullptr;
  const auto *E = dyn_cast<Expr>(S);
  const auto *Assign =
      dyn_cast_or_null<BinaryOperator>(E ? capi::strip(E) : nullptr);
  return Assign && Assign->getOpcode() == BO_Assign
             ? own::localVariable(Assign->getLHS())
             : nullptr;
}

// `f() < 0`, `f() == -1`: one call, and the branch is where it failed.
bool failsBelowZero(const IfStmt &If) {
  const auto *Compare = dyn_cast<BinaryOperator>(capi::strip(If.getCond()));
  if (!Compare || !isa<CallExpr>(capi::strip(Compare->getLHS())))
    return false;
  return Compare->getOpcode() == BO_LT ||
         (Compare->getOpcode() == BO_EQ &&
          isa<UnaryOperator>(capi::strip(Compare->getRHS())));
}

} // namespace

std::optional<ErrorExit::Lines> ErrorExit::after(const Stmt *Statement,
                                                 const VarDecl *Holder) {
  // A scope macro around it has an end that the jump would pass by.
  for (const capi::ScopeMacro &Scope : S.macros().scopes())
    if (S.guards().inside(Scope, Statement->getBeginLoc()))
      return std::nullopt;
  if (auto Found = nextBranch(Statement, Holder))
    return Found;
  return plainReturn(Statement);
}

// A call that neither acquires nor releases anything, as far as facts say.
bool ErrorExit::isQuietCall(const CallExpr &Call) const {
  const capi::Use *U = F.uses().at(&Call);
  // What a macro of the C API expands to is judged by its own name.
  for (const Stmt *Up = Tree.parent(&Call); Up && !U; Up = Tree.parent(Up))
    if (Call.getExprLoc().isMacroID())
      U = F.uses().at(Up);
  if (!U)
    return Call.getDirectCallee() &&
           Call.getDirectCallee()->getIdentifier() &&
           Call.getDirectCallee()->getName().starts_with("__builtin");
  if (U->F->Returns == capi::Result::New ||
      U->F->ThreadState != capi::Thread::None ||
      U->F->Args.find_first_of("+-Ss") != StringRef::npos)
    return false;
  if (U->F->Args.find_first_of("O*") == StringRef::npos)
    return true;
  // Argument parsers lend what they give, but for buffers and encoded copies.
  for (const Expr *A : U->Args)
    if (const auto *Format = dyn_cast_or_null<StringLiteral>(A))
      return Format->getCharByteWidth() == 1 &&
             Format->getString().find_first_of("e*") == StringRef::npos;
  return false;
}

bool ErrorExit::isQuiet(const Stmt *Root) const {
  bool Quiet = true;
  forEach(Root, [&](const Stmt *Node) {
    if (const auto *Call = dyn_cast<CallExpr>(Node))
      Quiet &= isQuietCall(*Call);
    else if (const capi::Use *U = F.uses().at(Node); U && !U->expr())
      Quiet &= U->F->Args.find_first_of("+-Ss") == StringRef::npos;
    else if (isa<CXXConstructExpr, CXXNewExpr, LabelStmt, AsmStmt>(Node))
      Quiet = false;
  });
  // Macro uses, among them Py_INCREF of old versions.
  for (const capi::Use &U : F.uses().all())
    if (U.Loc.isValid() && Tree.contains(Root, U.Node))
      Quiet &= U.F->Returns != capi::Result::New &&
               U.F->Args.find_first_of("+-Ss") == StringRef::npos;
  return Quiet;
}

bool ErrorExit::isErrorReturn(const ReturnStmt &Return, bool SetsError) const {
  const Expr *Value = Return.getRetValue();
  if (!Value)
    return false;
  if (Value->getType()->isPointerType())
    return flow::isNullConstant(Value);
  const auto *Minus = dyn_cast<UnaryOperator>(capi::strip(Value));
  const auto *One = Minus && Minus->getOpcode() == UO_Minus
                        ? dyn_cast<IntegerLiteral>(
                              capi::strip(Minus->getSubExpr()))
                        : nullptr;
  if (One && One->getValue() == 1)
    return true;
  return SetsError && flow::isNullConstant(Value); // `return 0` of a converter
}

// The body of an error branch as statements to write elsewhere: its cleanup and
// its jump, without the error that it sets.
std::optional<ErrorExit::Lines>
ErrorExit::branch(const IfStmt &If, const Stmt *Statement,
                  const VarDecl *Holder, bool TestsFailure) {
  llvm::SmallVector<const Stmt *, 4> Body;
  if (const auto *Compound = dyn_cast<CompoundStmt>(If.getThen()))
    Body.assign(Compound->body_begin(), Compound->body_end());
  else
    Body.push_back(If.getThen());
  if (Body.empty())
    return std::nullopt;
  const SourceManager &SM = S.context().getSourceManager();
  bool SetsError = false, Sound = true;
  Lines Result;
  for (const Stmt *Each : Body) {
    const bool IsLast = Each == Body.back();
    const auto *E = dyn_cast<Expr>(Each);
    const capi::Use *U = F.uses().at(Each);
    if (U && U->F->Error == capi::ErrorEffect::Sets) {
      SetsError = true;
      continue;
    }
    // Only releases, and a jump: what else it does belongs to its own error.
    if (IsLast ? !isa<ReturnStmt, GotoStmt>(Each)
               : !(E && U && U->F->Args == "-"))
      return std::nullopt;
    // What it names must exist at the new place, and not be our own.
    forEach(Each, [&](const Stmt *Node) {
      const auto *Ref = dyn_cast<DeclRefExpr>(Node);
      const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
      if (V && V->hasLocalStorage())
        Sound &= V != Holder &&
                 (isa<ParmVarDecl>(V) ||
                  SM.isBeforeInTranslationUnit(V->getLocation(),
                                               Statement->getBeginLoc()));
    });
    const auto Where = Text.statement(Each);
    if (!Sound || !Where)
      return std::nullopt;
    Result.push_back(Text.text(*Where).str());
  }
  if (Result.empty())
    return std::nullopt;
  if (const auto *Return = dyn_cast<ReturnStmt>(Body.back())) {
    if (!isErrorReturn(*Return, SetsError))
      return std::nullopt;
  } else if (!SetsError && !TestsFailure) {
    return std::nullopt; // a goto that nothing shows to be an error
  }
  return Result;
}

std::optional<ErrorExit::Lines>
ErrorExit::nextBranch(const Stmt *Statement, const VarDecl *Holder) {
  const auto *Block = dyn_cast_or_null<CompoundStmt>(Tree.parent(Statement));
  if (!Block)
    return std::nullopt;
  const VarDecl *Acquired = nullptr;
  bool AcquiresNew = false, Started = false, IsNext = true;
  for (const Stmt *Each : Block->body()) {
    if (!Started) {
      Started = Each == Statement;
      continue;
    }
    if (const auto *If = dyn_cast<IfStmt>(Each); If && !If->getInit()) {
      // What was just acquired is not there in the branch that tests it.
      const auto Test = flow::nullTest(If->getCond());
      const bool Tests = Test && Test->NullWhen && Acquired &&
                         own::localVariable(Test->Subject) == Acquired;
      if (!Acquired || Tests) {
        // A condition that acquires does so only where it does not fail.
        if (isQuiet(If->getCond()) || (Test && Test->NullWhen) ||
            failsBelowZero(*If))
          // A goto is sure only right behind: the result may change later.
          if (auto Found = branch(*If, Statement, Holder,
                                  (Tests && AcquiresNew) ||
                                      (IsNext && failsBelowZero(*If))))
            return Found;
      }
    }
    if (Acquired)
      return std::nullopt;
    if (isQuiet(Each)) {
      IsNext = false;
      continue;
    }
    Acquired = filledBy(Each);
    if (!Acquired)
      return std::nullopt;
    AcquiresNew = IsNext && llvm::any_of(F.uses().all(), [&](const capi::Use &U) {
                    return U.F->Returns == capi::Result::New &&
                           Tree.contains(Each, U.Node);
                  });
  }
  return std::nullopt;
}

std::optional<ErrorExit::Lines>
ErrorExit::plainReturn(const Stmt *Statement) {
  const SourceManager &SM = S.context().getSourceManager();
  bool Quiet = true, ReturnsMinusOne = false;
  forEach(F.decl().getBody(), [&](const Stmt *Node) {
    if (const auto *Return = dyn_cast<ReturnStmt>(Node))
      ReturnsMinusOne |= isErrorReturn(*Return, false);
    if (Node == Statement || Tree.contains(Statement, Node))
      return;
    const bool IsBefore =
        SM.isBeforeInTranslationUnit(Node->getBeginLoc(),
                                     Statement->getBeginLoc());
    // In a loop, what stands below runs before as well.
    if (const auto *Call = dyn_cast<CallExpr>(Node);
        Call && (IsBefore || Tree.loopAround(Statement, nullptr)))
      Quiet &= isQuietCall(*Call);
  });
  for (const capi::Use &U : F.uses().all())
    if (SM.isBeforeInTranslationUnit(U.Loc, SM.getFileLoc(Statement->getBeginLoc())) ||
        Tree.loopAround(Statement, nullptr))
      Quiet &= Tree.contains(Statement, U.Node) ||
               (U.F->Returns != capi::Result::New &&
                U.F->Args.find_first_of("+-Ss") == StringRef::npos);
  if (!Quiet)
    return std::nullopt;
  const QualType Type = F.decl().getReturnType();
  if (Type->isPointerType())
    return Lines{("return " + Text.nullPointer() + ";").str()};
  if (Type->isSignedIntegerType() && ReturnsMinusOne)
    return Lines{"return -1;"};
  return std::nullopt;
}

} // namespace ftidy::fix
