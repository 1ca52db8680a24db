//===-- BorrowedSites.cpp - borrowed from something others can change
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Ownership/BorrowedSites.h"
#include "Roles/Callees.h"
#include "Roles/Roles.h"
#include "Session.h"
#include "Sharing/Summaries.h"
#include "clang/AST/Decl.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::own {

namespace {

// Calls of named functions that return a pointer, in source order.
std::vector<const CallExpr *> callsForPointers(Function &F) {
  std::vector<const CallExpr *> Calls;
  for (const CallExpr *Call : F.calls())
    if (Call->getDirectCallee() && Call->getType()->isAnyPointerType())
      Calls.push_back(Call);
  return Calls;
}

// Where the call or macro that lends stands, and which argument is the lender.
bool isPrivateLender(Function &F, const BorrowedSite &Site, int Argument) {
  return Argument >= 0 && sharing::isPrivate(F.sharing()->ofArgument(
                              Site.Use ? Site.Use->Node : Site.Node, Argument));
}

} // namespace

BorrowedSites::BorrowedSites(Function &F, Session &S) {
  // A project's own shim for an older Python, which has no free threads.
  if (F.decl().getIdentifier() && S.facts().lookup(F.decl().getIdentifier()))
    return;
  // The collector has stopped the other threads.
  if (S.roles().of(&F.decl()).has(roles::Role::Traverse))
    return;
  if (S.initOnly(F.decl()))
    return;
  std::vector<BorrowedSite> Found;
  std::vector<int> From;
  for (const capi::Use &U : F.uses().all()) {
    if (!U.F->hasHazard(capi::BorrowsFromMutable) || !U.expr() ||
        U.F->Returns != capi::Result::Borrowed)
      continue;
    BorrowedSite Site;
    Site.Use = &U;
    Site.Node = U.expr();
    Site.Lender = U.F->From >= 0 ? U.arg(U.F->From) : nullptr;
    Site.Loc = U.Loc;
    Site.InMacroBody = U.InMacroBody;
    Found.push_back(Site);
    From.push_back(U.F->From);
  }
  for (const CallExpr *Call : callsForPointers(F)) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    if (F.uses().at(Call))
      continue;
    std::optional<BorrowedResult> Lent = S.borrowedResult(*Callee);
    if (!Lent)
      continue;
    BorrowedSite Site;
    Site.Through = Callee;
    Site.Node = Call;
    if (Lent->FromParameter >= 0 &&
        unsigned(Lent->FromParameter) < Call->getNumArgs())
      Site.Lender = Call->getArg(Lent->FromParameter);
    Site.Loc = S.context().getSourceManager().getFileLoc(Call->getExprLoc());
    Site.InMacroBody = Call->getExprLoc().isMacroID();
    Found.push_back(Site);
    From.push_back(Site.Lender ? Lent->FromParameter : -1);
  }
  const SourceManager &SM = S.context().getSourceManager();
  for (size_t I = Found.size(); I-- > 0;)
    if (S.macros().isGilOnly(Found[I].Loc, SM)) {
      Found.erase(Found.begin() + I);
      From.erase(From.begin() + I);
    }
  if (Found.empty())
    return;
  if (!F.graph()) {
    Sites = std::move(Found);
    return;
  }

  for (size_t I = 0; I < Found.size(); ++I)
    if (!isPrivateLender(F, Found[I], From[I]))
      Sites.push_back(Found[I]);
  if (Sites.empty())
    return;
  follow(F, S, 0);
  findResult();
  addMade(F, S);
}

void BorrowedSites::follow(Function &F, Session &S, unsigned MadeSites) {
  std::vector<const Expr *> Nodes;
  for (const BorrowedSite &Site : Sites)
    Nodes.push_back(Site.Node);
  llvm::DenseSet<const CallExpr *> New;
  for (const CallExpr *Call : callsForPointers(F))
    if (!F.uses().at(Call) && S.returnsNew(*Call->getDirectCallee()))
      New.insert(Call);
  Owners = std::make_unique<Ownership>(F.decl(), *F.graph(), F.uses(), Nodes,
                                       std::move(New), MadeSites,
                                       S.returnsNew(F.decl()));
}

void BorrowedSites::findResult() {
  for (size_t I = 0; I < Owners->sites().size(); ++I)
    for (const ValueUse &Use : Owners->sites()[I].Uses)
      if (Use.What == Action::Returned && Use.As == Hold::Borrowed && !Result) {
        Result = BorrowedResult();
        const auto *Ref =
            dyn_cast_or_null<DeclRefExpr>(capi::strip(Sites[I].Lender));
        const auto *P = Ref ? dyn_cast<ParmVarDecl>(Ref->getDecl()) : nullptr;
        if (P)
          Result->FromParameter = P->getFunctionScopeIndex();
      }
}

// What is put into the variables that are returned or used as borrowed: new
// references that the function gives up before.
//   v = PyDict_GetItem(d, k);
//   if (!v) { v = PyList_New(0); PyDict_SetItem(d, k, v); Py_DECREF(v); }
void BorrowedSites::addMade(Function &F, Session &S) {
  const auto IsReleased = [&](const VarDecl *V) {
    return llvm::any_of(F.uses().all(), [&](const capi::Use &U) {
      return U.F->Args == "-" && localVariable(U.arg(0)) == V;
    });
  };
  llvm::DenseSet<const VarDecl *> Lent;
  for (const Site &Life : Owners->sites()) {
    if (Life.Holder && IsReleased(Life.Holder))
      Lent.insert(Life.Holder);
    for (const ValueUse &Use : Life.Uses)
      if (Use.What == Action::Returned && Use.As == Hold::Borrowed &&
          Use.Through && IsReleased(Use.Through))
        Lent.insert(Use.Through);
  }
  if (Lent.empty())
    return;
  const size_t Before = Sites.size();
  unsigned Made = 0;
  llvm::SmallVector<const Stmt *, 64> Work{F.decl().getBody()};
  while (!Work.empty()) {
    const Stmt *Node = Work.pop_back_val();
    const auto *Assign = dyn_cast<BinaryOperator>(Node);
    if (Assign && Assign->getOpcode() == BO_Assign &&
        Lent.count(localVariable(Assign->getLHS()))) {
      const Expr *Value = capi::strip(Assign->getRHS());
      const capi::Use *U = F.uses().at(Value);
      const auto *Call = dyn_cast<CallExpr>(Value);
      const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
      // A call of anything else is new too where its result is released.
      const bool IsNew =
          U ? U->F->Returns == capi::Result::New &&
                  U->F->Args.find('+') == llvm::StringRef::npos
            : Callee && IsReleased(localVariable(Assign->getLHS()));
      const bool IsSite = llvm::any_of(Sites, [&](const BorrowedSite &Known) {
        return capi::strip(Known.Node) == Value;
      });
      if (IsNew && !IsSite && Sites.size() < Ownership::MaxSites) {
        BorrowedSite Site;
        Site.Node = Value;
        Site.Loc = S.context().getSourceManager().getFileLoc(
            Value->getExprLoc());
        Site.InMacroBody = Value->getExprLoc().isMacroID();
        Site.Made = true;
        Sites.push_back(Site);
        ++Made;
      }
    }
    for (const Stmt *Child : Node->children())
      if (Child && !isa<LambdaExpr>(Child))
        Work.push_back(Child);
  }
  if (!Made)
    return;
  follow(F, S, Made);
  // Where none is used after it was given up, they are no business of ours.
  const auto IsLent = [](const Site &Life) {
    return llvm::any_of(Life.Uses, [](const ValueUse &Use) {
      return Use.As == Hold::Borrowed;
    });
  };
  if (std::any_of(Owners->sites().begin() + Before, Owners->sites().end(),
                  IsLent))
    return;
  Sites.resize(Before);
  follow(F, S, 0);
}

} // namespace ftidy::own
