//===-- NestedLocks.cpp - does a call lock objects?
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Guards/NestedLocks.h"
#include "CApi/Use.h"
#include "Guards/Effects.h"
#include "Guards/FieldRaces.h"
#include "Guards/Sections.h"
#include "Guards/UseEffects.h"
#include "Session.h"
#include "Sharing/Sharing.h"
#include "llvm/ADT/SetVector.h"

using namespace clang;

namespace ftidy::guards {

bool locksObjects(const FunctionDecl &F, Session &S) {
  llvm::SetVector<const FunctionDecl *> Seen;
  if (const FunctionDecl *Body = S.effects().bodyOf(F))
    Seen.insert(Body);
  for (unsigned I = 0; I < Seen.size(); ++I) {
    if (I == MaxNested)
      return true;
    Function &Each = S.function(*Seen[I]);
    if (!Each.sections().all().empty() ||
        !S.fieldRaces().in(Each.decl()).empty())
      return true;
    for (const roles::Callee &C : Each.callees())
      if (const FunctionDecl *Body =
              C.Function ? S.effects().bodyOf(*C.Function) : nullptr)
        Seen.insert(Body);
  }
  return false;
}

bool locksShared(const capi::Use &U, Function &F) {
  const std::optional<int> Argument = lockedBy(*U.F);
  return Argument &&
         !(*Argument >= 0 && F.graph() &&
           sharing::isPrivate(F.sharing()->ofArgument(U.Node, *Argument)));
}

} // namespace ftidy::guards
