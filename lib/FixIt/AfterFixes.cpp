//===-- AfterFixes.cpp - what the other fixes will add
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/AfterFixes.h"
#include "Guards/NestedLocks.h"
#include "Ownership/BorrowedSites.h"
#include "Ownership/Walks.h"
#include "Roles/Callees.h"
#include "Session.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/SetVector.h"

using namespace clang;

namespace ftidy::fix {

using guards::EffectSet;

// Will be released here or behind: the site, or, unless those are in a loop of which
// the site is no part, a use of what it lends.
static bool isOfSite(const Stmt *Node, Function &F, bool IsLoop) {
  const own::BorrowedSites &Borrowed = F.borrowed();
  for (size_t I = 0; I < Borrowed.analysed(); ++I) {
    const own::BorrowedSite &Site = Borrowed.all()[I];
    const own::Site &Life = Borrowed.ownership().sites()[I];
    if (Site.Made || !Life.usedWhileBorrowed() || F.walks().has(Site.Node))
      continue;
    if (Site.Node == Node ||
        (!IsLoop && llvm::any_of(Life.Uses, [&](const own::ValueUse &Use) {
          return Use.At == Node && Use.As == own::Hold::Borrowed &&
                 Use.What != own::Action::Test;
        })))
      return true;
  }
  return false;
}

// What the function, or one that it calls, will get.
static EffectSet addedIn(const FunctionDecl &Callee, Session &S) {
  if (guards::locksObjects(Callee, S))
    return guards::Detaches;
  llvm::SetVector<const FunctionDecl *> Seen;
  if (const FunctionDecl *Body = S.effects().bodyOf(Callee))
    Seen.insert(Body);
  EffectSet Result = guards::NoEffect;
  for (unsigned I = 0; I < Seen.size() && I < guards::MaxNested; ++I) {
    Function &Each = S.function(*Seen[I]);
    if (!Each.walks().all().empty())
      return guards::Detaches;
    if (Each.borrowed().analysed())
      Result |= guards::Releases;
    for (const roles::Callee &C : Each.callees())
      if (const FunctionDecl *Body =
              C.Function ? S.effects().bodyOf(*C.Function) : nullptr)
        Seen.insert(Body);
  }
  return Result;
}

EffectSet addedAt(const Stmt *Node, Function &F, Session &S,
                  const own::Walk *Own) {
  if (!F.graph())
    return guards::NoEffect;
  for (const own::Walk &W : F.walks().all())
    if (&W != Own && llvm::any_of(W.Looks, [&](const own::Look &L) {
          return L.Node == Node;
        }))
      return guards::Detaches;
  if (isOfSite(Node, F, /*IsLoop=*/Own))
    return guards::Releases | guards::LocksObjects; // `PyList_GetItemRef`
  const auto *Call = dyn_cast<CallExpr>(Node);
  const auto *Made = dyn_cast<CXXConstructExpr>(Node);
  const FunctionDecl *Callee = Call   ? Call->getDirectCallee()
                               : Made ? Made->getConstructor()
                                      : nullptr;
  if (!Callee)
    return guards::NoEffect;
  return S.effects().proved(*Callee) & guards::Blocks
             ? EffectSet(guards::Detaches)
             : addedIn(*Callee, S);
}

} // namespace ftidy::fix
