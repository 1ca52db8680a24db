//===-- Guards.cpp - what protects this point?
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Guards/Guards.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace ftidy::guards {

bool Guards::inside(const capi::ScopeMacro &Scope, SourceLocation L) const {
  const SourceManager &SM = Context.getSourceManager();
  L = SM.getFileLoc(L);
  return SM.isBeforeInTranslationUnit(Scope.Begin, L) &&
         (Scope.End.isInvalid() || SM.isBeforeInTranslationUnit(L, Scope.End));
}

bool Guards::maySuspend(const capi::Uses &Uses, SourceLocation From,
                        SourceLocation To) const {
  const SourceManager &SM = Context.getSourceManager();
  return llvm::any_of(Uses.all(), [&](const capi::Use &U) {
    return SM.isBeforeInTranslationUnit(From, U.Loc) &&
           !SM.isBeforeInTranslationUnit(To, U.Loc) &&
           (U.F->RunsPython == capi::Runs::Anything ||
            U.F->ThreadState != capi::Thread::None);
  });
}

bool Guards::endsSection(const capi::Fact &F) const {
  return F.Name == "PyCriticalSection_End" || F.Name == "PyCriticalSection2_End";
}

bool Guards::endsThreadState(const capi::Fact &F) const {
  return F.Name == "PyGILState_Release" ||
         F.Name == "PyThreadState_DeleteCurrent" ||
         F.Name == "PyThreadState_Release";
}

} // namespace ftidy::guards
