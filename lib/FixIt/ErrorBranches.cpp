//===-- ErrorBranches.cpp - where this function leaves on errors
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/ErrorBranches.h"
#include "Flow/Graph.h"
#include "Guards/Effects.h"
#include "Guards/ThreadState.h"
#include "Ownership/Ownership.h"
#include "Roles/Callees.h"
#include "Roles/Roles.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::fix {

namespace {

const CallExpr *callIn(const Expr *E) {
  return E ? dyn_cast<CallExpr>(capi::strip(E)) : nullptr;
}

// `f() < 0`, `x == -1`, `!f()`, `f() == NULL`: the call or variable that tells of
// the failure, or null.
const Expr *failedValue(const Expr *Condition) {
  const Expr *E = capi::strip(Condition);
  if (const auto *Not = dyn_cast<UnaryOperator>(E))
    return Not->getOpcode() == UO_LNot ? capi::strip(Not->getSubExpr())
                                       : nullptr;
  const auto *Compare = dyn_cast<BinaryOperator>(E);
  if (!Compare)
    return nullptr;
  const Expr *Right = capi::strip(Compare->getRHS());
  const bool Fails =
      Compare->getOpcode() == BO_LT ||
      (Compare->getOpcode() == BO_EQ &&
       (isa<UnaryOperator>(Right) || flow::isNullConstant(Right)));
  return Fails ? capi::strip(Compare->getLHS()) : nullptr;
}

bool leaves(const Stmt *Body) {
  if (const auto *Compound = dyn_cast<CompoundStmt>(Body))
    return !Compound->body_empty() && leaves(Compound->body_back());
  return isa<ReturnStmt, GotoStmt>(Body);
}

// What only reads and writes memory that is there: a builtin, `memcpy`.
bool isBuiltin(const CallExpr &Call) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  return Callee && Callee->getIdentifier() &&
         (Callee->getName().starts_with("__builtin") ||
          llvm::is_contained({"memcmp", "memcpy", "memmove", "memset",
                              "strcmp", "strlen", "strncmp"},
                             Callee->getName()));
}

bool isMinusOne(const Expr *E) {
  const auto *Minus = dyn_cast<UnaryOperator>(capi::strip(E));
  const auto *One =
      Minus && Minus->getOpcode() == UO_Minus
          ? dyn_cast<IntegerLiteral>(capi::strip(Minus->getSubExpr()))
          : nullptr;
  return One && One->getValue() == 1;
}

} // namespace

bool begins(const capi::Use &U) {
  return U.F->ThreadState != capi::Thread::None ||
         llvm::is_contained({"Py_EnterRecursiveCall", "Py_ReprEnter"},
                            U.F->Name);
}

bool clears(const capi::Use &U) {
  return U.F->Args == "-" && U.F->hasHazard(capi::WritesUnlocked);
}

bool isFree(const CallExpr &Call) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  return Callee && Callee->getIdentifier() &&
         llvm::is_contained({"free", "PyMem_Free", "PyMem_Del",
                             "PyMem_RawFree", "PyObject_Free", "g_free"},
                            Callee->getName());
}

bool ErrorBranches::isQuietCall(const CallExpr &Call) const {
  const capi::Use *U = F.uses().at(&Call);
  // What a macro of the C API expands to is judged by its own name.
  for (const Stmt *Up = Tree.parent(&Call); Up && !U; Up = Tree.parent(Up))
    if (Call.getExprLoc().isMacroID())
      U = F.uses().at(Up);
  if (!U)
    return isBuiltin(Call);
  if (U->F->Returns == capi::Result::New ||
      U->F->ThreadState != capi::Thread::None ||
      U->F->Args.find_first_of("+-Ss") != StringRef::npos)
    return false;
  if (U->F->Args.find_first_of("OA*") == StringRef::npos)
    return true;
  // Argument parsers lend what they give, but for buffers and encoded copies.
  for (const Expr *A : U->Args)
    if (const auto *Format = dyn_cast_or_null<StringLiteral>(A))
      return Format->getCharByteWidth() == 1 &&
             Format->getString().find_first_of("e*") == StringRef::npos;
  return false;
}

bool ErrorBranches::mayBePending(const Expr *E) {
  const roles::RoleSet Roles = S.roles().of(&F.decl());
  if (Roles.has(roles::Role::Dealloc) || Roles.has(roles::Role::Clear) ||
      Roles.has(roles::Role::ModuleEnd) || Roles.has(roles::Role::Traverse))
    return true;
  if (!Pending)
    Pending = std::make_unique<PendingError>(F, S);
  return Pending->mayBeSetAt(capi::strip(E));
}

bool ErrorBranches::isErrorValue(const Expr *Value) {
  read();
  if (!Value)
    return false;
  // `return PyErr_Occurred() ? -1 : 0;`
  if (const auto *Choice = dyn_cast<ConditionalOperator>(capi::strip(Value))) {
    const capi::Use *Asks = F.uses().at(Choice->getCond());
    return Asks && Asks->F->Name == "PyErr_Occurred" &&
           isErrorValue(Choice->getTrueExpr());
  }
  if (Value->getType()->isPointerType())
    return flow::isNullConstant(Value);
  return isMinusOne(Value) || (ZeroIsError && flow::isNullConstant(Value));
}

const Stmt *ErrorBranches::scopeOf(const VarDecl *V) {
  read();
  return Scopes.lookup(V);
}

bool ErrorBranches::isSetBefore(const VarDecl *V, unsigned At) {
  return isa<ParmVarDecl>(V) || V->hasInit() || !V->getType()->isPointerType() ||
         llvm::any_of(assignments(V), [&](unsigned Set) { return Set < At; });
}

llvm::ArrayRef<unsigned> ErrorBranches::assignments(const VarDecl *V) {
  read();
  const auto It = Assigned.find(V);
  if (It == Assigned.end())
    return {};
  return It->second;
}

std::vector<const Stmt *> ErrorBranches::behind(const LabelDecl *L) {
  read();
  std::vector<const Stmt *> Result;
  const LabelStmt *Label = Labels.lookup(L);
  const auto *Block =
      dyn_cast_or_null<CompoundStmt>(Label ? Tree.parent(Label) : nullptr);
  if (!Block)
    return Result;
  bool Found = false;
  for (const Stmt *Each : Block->body()) {
    Found |= Each == Label;
    if (!Found)
      continue;
    while (const auto *Inner = dyn_cast<LabelStmt>(Each))
      Each = Inner->getSubStmt();
    Result.push_back(Each);
  }
  return Result;
}

bool ErrorBranches::leavesBefore(unsigned At, unsigned A, unsigned B) {
  read();
  return llvm::any_of(Leaving, [&](Stretch In) {
    const auto Holds = [&](unsigned X) { return X >= In.Begin && X < In.End; };
    return Holds(At) && !Holds(A) && !Holds(B);
  });
}

void ErrorBranches::readEvents() {
  const SourceManager &SM = F.decl().getASTContext().getSourceManager();
  llvm::DenseSet<const Stmt *> Known;
  const auto Add = [&](const Stmt *Node, SourceLocation L,
                       const VarDecl *Releases, bool Nulls = false) {
    const auto At = Text.offset(SM.getFileLoc(L));
    if (!At || !Known.insert(Node).second)
      return;
    Event E{*At, Node, nullptr, Releases, Nulls};
    // `x = f()` and `T x = f()`.
    const Stmt *Up = Tree.parent(Node);
    while (isa_and_nonnull<ImplicitCastExpr, CStyleCastExpr, ParenExpr,
                           ConditionalOperator>(Up))
      Up = Tree.parent(Up);
    if (const auto *Assign = dyn_cast_or_null<BinaryOperator>(Up);
        Assign && Assign->getOpcode() == BO_Assign)
      E.Fills = own::localVariable(Assign->getLHS());
    else if (const auto *Declared = dyn_cast_or_null<DeclStmt>(Up))
      for (const Decl *D : Declared->decls())
        if (const auto *V = dyn_cast<VarDecl>(D);
            V && V->getInit() && Tree.contains(V->getInit(), Node))
          E.Fills = V;
    Events.push_back(E);
  };
  for (const capi::Use &U : F.uses().all()) {
    if (U.F->Returns != capi::Result::New && !begins(U) &&
        U.F->Args.find_first_of("+-Ss") == StringRef::npos)
      continue;
    const VarDecl *Released = U.F->Args.starts_with("-") && U.arg(0)
                                  ? own::localVariable(U.arg(0))
                                  : nullptr;
    Add(U.Node, U.Loc, Released, clears(U));
  }
  forEach(F.decl().getBody(), [&](const Stmt *Node) {
    const SourceLocation L = Node->getBeginLoc();
    if (const auto *Call = dyn_cast<CallExpr>(Node)) {
      if (!isQuietCall(*Call))
        Add(Call, Call->getExprLoc(),
            isFree(*Call) ? own::localVariable(Call->getArg(0)) : nullptr);
    } else if (isa<CXXConstructExpr, CXXNewExpr, CXXDeleteExpr, AsmStmt>(
                   Node)) {
      Add(Node, L, nullptr);
    } else if (const auto *Label = dyn_cast<LabelStmt>(Node)) {
      Labels[Label->getDecl()] = Label;
      Add(Node, L, nullptr);
    } else if (const auto *Declared = dyn_cast<DeclStmt>(Node)) {
      for (const Decl *D : Declared->decls())
        if (const auto *V = dyn_cast<VarDecl>(D))
          Scopes[V] = Tree.parent(Declared);
    } else if (const auto *Binary = dyn_cast<BinaryOperator>(Node);
               Binary && Binary->isAssignmentOp()) {
      const auto At = Text.offset(SM.getFileLoc(Binary->getOperatorLoc()));
      if (const VarDecl *V = own::localVariable(Binary->getLHS()); V && At)
        Assigned[V].push_back(*At);
    }
  });
  llvm::sort(Events, [](const Event &A, const Event &B) { return A.At < B.At; });
}

// One statement before the jump: a release, an error, a constant.
bool ErrorBranches::readCleanup(const Stmt *Each, ErrorBranch &Into) {
  const capi::Use *U = F.uses().at(Each);
  if (U && U->F->Error == capi::ErrorEffect::Sets) {
    Into.SetsError = true;
    return true; // of its own error: not to be written elsewhere
  }
  const auto *E = dyn_cast<Expr>(Each);
  const auto *Assign = dyn_cast_or_null<BinaryOperator>(E);
  const bool SetsConstant =
      Assign && Assign->getOpcode() == BO_Assign &&
      own::localVariable(Assign->getLHS()) &&
      (flow::isNullConstant(Assign->getRHS()) || isMinusOne(Assign->getRHS()));
  const CallExpr *Call = callIn(E);
  const bool Releases = U && U->F->Args == "-";
  if (!SetsConstant && !Releases && !(Call && isFree(*Call)))
    return false;
  const auto Where = Text.statement(Each);
  if (!Where)
    return false;
  Into.Code.push_back(Text.text(*Where).str());
  return true;
}

// `!(items[i] = f())` in a loop. Behind the failed call the element is NULL, before
// it it is what all the elements behind it are.
bool ErrorBranches::fillsElement(const Expr *Condition, const IfStmt &If) {
  const auto *Assign =
      dyn_cast<BinaryOperator>(flow::truthTest(Condition).Subject);
  const auto *Item = Assign && Assign->getOpcode() == BO_Assign
                         ? dyn_cast<ArraySubscriptExpr>(
                               capi::strip(Assign->getLHS()))
                         : nullptr;
  const VarDecl *Index = Item ? own::localVariable(Item->getIdx()) : nullptr;
  const auto *Loop =
      dyn_cast_or_null<ForStmt>(Index ? Tree.loopAround(&If, nullptr) : nullptr);
  const auto *Step = dyn_cast_or_null<UnaryOperator>(
      Loop && Loop->getInc() ? capi::strip(Loop->getInc()) : nullptr);
  return Step && Step->isIncrementOp() &&
         own::localVariable(Step->getSubExpr()) == Index &&
         own::localVariable(Item->getBase()) && callIn(Assign->getRHS());
}

void ErrorBranches::readBranch(const IfStmt &If, const Stmt *Body,
                               bool IsThen) {
  const auto Where = Text.of(Body);
  const auto *Block = dyn_cast<CompoundStmt>(Body);
  const bool Breaks = isa<BreakStmt>(
      Block && !Block->body_empty() ? Block->body_back() : Body);
  if (!Where || (!leaves(Body) && !Breaks))
    return;
  if (!Breaks)
    Leaving.push_back(*Where);
  llvm::SmallVector<const Stmt *, 4> Statements;
  if (const auto *Compound = dyn_cast<CompoundStmt>(Body))
    Statements.assign(Compound->body_begin(), Compound->body_end());
  else
    Statements.push_back(Body);
  ErrorBranch B{&If,   Body, Where->Begin, Where->End, Statements.back(),
                false, false, nullptr,      false,      {}};
  // What reports an error deeper inside still tells what the return value means.
  forEach(Body, [&](const Stmt *Node) {
    const capi::Use *U = F.uses().at(Node);
    B.SetsError |= U && U->F->Error == capi::ErrorEffect::Sets;
  });
  const auto *Return = dyn_cast<ReturnStmt>(B.Jump);
  const Expr *Value = Return ? Return->getRetValue() : nullptr;
  if (Value && B.SetsError && Value->getType()->isIntegerType())
    ZeroIsError |= flow::isNullConstant(Value);
  for (const Stmt *Each : llvm::ArrayRef(Statements).drop_back())
    if (!readCleanup(Each, B))
      return;
  // `result = 0; goto done;` that sets no error is a way to succeed.
  const auto IsZero = [](const Stmt *Each) {
    const auto *Assign = dyn_cast<BinaryOperator>(Each);
    return Assign && Assign->getOpcode() == BO_Assign &&
           Assign->getLHS()->getType()->isIntegerType() &&
           flow::isNullConstant(Assign->getRHS());
  };
  if (isa<GotoStmt>(B.Jump) && !B.SetsError && llvm::any_of(Statements, IsZero))
    return;
  const auto Jump = Text.statement(B.Jump);
  if (!Jump)
    return;
  B.Code.push_back(Text.text(*Jump).str());
  if (IsThen) {
    // `v == NULL || v != Py_None`: also where it has failed.
    const Expr *Condition = capi::strip(If.getCond());
    if (const auto *Or = dyn_cast<BinaryOperator>(Condition);
        Or && Or->getOpcode() == BO_LOr &&
        !Or->getRHS()->HasSideEffects(F.decl().getASTContext()))
      Condition = Or->getLHS();
    const auto Test = flow::nullTest(Condition);
    const Expr *Failed =
        Test && Test->NullWhen ? Test->Subject : failedValue(Condition);
    B.Failed = Failed ? own::localVariable(Failed) : nullptr;
    B.AfterFailure = callIn(Failed) || B.Failed || fillsElement(Condition, If);
    // What has failed is returned.
    if (B.Failed && Value && B.Failed->getType()->isPointerType() &&
        own::localVariable(Value) == B.Failed) {
      B.Code.back() = ("return " + Text.nullPointer() + ";").str();
      B.ReturnsFailed = true;
    }
  }
  Branches.push_back(std::move(B));
}

void ErrorBranches::read() {
  if (Done)
    return;
  Done = true;
  readEvents();
  forEach(F.decl().getBody(), [&](const Stmt *Node) {
    const auto *If = dyn_cast<IfStmt>(Node);
    if (!If || If->getInit() || If->isConstexpr())
      return;
    readBranch(*If, If->getThen(), true);
    if (If->getElse())
      readBranch(*If, If->getElse(), false);
  });
  llvm::sort(Branches, [](const ErrorBranch &A, const ErrorBranch &B) {
    return A.Begin < B.Begin;
  });
}

} // namespace ftidy::fix
