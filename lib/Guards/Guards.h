//===-- Guards.h - what protects this point? -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What ends a protection: the calls that may suspend a critical section. The
// sections themselves are in Sections.h.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_GUARDS_GUARDS_H
#define FTIDY_LIB_GUARDS_GUARDS_H

#include "CApi/MacroLog.h"
#include "CApi/Use.h"
#include "clang/Basic/SourceLocation.h"

namespace clang {
class ASTContext;
} // namespace clang

namespace ftidy::guards {

class Guards {
public:
  explicit Guards(const clang::ASTContext &Context) : Context(Context) {}

  /// True when L lies inside the scope.
  bool inside(const capi::ScopeMacro &Scope, clang::SourceLocation L) const;

  /// True when a use after From, up to To, may suspend a critical section: it
  /// runs any Python code or leaves the thread state. A function of the project
  /// is taken not to.
  bool maySuspend(const capi::Uses &Uses, clang::SourceLocation From,
                  clang::SourceLocation To) const;

  /// The function behind the macro that ends a critical section.
  bool endsSection(const capi::Fact &F) const;

  /// Gives up the thread state for good.
  bool endsThreadState(const capi::Fact &F) const;

private:
  const clang::ASTContext &Context;
};

} // namespace ftidy::guards

#endif
