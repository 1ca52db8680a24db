//===-- Walks.cpp - containers that are walked without their lock
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Ownership/Walks.h"
#include "CApi/Origin.h"
#include "CApi/ProjectFacts.h"
#include "Flow/Graph.h"
#include "Guards/Locks.h"
#include "Guards/Sections.h"
#include "Roles/Accesses.h"
#include "Roles/Roles.h"
#include "Session.h"
#include "Sharing/Fields.h"
#include "Sharing/Summaries.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMap.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/MapVector.h"

using namespace clang;

namespace ftidy::own {

namespace {

const VarDecl *variable(const Expr *E) {
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(capi::strip(E));
  return Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
}

// Fills its out-parameters with items.
bool isNext(const capi::Fact &F) {
  return F.hasHazard(capi::WalksUnlocked) && F.Returns == capi::Result::Other &&
         F.Outs.contains("borrowed");
}

// The fact of a member that the function reads itself. CPython's own macros look
// into objects, too: those are uses.
const capi::Fact *walkedMember(const MemberExpr &Access, Session &S) {
  const auto *Field = dyn_cast<FieldDecl>(Access.getMemberDecl());
  const capi::Fact *F = Field ? S.facts().lookup(*Field) : nullptr;
  return F && F->hasHazard(capi::WalksUnlocked) &&
                 F->Returns == capi::Result::Interior &&
                 Access.getMemberLoc().isFileID()
             ? F
             : nullptr;
}

bool isInLoop(const Stmt *Node, Function &F) {
  for (; Node; Node = F.parents().getParent(Node))
    if (isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt>(Node))
      return true;
  return false;
}

// The object that is gone, or not yet there, has no other users.
bool isOwnField(const Expr *Container) {
  return isa_and_nonnull<MemberExpr>(capi::strip(Container));
}

} // namespace

Walks::Walks(Function &F, Session &S) : F(F), S(S) {
  const roles::RoleSet Roles = S.roles().of(&F.decl());
  if (F.decl().getIdentifier() && S.facts().lookup(F.decl().getIdentifier()))
    return;
  if (Roles.has(roles::Role::Traverse) || S.roles().initOnly(&F.decl()) ||
      S.project().isInitOnly(&F.decl()))
    return;
  const bool IsEnd =
      Roles.has(roles::Role::Dealloc) || Roles.has(roles::Role::Clear);
  const capi::Fact *GetItem = capi::findFact("PySequence_Fast_GET_ITEM");
  const SourceManager &SM = S.context().getSourceManager();

  std::vector<Look> Looks;
  for (const capi::Use &U : F.uses().all())
    if ((U.F->hasHazard(capi::WalksUnlocked) || U.F == GetItem) && U.arg(0) &&
        U.F->Lends != capi::Lending::AsArgument)
      Looks.push_back({U.Node, U.F, U.Loc, U.arg(0), U.InMacroBody});
  for (const Stmt *Node : F.statements())
    if (const auto *Member = dyn_cast<MemberExpr>(Node))
      if (const capi::Fact *Fact = walkedMember(*Member, S))
        Looks.push_back({Member, Fact, SM.getFileLoc(Member->getMemberLoc()),
                         capi::strip(Member->getBase()), false});
  llvm::erase_if(Looks, [&](const Look &L) {
    return S.macros().isGilOnly(L.Loc, SM) || S.origins().saysNoqa(L.Loc) ||
           (IsEnd && isOwnField(L.Container));
  });
  if (Looks.empty() || !F.graph() || !F.sharing())
    return;

  llvm::MapVector<const VarDecl *, Walk> Sequences, Arrays;
  for (const Look &L : Looks) {
    const bool IsMember = L.Fact->Spelling == capi::Kind::Member;
    if (sharing::isPrivate(F.sharing()->ofArgument(L.Node, 0)))
      continue;
    const VarDecl *V = variable(L.Container);
    if (isNext(*L.Fact)) {
      Walk W{Walk::Form::Next, {L}, V, nullptr};
      List.push_back(std::move(W));
    } else if (V) {
      Walk &W = (IsMember ? Arrays : Sequences)[V];
      W.How = IsMember ? Walk::Form::Items : Walk::Form::Sequence;
      W.Variable = V;
      W.Looks.push_back(L);
    }
  }
  for (auto *Group : {&Sequences, &Arrays})
    for (auto &[V, W] : *Group) {
      // A size alone is no walk, nor is an item outside of a loop.
      if (llvm::none_of(W.Looks, [&](const Look &L) {
            return L.Fact->Returns == capi::Result::Interior ||
                   (L.Fact == GetItem && isInLoop(L.Node, F));
          }))
        continue;
      W.Original = F.sharing()->originalOf(W.Looks.front().Container);
      List.push_back(std::move(W));
    }
  llvm::erase_if(List, [&](const Walk &W) { return isGuarded(W); });
  for (Walk &W : List) {
    llvm::stable_sort(W.Looks, [&](const Look &A, const Look &B) {
      return SM.isBeforeInTranslationUnit(A.Loc, B.Loc);
    });
    for (const Look &L : W.Looks)
      Nodes.insert(L.Node);
  }
  llvm::stable_sort(List, [&](const Walk &A, const Walk &B) {
    return SM.isBeforeInTranslationUnit(A.Looks.front().Loc,
                                        B.Looks.front().Loc);
  });
}

bool Walks::isGuarded(const Walk &W) {
  return llvm::all_of(W.Looks, [&](const Look &L) { return isHeld(W, L); });
}

// Here, or by every caller on what it passes.
bool Walks::isHeld(const Walk &W, const Look &L) {
  for (const Expr *Object : {L.Container, W.Original}) {
    if (!Object)
      continue;
    if (F.sections().on(Object, L.Loc) ||
        (F.sections().protecting(Object, L.Loc) && !isGiven(Object)) ||
        isLocked(Object, L))
      return true;
    const auto *P = dyn_cast_or_null<ParmVarDecl>(variable(Object));
    const auto Callers =
        P ? S.roles().callersOf(&F.decl()) : std::nullopt;
    const unsigned I = P ? P->getFunctionScopeIndex() : 0;
    if (Callers && !Callers->empty() &&
        llvm::all_of(*Callers, [&](const roles::Caller &C) {
          return C.Call && C.Function && I < C.Call->getNumArgs() &&
                 S.function(*C.Function)
                     .sections()
                     .protecting(C.Call->getArg(I), C.Call->getBeginLoc());
        }))
      return true;
  }
  return false;
}

// The owner's lock says nothing about an object that somebody else has, too.
bool Walks::isGiven(const Expr *Object) const {
  const auto *Member = dyn_cast_or_null<MemberExpr>(capi::strip(Object));
  const auto *Field =
      Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
  return Field && S.fields().isGiven(Field);
}

// A lock of the project that is held wherever the file touches the container.
bool Walks::isLocked(const Expr *Object, const Look &L) {
  const Expr *E = capi::strip(Object);
  const ValueDecl *D = nullptr;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
    D = Ref->getDecl();
  else if (const auto *Member = dyn_cast<MemberExpr>(E))
    D = Member->getMemberDecl();
  const auto *V = dyn_cast_or_null<VarDecl>(D);
  if (!D || (V && !V->hasGlobalStorage()))
    return false;
  const Decl *Guard = S.locks().guardOfContents(*D);
  return Guard && S.locks().holdsGuard(Guard, F.decl(), E, L.Node);
}

const Look &Walk::speaker() const {
  for (const Look &L : Looks)
    if (L.Fact->Returns != capi::Result::Other)
      return L;
  return Looks.front();
}

} // namespace ftidy::own
