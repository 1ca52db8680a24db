//===-- FillGuards.cpp - is it filled under a lock?
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Guards/FillGuards.h"
#include "Guards/Held.h"
#include "Roles/Accesses.h"
#include "Roles/FirstUse.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::guards {

static const roles::Access *readOutside(const roles::Fill &F,
                                        const roles::Accesses &Places,
                                        Held &Locks) {
  const SourceManager &SM = F.In->getASTContext().getSourceManager();
  if (roles::storageOf(*F.Variable) == roles::Storage::Atomic)
    return nullptr;
  for (const roles::Access &A : Places.of(F.Variable))
    if (A.In == F.In && A.Kind == roles::AccessKind::Read && !A.Atomic &&
        SM.isBeforeInTranslationUnit(A.At->getBeginLoc(),
                                     F.Test->getBeginLoc()) &&
        !Locks.at(A.At->getBeginLoc(), *F.In))
      return &A;
  return nullptr;
}

FillGuard guardOf(const roles::Fill &F, const roles::Accesses &Places,
                  Held &Locks) {
  FillGuard Result;
  Result.Fill = Locks.at(F.First->At->getBeginLoc(), *F.First->In);
  Result.Test = Locks.at(F.Test->getBeginLoc(), *F.In);
  if (F.HelperChange) {
    const FunctionDecl &In = *F.HelperChange->In;
    Result.Fill |= Locks.at(F.HelperChange->At->getBeginLoc(), In);
    Result.Test |= Locks.at(F.HelperTest->getBeginLoc(), In);
  }
  if (Result.Fill && Result.Test)
    Result.Outside = readOutside(F, Places, Locks);
  return Result;
}

bool fillsUnlocked(const FunctionDecl &Callee, unsigned I,
                   const roles::Accesses &Places, Held &Locks) {
  return Places.fills(Callee, I, [&](const roles::Access &A) {
    return !A.Atomic && !Locks.at(A.At->getExprLoc(), *A.In);
  });
}

bool locksInside(const roles::Access &A, const roles::Accesses &Places,
                 Held &Locks) {
  const auto *Call = dyn_cast_or_null<CXXMemberCallExpr>(A.By);
  const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
  const FunctionDecl *Defined = Method ? Method->getDefinition() : nullptr;
  if (!Defined)
    return false;
  bool Changes = false;
  for (const FieldDecl *Field : Method->getParent()->fields())
    for (const roles::Access &Inside : Places.of(Field)) {
      if (Inside.In != Defined || Inside.Kind == roles::AccessKind::Read ||
          Inside.Atomic)
        continue;
      if (!Locks.at(Inside.At->getExprLoc(), *Defined))
        return false;
      Changes = true;
    }
  return Changes;
}

} // namespace ftidy::guards
