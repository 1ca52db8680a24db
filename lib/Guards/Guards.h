//===-- Guards.h - what protects this point? -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// First floor: critical sections, as the preprocessor saw them, with the text
// of what they lock. Locks and thread states come later.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_GUARDS_GUARDS_H
#define FTIDY_LIB_GUARDS_GUARDS_H

#include "CApi/MacroLog.h"
#include "CApi/Use.h"
#include "clang/AST/Expr.h"

namespace clang {
class ASTContext;
} // namespace clang

namespace ftidy::guards {

class Guards {
public:
  Guards(const capi::MacroLog &Macros, const clang::ASTContext &Context)
      : Macros(Macros), Context(Context) {}

  /// The innermost critical section around L that locks the object which
  /// `Object` names (compared as text, without casts and parentheses), or null.
  const capi::ScopeMacro *sectionOn(const clang::Expr *Object,
                                    clang::SourceLocation L) const;

  /// True when L lies inside the scope.
  bool inside(const capi::ScopeMacro &Scope, clang::SourceLocation L) const;

  /// True when a use after From, up to To, may suspend a critical section: it
  /// runs any Python code or leaves the thread state. A function of the project
  /// is taken not to.
  bool maySuspend(const capi::Uses &Uses, clang::SourceLocation From,
                  clang::SourceLocation To) const;

private:
  const capi::MacroLog &Macros;
  const clang::ASTContext &Context;
};

} // namespace ftidy::guards

#endif
