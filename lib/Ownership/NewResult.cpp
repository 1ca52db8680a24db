//===-- NewResult.cpp - functions that return new references
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Ownership/NewResult.h"
#include "Ownership/Ownership.h"
#include "Roles/Callees.h"
#include "Session.h"
#include "Roles/Roles.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace ftidy::own {

namespace {

// What is put into a variable that is returned.
struct Filled {
  bool OnlyNew = true;
  bool Any = false;
};

bool isNew(const Expr *E, Function &F, Session &S) {
  if (const capi::Use *U = F.uses().at(E))
    return U->F->Returns == capi::Result::New;
  const auto *Call = dyn_cast<CallExpr>(E);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  return Callee && S.returnsNew(*Callee);
}

} // namespace

// What the interpreter calls gives it new references, and so does what such a
// function returns the result of.
static bool isForNew(const FunctionDecl &F, Session &S) {
  const roles::RoleSet Roles = S.roles().of(&F);
  for (const roles::Role R :
       {roles::Role::Method, roles::Role::Getter, roles::Role::New,
        roles::Role::Call, roles::Role::Iternext, roles::Role::Slot})
    if (Roles.has(R))
      return true;
  const auto Callers = S.roles().callersOf(&F);
  return Callers && llvm::any_of(*Callers, [&](const roles::Caller &C) {
    const FunctionDecl *Caller = C.Function->getDefinition();
    if (!Caller || !Caller->getBody() || !S.returnsNew(*Caller))
      return false;
    return llvm::any_of(
        S.function(*Caller).returns(), [&](const ReturnStmt *Return) {
          return Return->getRetValue() &&
                 capi::strip(Return->getRetValue()) == C.Call;
        });
  });
}

bool returnsNew(Function &F, Session &S) {
  if (isForNew(F.decl(), S))
    return true;
  llvm::DenseMap<const VarDecl *, Filled> Variables;
  llvm::SmallVector<const Expr *, 8> Returned;
  const auto Fill = [&](const VarDecl *V, const Expr *Value) {
    Value = capi::strip(Value);
    if (flow::isNullConstant(Value))
      return;
    Filled &Known = Variables[V];
    Known.Any = true;
    Known.OnlyNew &= isNew(Value, F, S);
  };
  // Its first returns decide nearly always: variables are looked at only then.
  for (const ReturnStmt *Return : F.returns()) {
    if (!Return->getRetValue())
      continue;
    // Py_RETURN_NONE and its kin are uses of their own.
    if (const capi::Use *U = F.uses().at(Return); U && isa<ReturnStmt>(U->Node))
      return true;
    Returned.push_back(capi::strip(Return->getRetValue()));
  }
  bool AnyVariable = false;
  for (const Expr *Value : Returned) {
    if (isNew(Value, F, S))
      return true;
    if (const VarDecl *V = localVariable(Value); V && !isa<ParmVarDecl>(V)) {
      Variables.try_emplace(V);
      AnyVariable = true;
    }
  }
  if (!AnyVariable)
    return false;
  for (const capi::Use &U : F.uses().all())
    for (unsigned I = 0; I < U.Args.size(); ++I)
      if (const VarDecl *V = localVariable(U.Args[I]);
          V && llvm::StringRef("-SsO").contains(U.effect(I)))
        Variables[V].OnlyNew = false;
  for (const Stmt *Node : F.statements()) {
    if (const auto *Declared = dyn_cast<DeclStmt>(Node)) {
      for (const Decl *D : Declared->decls())
        if (const auto *V = dyn_cast<VarDecl>(D);
            V && V->getInit() && Variables.count(V))
          Fill(V, V->getInit());
    } else if (const auto *Binary = dyn_cast<BinaryOperator>(Node)) {
      if (const VarDecl *V = Binary->isAssignmentOp()
                                 ? localVariable(Binary->getLHS())
                                 : nullptr;
          V && Variables.count(V))
        Fill(V, Binary->getRHS());
    } else if (const auto *Unary = dyn_cast<UnaryOperator>(Node)) {
      if (const VarDecl *V = Unary->getOpcode() == UO_AddrOf
                                 ? localVariable(Unary->getSubExpr())
                                 : nullptr)
        Variables[V].OnlyNew = false;
    }
  }
  return llvm::any_of(Returned, [&](const Expr *Value) {
    const auto It = Variables.find(localVariable(Value));
    return It != Variables.end() && It->second.Any && It->second.OnlyNew;
  });
}

} // namespace ftidy::own
