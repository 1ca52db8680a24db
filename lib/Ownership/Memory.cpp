//===-- Memory.cpp - who allocated it, who frees it
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Ownership/Memory.h"
#include "CApi/Origin.h"
#include "Flow/Graph.h"
#include "Roles/Accesses.h"
#include "Roles/Callees.h"
#include "Roles/Roles.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMap.h"
#include "clang/Basic/Builtins.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace ftidy::own {

// The variable or field that E names.
static const ValueDecl *holder(const Expr *E) {
  E = E ? capi::strip(E) : nullptr;
  if (const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E))
    return dyn_cast<VarDecl>(Ref->getDecl());
  if (const auto *Member = dyn_cast_or_null<MemberExpr>(E))
    return dyn_cast<FieldDecl>(Member->getMemberDecl());
  return nullptr;
}

// The variables and fields whose very value this may be.
static llvm::SmallVector<const ValueDecl *, 2> heldIn(const Expr *E) {
  E = capi::strip(E);
  if (const auto *Choice = dyn_cast<ConditionalOperator>(E)) {
    auto Result = heldIn(Choice->getTrueExpr());
    Result.append(heldIn(Choice->getFalseExpr()));
    return Result;
  }
  if (const auto *Op = dyn_cast<BinaryOperator>(E);
      Op && (Op->isCommaOp() || Op->getOpcode() == BO_Assign))
    return heldIn(Op->isCommaOp() ? Op->getRHS() : Op->getLHS());
  const ValueDecl *H = holder(E);
  return H && H->getType()->isPointerType()
             ? llvm::SmallVector<const ValueDecl *, 2>{
                   cast<ValueDecl>(H->getCanonicalDecl())}
             : llvm::SmallVector<const ValueDecl *, 2>{};
}

// The type of the first sizeof in there.
static QualType sizedBy(const Stmt *S) {
  if (const auto *Size = dyn_cast<UnaryExprOrTypeTraitExpr>(S))
    return Size->getKind() == UETT_SizeOf ? Size->getTypeOfArgument()
                                          : QualType();
  for (const Stmt *Child : S->children())
    if (Child)
      if (const QualType T = sizedBy(Child); !T.isNull())
        return T;
  return QualType();
}

namespace {

// The calls of the C library's allocators, and what becomes of local variables.
struct MemoryReader {
  std::vector<std::pair<const CallExpr *, capi::Allocation>> Found;
  std::vector<std::pair<const VarDecl *, const Expr *>> Values;
  llvm::SmallVector<const VarDecl *, 4> Addressed;
  /// Values that go to another variable or out of the function.
  llvm::SmallVector<const Expr *, 8> Copies;
  std::vector<std::pair<const CallExpr *, const Expr *>> Arguments;

  void read(const Stmt *S) {
    if (const auto *Call = dyn_cast<CallExpr>(S))
      readCall(Call);
    else if (const auto *Declared = dyn_cast<DeclStmt>(S))
      for (const Decl *D : Declared->decls())
        readDeclared(dyn_cast<VarDecl>(D));
    else if (const auto *Return = dyn_cast<ReturnStmt>(S))
      Copies.append(Return->getRetValue() ? 1 : 0, Return->getRetValue());
    else if (const auto *List = dyn_cast<InitListExpr>(S))
      Copies.append(List->inits().begin(), List->inits().end());
    else if (const auto *Op = dyn_cast<BinaryOperator>(S);
             Op && Op->getOpcode() == BO_Assign)
      Copies.push_back(Op->getRHS());
    if (const auto *Op = dyn_cast<BinaryOperator>(S); Op && Op->isAssignmentOp())
      if (const auto *V = dyn_cast_or_null<VarDecl>(holder(Op->getLHS())))
        Values.push_back({V, Op->isCompoundAssignmentOp() ? Op : Op->getRHS()});
    if (const auto *Op = dyn_cast<UnaryOperator>(S);
        Op && (Op->getOpcode() == UO_AddrOf || Op->isIncrementDecrementOp()))
      if (const auto *V = dyn_cast_or_null<VarDecl>(holder(Op->getSubExpr())))
        Addressed.push_back(V);
  }

private:
  void readDeclared(const VarDecl *V) {
    if (!V || !V->getInit())
      return;
    Copies.push_back(V->getInit());
    if (V->hasLocalStorage())
      Values.push_back({V, V->getInit()});
  }
  void readCall(const CallExpr *Call) {
    for (const Expr *Argument : Call->arguments())
      Arguments.push_back({Call, Argument});
    switch (Call->getBuiltinCallee()) {
    case Builtin::BImalloc:
    case Builtin::BIcalloc:
      Found.push_back({Call, capi::Allocation::Allocate});
      break;
    case Builtin::BIrealloc:
      Found.push_back({Call, capi::Allocation::Resize});
      break;
    case Builtin::BIfree:
      Found.push_back({Call, capi::Allocation::Release});
      break;
    default:
      break;
    }
  }
};

} // namespace

void Memory::addCall(MemoryCall C, const Expr *Freed,
                     const ParentMap &Parents) {
  if (C.Does == capi::Allocation::Release) {
    C.Holder = holder(Freed);
    Calls.push_back(std::move(C));
    return;
  }
  const Stmt *Up = C.Call;
  C.As = C.Call->getType();
  C.SizeOf = sizedBy(C.Call);
  while ((Up = Parents.getParent(Up)) &&
         isa<ParenExpr, CastExpr, ExprWithCleanups>(Up))
    if (const auto *Cast = dyn_cast<CastExpr>(Up))
      C.As = Cast->getType();
  if (const auto *Declaration = dyn_cast_or_null<DeclStmt>(Up)) {
    if (Declaration->isSingleDecl())
      C.Holder = dyn_cast<VarDecl>(Declaration->getSingleDecl());
  } else if (const auto *Op = dyn_cast_or_null<BinaryOperator>(Up)) {
    if (Op->getOpcode() == BO_Assign)
      C.Holder = holder(Op->getLHS());
  }
  Calls.push_back(std::move(C));
}

void Memory::add(Function &F) {
  for (const capi::Use &U : F.uses().all()) {
    const capi::Allocator *A = capi::findAllocator(U.F->Name);
    if (!A || A->Of == capi::Domain::Collector || !U.expr())
      continue;
    addCall({&F.decl(), U.expr(), U.Loc, U.F->Name.str(), A->Of, A->Does,
             U.InMacroBody, nullptr, {}, {}},
            U.arg(0), F.parents());
  }
  MemoryReader Seen;
  for (const Stmt *S : F.statements())
    Seen.read(S);
  for (const auto &[Call, Does] : Seen.Found)
    addCall({&F.decl(), Call, Call->getBeginLoc(),
             Call->getDirectCallee()->getNameAsString(), capi::Domain::System,
             Does, Call->getBeginLoc().isMacroID(), nullptr, {}, {}},
            Call->getNumArgs() ? Call->getArg(0) : nullptr, F.parents());
  for (const auto &Given : Seen.Values) {
    const VarDecl *V = Given.first;
    const Expr *Value = Given.second;
    bool &Known = Locals.try_emplace(V, true).first->second;
    const Expr *Bare = capi::strip(Value);
    Known &= flow::isNullConstant(Value) ||
             llvm::any_of(Calls, [&](const MemoryCall &C) {
               return C.Holder == V && capi::strip(C.Call) == Bare;
             });
  }
  for (const VarDecl *V : Seen.Addressed)
    Locals[V] = false;
  for (const Expr *Value : Seen.Copies)
    for (const ValueDecl *H : heldIn(Value))
      Copied.insert(H);
  for (const auto &[Call, Argument] : Seen.Arguments)
    for (const ValueDecl *H : heldIn(Argument))
      hand(H, *Call, Argument);
}

// A function of the file may keep what it gets; one of the project that is not
// in the file is not known. CPython keeps what it takes as `void *`: a capsule.
void Memory::hand(const ValueDecl *Holder, const CallExpr &Call,
                  const Expr *Argument) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  unsigned Index = 0;
  while (Call.getArg(Index) != Argument)
    ++Index;
  const capi::Origin From = Callee ? Of.origins().of(Callee->getLocation())
                                   : capi::Origin::User;
  if (Callee && (Callee->getBuiltinID() || From == capi::Origin::System ||
                 capi::findAllocator(Callee->getName())))
    return;
  if (Callee && From == capi::Origin::User)
    Callee = Callee->getDefinition();
  if (!Callee || Index >= Callee->getNumParams()) {
    Copied.insert(Holder);
    return;
  }
  const ParmVarDecl *Into = Callee->getParamDecl(Index);
  if (From != capi::Origin::Python)
    HandedTo[Holder].push_back(Into);
  else if (Into->getType()->isVoidPointerType() &&
           !Into->getType()->getPointeeType().isConstQualified())
    Copied.insert(Holder);
}

bool Memory::isAlone(const ValueDecl *Holder) const {
  llvm::SmallPtrSet<const ValueDecl *, 8> Seen;
  llvm::SmallVector<const ValueDecl *, 8> Work{Holder};
  while (!Work.empty()) {
    const ValueDecl *Next = Work.pop_back_val();
    if (!Seen.insert(Next).second)
      continue;
    if (Copied.contains(Next))
      return false;
    if (Next != Holder && !of(Next).empty())
      return false;
    if (const auto It = HandedTo.find(Next); It != HandedTo.end())
      Work.append(It->second.begin(), It->second.end());
  }
  return true;
}

std::vector<const MemoryCall *> Memory::of(const ValueDecl *Holder) const {
  std::vector<const MemoryCall *> Result;
  for (const MemoryCall &C : Calls)
    if (C.Holder && C.Holder->getCanonicalDecl() == Holder->getCanonicalDecl())
      Result.push_back(&C);
  return Result;
}

bool Memory::isKnown(const ValueDecl *Holder) const {
  if (const auto *V = dyn_cast<VarDecl>(Holder); V && V->hasLocalStorage())
    return !isa<ParmVarDecl>(V) && Locals.lookup(V);
  bool Any = false;
  for (const roles::Access &A : Of.accesses().of(Holder)) {
    if (A.Kind == roles::AccessKind::Address)
      return false;
    if (!A.writes())
      continue;
    const auto *Op = dyn_cast_or_null<BinaryOperator>(A.By);
    if (!Op || Op->getOpcode() != BO_Assign)
      return false;
    const Expr *Value = capi::strip(Op->getRHS());
    const bool IsCall = llvm::any_of(Calls, [&](const MemoryCall &C) {
      return capi::strip(C.Call) == Value;
    });
    Any |= IsCall;
    if (!IsCall && !flow::isNullConstant(Op->getRHS()))
      return false;
  }
  return Any;
}

llvm::StringRef nameIn(capi::Domain D, capi::Allocation Does,
                       llvm::StringRef Like) {
  const bool Zeroed = Like.ends_with("alloc") && Like.contains_insensitive("calloc");
  const unsigned Column = Does == capi::Allocation::Release  ? 3
                          : Does == capi::Allocation::Resize ? 2
                          : Zeroed                           ? 1
                                                             : 0;
  static constexpr llvm::StringLiteral Names[][4] = {
      {"malloc", "calloc", "realloc", "free"},
      {"PyMem_RawMalloc", "PyMem_RawCalloc", "PyMem_RawRealloc",
       "PyMem_RawFree"},
      {"PyMem_Malloc", "PyMem_Calloc", "PyMem_Realloc", "PyMem_Free"},
      {"PyObject_Malloc", "PyObject_Calloc", "PyObject_Realloc",
       "PyObject_Free"}};
  return Names[static_cast<unsigned>(D)][Column];
}

} // namespace ftidy::own
