//===-- ErrorExit.cpp - how this function leaves on an error
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/ErrorExit.h"
#include "FixIt/PathsBetween.h"
#include "Guards/Effects.h"
#include "Guards/Guards.h"
#include "Ownership/Ownership.h"
#include "Roles/Roles.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::fix {

namespace {

// The local variables that code names, but for its own: Py_CLEAR has some.
llvm::SmallVector<const VarDecl *, 4> namesIn(const Stmt *Code) {
  llvm::SmallVector<const VarDecl *, 4> Result;
  llvm::SmallVector<const Decl *, 4> Own;
  forEach(Code, [&](const Stmt *Node) {
    if (const auto *Declared = dyn_cast<DeclStmt>(Node))
      Own.append(Declared->decl_begin(), Declared->decl_end());
    const auto *Ref = dyn_cast<DeclRefExpr>(Node);
    const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    if (V && V->hasLocalStorage() && !llvm::is_contained(Result, V))
      Result.push_back(V);
  });
  llvm::erase_if(Result, [&](const VarDecl *V) {
    return llvm::is_contained(Own, V);
  });
  return Result;
}

} // namespace

// What of the branch is written as it stands: all but `return v;` of the variable
// that has failed.
static llvm::SmallVector<const Stmt *, 4> writtenOf(const ErrorBranch &B) {
  const auto *Block = dyn_cast<CompoundStmt>(B.Body);
  if (!B.ReturnsFailed)
    return {B.Body};
  if (!Block)
    return {};
  return {Block->body_begin(), std::prev(Block->body_end())};
}

std::optional<ErrorExit::Lines> ErrorExit::after(const Stmt *At,
                                                 const VarDecl *Filled) {
  Statement = At;
  Holder = Filled;
  const auto Where = Text.of(At);
  if (!Where)
    return std::nullopt;
  Here = *Where;
  // A scope macro around it has an end that the jump would pass by.
  for (const capi::ScopeMacro &Scope : S.macros().scopes())
    if (S.guards().inside(Scope, At->getBeginLoc()))
      return std::nullopt;
  // The nearest one first, and rather one that follows.
  const ErrorBranch *Best = nullptr;
  for (const ErrorBranch &B : Errors.branches())
    if (B.Begin > Here.Begin && fits(B)) {
      Best = &B;
      break;
    }
  if (!Best)
    for (const ErrorBranch &B : llvm::reverse(Errors.branches()))
      if (B.End <= Here.Begin && fits(B)) {
        Best = &B;
        break;
      }
  if (!Best)
    return otherExit();
  // Where an iterator only ends, no error may be left.
  Lines Code = Best->Code;
  if (!Best->SetsError && !Best->AfterFailure && isa<ReturnStmt>(Best->Jump) &&
      S.roles().of(&F.decl()).has(roles::Role::Iternext))
    Code.insert(Code.begin(), "PyErr_Clear();");
  return Code;
}

std::optional<ErrorExit::Lines> ErrorExit::otherExit() {
  if (auto Found = sharedLabel())
    return Found;
  if (auto Found = plainReturn())
    return Found;
  return endOfLoop();
}

bool ErrorExit::fits(const ErrorBranch &B) {
  if (Tree.contains(B.Body, Statement) || !ownsTheSame(B) ||
      !llvm::all_of(writtenOf(B), [&](const Stmt *S) { return namesExist(S); }) ||
      (B.Begin > Here.Begin && !failedIsUnset(B)) || !releasesWhatIsThere(B))
    return false;
  return B.Begin > Here.Begin ? isError(B, Here.End, B.Begin)
                              : isError(B, B.End, Here.Begin);
}

// Whether what is owned in the branch is what is owned behind Statement.
bool ErrorExit::ownsTheSame(const ErrorBranch &B) {
  const bool Follows = B.Begin > Here.Begin;
  // The block that both are in: control flows from one to the other there.
  const Stmt *Early = Follows ? Statement : static_cast<const Stmt *>(B.If);
  const Stmt *Block = Tree.parent(Early);
  if (!Follows && !(Block && Tree.contains(Block, Statement)))
    return false;
  if (!Follows && beginsSomething(B))
    return false;
  if (!Follows && B.Failed && llvm::any_of(Errors.events(), [&](const Event &E) {
        return E.Fills == B.Failed;
      }))
    return false; // behind the test it is there, in the branch it was not
  const auto InCondition = [&](const Event &E) {
    return Tree.contains(B.If->getCond(), E.Node);
  };
  const unsigned From = Follows ? Here.End : B.End;
  const unsigned To = Follows ? B.Begin : Here.Begin;
  // Loops that hold one of the two bring their events as well.
  llvm::SmallVector<const Stmt *, 4> Loops;
  for (const Stmt *L = Tree.loopAround(Statement, nullptr); L;
       L = Tree.loopAround(L, nullptr))
    if (!Tree.contains(L, B.If))
      Loops.push_back(L);
  for (const Stmt *L = Tree.loopAround(B.If, nullptr); L;
       L = Tree.loopAround(L, nullptr))
    if (!Tree.contains(L, Statement))
      Loops.push_back(L);
  const Event *LastBefore = nullptr;
  std::optional<PathsBetween> Paths;
  for (const Event &E : Errors.events()) {
    if (Tree.contains(Statement, E.Node))
      continue;
    const bool IsBetween = E.At >= From && E.At < To;
    const bool InLoop = llvm::any_of(Loops, [&](const Stmt *L) {
      return Tree.contains(L, E.Node);
    });
    if ((!IsBetween && !InLoop) ||
        Errors.leavesBefore(E.At, Here.Begin, B.Begin))
      continue;
    if (!Follows)
      return false;
    // It stands there, but another way leads by it.
    if (!Paths && !Tree.contains(B.If, Statement))
      Paths.emplace(*F.graph(), Tree, Statement, *B.If, B.Body);
    if (Paths && Paths->exist() && !Paths->pass(E.Node))
      continue;
    // A call that has failed has acquired nothing. Nothing may come after it.
    if (LastBefore || !B.AfterFailure || !IsBetween ||
        !(InCondition(E) || (B.Failed && E.Fills == B.Failed)))
      return false;
    LastBefore = &E;
  }
  // What the condition itself acquires is there behind it when it succeeds.
  if (!Follows)
    for (const Event &E : Errors.events())
      if (InCondition(E) && (E.Fills || E.Releases ||
                             !isa<CallExpr>(E.Node) ||
                             cast<Expr>(E.Node)->getType()->isPointerType()))
        return false;
  return true;
}

// What the condition of an earlier branch begins when it does not fail has not
// begun in the branch. A later call ends it, and nobody looks at its result.
bool ErrorExit::beginsSomething(const ErrorBranch &B) {
  const Expr *Condition = B.If->getCond();
  bool Begins = llvm::any_of(F.uses().all(), [&](const capi::Use &U) {
    return begins(U) && Tree.contains(Condition, U.Node);
  });
  forEach(Condition, [&](const Stmt *Node) {
    const auto *Call = dyn_cast<CallExpr>(Node);
    const capi::Use *U = Call ? F.uses().at(Call) : nullptr;
    Begins |= Call && !Errors.isQuietCall(*Call) &&
              !(U && U->F->Returns == capi::Result::New);
  });
  if (!Begins)
    return false;
  bool Ends = false;
  forEach(F.decl().getBody(), [&](const Stmt *Node) {
    const auto *E = dyn_cast<Expr>(Node);
    if (!E || Tree.statementOf(Node) != Node ||
        Text.offset(S.context().getSourceManager().getFileLoc(
                        Node->getBeginLoc())).value_or(~0u) < Here.End)
      return;
    const capi::Use *U = F.uses().at(Node);
    const auto *Call = dyn_cast<CallExpr>(capi::strip(E));
    Ends |= U ? U->F->Error == capi::ErrorEffect::None &&
                    U->F->Args.find_first_of("+-") == StringRef::npos
              : Call && !isFree(*Call);
  });
  return Ends;
}

// The variable that has failed in the branch has failed to be anything else
// here: when the cleanup names it, it must be NULL since its declaration.
bool ErrorExit::failedIsUnset(const ErrorBranch &B) {
  if (!B.Failed)
    return true;
  bool Named = llvm::any_of(writtenOf(B), [&](const Stmt *S) {
    return llvm::is_contained(namesIn(S), B.Failed);
  });
  if (const auto *Goto = dyn_cast<GotoStmt>(B.Jump))
    for (const Stmt *Each : Errors.behind(Goto->getLabel()))
      Named |= llvm::is_contained(namesIn(Each), B.Failed);
  if (!Named)
    return true;
  if (!B.Failed->hasInit() || !flow::isNullConstant(B.Failed->getInit()))
    return false;
  unsigned End = Here.Begin;
  for (const Stmt *L = Tree.loopAround(Statement, nullptr); L;
       L = Tree.loopAround(L, nullptr))
    End = std::max(End, Text.of(L).value_or(Stretch{0, ~0u}).End);
  return llvm::none_of(Errors.assignments(B.Failed),
                       [&](unsigned At) { return At < End; });
}

// What the code names must exist behind Statement, and not be our own.
bool ErrorExit::namesExist(const Stmt *Code) {
  const SourceManager &SM = S.context().getSourceManager();
  return llvm::all_of(namesIn(Code), [&](const VarDecl *V) {
    if (V == Holder) // NULL after the failure
      return toleratesNull(Code, V);
    if (isa<ParmVarDecl>(V))
      return true;
    const Stmt *Scope = Errors.scopeOf(V);
    return Scope && Tree.contains(Scope, Statement) &&
           Errors.isSetBefore(V, Here.Begin) &&
           SM.isBeforeInTranslationUnit(V->getLocation(),
                                        Statement->getBeginLoc());
  });
}

// Whether a condition, or a part of it, asks whether V is NULL.
static bool asksFor(const Expr *Condition, const VarDecl *V) {
  const auto *Op = dyn_cast_or_null<BinaryOperator>(
      Condition ? capi::strip(Condition) : nullptr);
  if (Op && Op->isLogicalOp())
    return asksFor(Op->getLHS(), V) || asksFor(Op->getRHS(), V);
  const auto Test = Condition ? flow::nullTest(Condition) : std::nullopt;
  return Test && own::localVariable(Test->Subject) == V;
}

// `if (v != NULL) { ...; if (failed) { Py_DECREF(v); return NULL; } }`: what the
// branch releases without a test must be there when it is left from here.
bool ErrorExit::releasesWhatIsThere(const ErrorBranch &B) {
  llvm::SmallVector<const VarDecl *, 2> There;
  for (const Stmt *S : writtenOf(B))
    forEach(S, [&](const Stmt *Node) {
      const capi::Use *U = F.uses().at(Node);
      const VarDecl *V =
          U && U->F->Args == "-" ? own::localVariable(U->arg(0)) : nullptr;
      if (V && V != Holder && !toleratesNull(Node, V))
        There.push_back(V);
    });
  return llvm::none_of(F.statements(), [&](const Stmt *Node) {
    const auto *If = dyn_cast<IfStmt>(Node);
    const auto *While = dyn_cast<WhileStmt>(Node);
    const auto *For = dyn_cast<ForStmt>(Node);
    const Expr *Condition = If      ? If->getCond()
                            : While ? While->getCond()
                            : For   ? For->getCond()
                                    : nullptr;
    const auto Where = Condition ? Text.of(Condition) : std::nullopt;
    const bool Between =
        Where && (B.Begin > Here.Begin
                      ? Where->Begin >= Here.End && Where->Begin < B.Begin
                      : Where->Begin >= B.End && Where->Begin < Here.Begin);
    const bool Around = Condition && Node != B.If &&
                        Tree.contains(Node, B.If) != Tree.contains(Node, Statement);
    return (Between || Around) && llvm::any_of(There, [&](const VarDecl *V) {
             return asksFor(Condition, V);
           });
  });
}

// Whether all that Code does with V is to release it, unless it is NULL.
bool ErrorExit::toleratesNull(const Stmt *Code, const VarDecl *V) {
  const capi::Use *U = F.uses().at(Code);
  const auto *E = dyn_cast<Expr>(Code);
  const auto *Call = E ? dyn_cast<CallExpr>(capi::strip(E)) : nullptr;
  return U ? U->F->Args == "-" && own::localVariable(U->arg(0)) == V &&
                 (clears(*U) || U->F->Name.starts_with("Py_X"))
           : Call && isFree(*Call);
}

// Whether the jump of this branch says "error" when it is made from here; the
// result must not change between the two.
bool ErrorExit::isError(const ErrorBranch &B, unsigned From, unsigned To) {
  // A break says so by what is set before it.
  if (isa<BreakStmt>(B.Jump)) {
    const Stmt *Loop = Tree.loopOf(B.Jump);
    return B.If == Statement && B.AfterFailure && B.Code.size() > 1 && Loop &&
           llvm::is_contained(Tree.breaksOf(Loop), B.Jump);
  }
  if (B.ReturnsFailed)
    return true;
  if (const auto *Return = dyn_cast<ReturnStmt>(B.Jump))
    return Errors.isErrorValue(Return->getRetValue());
  return (B.SetsError || B.AfterFailure) &&
         returnsError(*cast<GotoStmt>(B.Jump), From, To);
}

bool ErrorExit::returnsError(const GotoStmt &Goto, unsigned From, unsigned To) {
  // Around a loop that only one of the two is in, all of it lies between.
  for (const Stmt *Inner : {Statement, static_cast<const Stmt *>(&Goto)})
    for (const Stmt *L = Tree.loopAround(Inner, nullptr); L;
         L = Tree.loopAround(L, nullptr))
      if (const auto Whole = Text.of(L);
          !Tree.contains(L, &Goto) || !Tree.contains(L, Statement)) {
        if (!Whole)
          return false;
        From = std::min(From, Whole->Begin);
        To = std::max(To, Whole->End);
      }
  const LangOptions &Lang = S.context().getLangOpts();
  // C++: no jump may pass a variable; a jump further up passes more, but for one
  // out of the same statement beside the label.
  const Stmt *Beside = Tree.parent(Goto.getLabel()->getStmt());
  const Stmt *Around = Tree.partOf(Beside, Statement);
  if (Lang.CPlusPlus && !(Around && Tree.partOf(Beside, &Goto) == Around) &&
      Text.offset(Goto.getGotoLoc()).value_or(~0u) > Here.Begin)
    return false;
  for (const Stmt *Each : Errors.behind(Goto.getLabel())) {
    bool Good = true;
    forEach(Each, [&](const Stmt *Node) {
      const auto *Return = dyn_cast<ReturnStmt>(Node);
      Good &= !isa<GotoStmt>(Node);
      if (!Return)
        return;
      const Expr *Value = Return->getRetValue();
      const VarDecl *V = Value ? own::localVariable(Value) : nullptr;
      if (!V)
        Good &= Errors.isErrorValue(Value);
      else
        Good &= V != Holder &&
                llvm::none_of(Errors.assignments(V), [&](unsigned At) {
                  return At >= From && At < To &&
                         !Errors.leavesBefore(At, From, To);
                });
    });
    if (!Good)
      return false;
  }
  return !Errors.behind(Goto.getLabel()).empty();
}

// `goto error` where error branches before and behind do the same.
std::optional<ErrorExit::Lines> ErrorExit::sharedLabel() {
  llvm::SmallVector<const LabelDecl *, 4> Tried;
  for (const ErrorBranch &B : Errors.branches()) {
    const auto *Goto = dyn_cast<GotoStmt>(B.Jump);
    if (!Goto || B.Code.size() != 1 || B.Begin < Here.Begin ||
        llvm::is_contained(Tried, Goto->getLabel()))
      continue;
    Tried.push_back(Goto->getLabel());
    // The last one before, whose block flows on to here; else the very start.
    unsigned From = 0;
    for (const ErrorBranch &Before : Errors.branches()) {
      const auto *Same = dyn_cast<GotoStmt>(Before.Jump);
      if (Before.End <= Here.Begin && Same &&
          Same->getLabel() == Goto->getLabel() && Before.Code.size() == 1 &&
          Tree.contains(Tree.parent(Before.If), Statement))
        From = Before.End;
    }
    if (isError(B, Here.End, B.Begin) &&
        releasesAll(Goto->getLabel(), From, B.Begin))
      return B.Code;
  }
  return std::nullopt;
}

// Whether the code behind the label is right for everything that is acquired
// between From and To: it names each such variable, and none is released.
bool ErrorExit::releasesAll(const LabelDecl *L, unsigned From, unsigned To) {
  llvm::SmallVector<const VarDecl *, 8> Released;
  for (const Stmt *Each : Errors.behind(L)) {
    if (!namesExist(Each))
      return false;
    for (const VarDecl *V : namesIn(Each)) {
      // Before anything was acquired it must be NULL already.
      const bool IsSet = isa<ParmVarDecl>(V) || V->hasInit() || From != 0 ||
                         !V->getType()->isPointerType();
      if (!IsSet)
        return false;
      Released.push_back(V);
    }
  }
  for (const Stmt *Each : Errors.behind(L)) {
    const capi::Use *U = F.uses().at(Each);
    const VarDecl *V = U && U->F->Args == "-" && U->arg(0)
                           ? own::localVariable(U->arg(0))
                           : nullptr;
    if (V && V != Holder && !isa<ParmVarDecl>(V) && !ownsAllItHolds(V))
      return false;
  }
  const Stmt *Loop = Tree.loopAround(Statement, nullptr);
  while (const Stmt *Outer = Loop ? Tree.loopAround(Loop, nullptr) : nullptr)
    Loop = Outer;
  for (const Event &E : Errors.events()) {
    if (Tree.contains(Statement, E.Node) ||
        Errors.leavesBefore(E.At, Here.Begin, To))
      continue;
    const bool InLoop = Loop && Tree.contains(Loop, E.Node);
    if (!InLoop && !(E.At >= From && E.At < To))
      continue;
    if (E.Releases) { // the label must find out that it is gone
      if (!E.Nulls ||
          llvm::none_of(Errors.behind(L), [&](const Stmt *Each) {
            return llvm::is_contained(namesIn(Each), E.Releases);
          }) ||
          !llvm::all_of(Errors.behind(L), [&](const Stmt *Each) {
            return !llvm::is_contained(namesIn(Each), E.Releases) ||
                   toleratesNull(Each, E.Releases);
          }))
        return false;
      continue;
    }
    if (E.Fills) { // what is acquired later only is not there yet
      if (!llvm::is_contained(Released, E.Fills) &&
          (InLoop || E.At < Here.Begin))
        return false;
      continue;
    }
    // `Py_INCREF(v)` of what is put into v at once: see ownsAllItHolds().
    if (const capi::Use *U = F.uses().at(E.Node);
        U && U->F->Args == "+" && U->F->Returns != capi::Result::New &&
        llvm::is_contained(Released, own::localVariable(U->arg(0))))
      continue;
    // A function of the project that answers with a number.
    const auto *Call = dyn_cast<CallExpr>(E.Node);
    if (!Call || F.uses().at(Call) || Call->getType()->isPointerType())
      return false;
  }
  return true;
}

// Whether what is put into V is its own before anything else happens: NULL, the
// result of a call that acquires, or borrowed with the INCREF right behind.
bool ErrorExit::ownsAllItHolds(const VarDecl *V) {
  bool Owns = true;
  const auto Acquires = [&](const Expr *Value) {
    return flow::isNullConstant(Value) ||
           llvm::any_of(Errors.events(), [&](const Event &E) {
             return E.Fills == V && Tree.contains(Value, E.Node);
           });
  };
  const auto TakenNext = [&](const Stmt *Assign) {
    const Stmt *Whole = Tree.statementOf(Assign);
    const auto *Block = dyn_cast_or_null<CompoundStmt>(Tree.parent(Whole));
    if (!Block)
      return false;
    auto Next = std::find(Block->body_begin(), Block->body_end(), Whole);
    if (Next == Block->body_end() || ++Next == Block->body_end())
      return false;
    const auto *E = dyn_cast<Expr>(*Next);
    const capi::Use *U = F.uses().at(E ? capi::strip(E) : *Next);
    return U && U->F->Args == "+" && own::localVariable(U->arg(0)) == V;
  };
  forEach(F.decl().getBody(), [&](const Stmt *Node) {
    const auto *Assign = dyn_cast<BinaryOperator>(Node);
    if (Assign && Assign->isAssignmentOp() &&
        own::localVariable(Assign->getLHS()) == V)
      Owns &= Acquires(Assign->getRHS()) || TakenNext(Assign);
  });
  return Owns && (!V->getInit() || Acquires(V->getInit()));
}

std::optional<ErrorExit::Lines> ErrorExit::plainReturn() {
  const bool InLoop = Tree.loopAround(Statement, nullptr);
  for (const Event &E : Errors.events())
    if ((E.At < Here.Begin || InLoop) && !Tree.contains(Statement, E.Node) &&
        !Errors.leavesBefore(E.At, Here.Begin, Here.Begin))
      return std::nullopt;
  bool ReturnsMinusOne = false;
  forEach(F.decl().getBody(), [&](const Stmt *Node) {
    if (const auto *Return = dyn_cast<ReturnStmt>(Node))
      if (const Expr *Value = Return->getRetValue())
        ReturnsMinusOne |= !flow::isNullConstant(Value) &&
                           Errors.isErrorValue(Value);
  });
  const QualType Type = F.decl().getReturnType();
  if (Type->isPointerType())
    return Lines{("return " + Text.nullPointer() + ";").str()};
  if (Type->isSignedIntegerType() && ReturnsMinusOne)
    return Lines{"return -1;"};
  return std::nullopt;
}

} // namespace ftidy::fix
