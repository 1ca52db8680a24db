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

// Text that two spellings of one object share: no white space, no casts to
// PyObject *, no parentheses.
static std::string normalized(llvm::StringRef Text) {
  std::string Result;
  for (char C : Text)
    if (!isspace(static_cast<unsigned char>(C)) && C != '(' && C != ')')
      Result += C;
  llvm::StringRef Short = Result;
  Short.consume_front("PyObject*");
  return Short.str();
}

bool Guards::inside(const capi::ScopeMacro &Scope, SourceLocation L) const {
  const SourceManager &SM = Context.getSourceManager();
  L = SM.getFileLoc(L);
  return SM.isBeforeInTranslationUnit(Scope.Begin, L) &&
         (Scope.End.isInvalid() || SM.isBeforeInTranslationUnit(L, Scope.End));
}

const capi::ScopeMacro *Guards::sectionOn(const Expr *Object,
                                          SourceLocation L) const {
  Object = capi::strip(Object);
  if (!Object || Macros.scopes().empty())
    return nullptr;
  const std::string Wanted = normalized(capi::written(Object, Context));
  if (Wanted.empty())
    return nullptr;
  for (const capi::ScopeMacro &Scope : llvm::reverse(Macros.scopes()))
    if (Scope.Kind == capi::ScopeKind::CriticalSection && inside(Scope, L))
      for (const std::string &Locked : Scope.Args)
        if (normalized(Locked) == Wanted)
          return &Scope;
  return nullptr;
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

} // namespace ftidy::guards
