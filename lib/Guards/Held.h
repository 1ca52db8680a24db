//===-- Held.h - is a lock held around this place? -------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For variables with static storage: whether the author keeps other threads out.
// Read from the text, in favour of the author: a lock is held from the first call
// or macro that takes it to the last one of the function that gives it back, a
// guard object until its block ends. Locks are known by the words in the names of
// functions, macros and types; that covers every library and every wrapper of a
// project, also a macro that is empty in a build with the GIL. A function that is
// only called where a lock is held holds it, too.
//
// A critical section counts when what it locks is not made for this one call: a
// section on `self` keeps nobody off a static.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_GUARDS_HELD_H
#define FTIDY_LIB_GUARDS_HELD_H

#include "CApi/MacroLog.h"
#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/DenseMap.h"
#include <string>
#include <vector>

namespace clang {
class ASTContext;
class FunctionDecl;
} // namespace clang

namespace ftidy::roles {
class Roles;
} // namespace ftidy::roles

namespace ftidy::guards {

class Held {
public:
  /// Callers that one question may lead through.
  static constexpr unsigned MaxDepth = 64;

  Held(const clang::ASTContext &Context, const capi::MacroLog &Macros,
       const roles::Roles &Known)
      : Context(Context), Macros(Macros), Known(Known) {}

  /// True when a lock that all threads share is held at L, a place in F.
  bool at(clang::SourceLocation L, const clang::FunctionDecl &F) {
    return at(L, F, 0);
  }

private:
  /// From where to where one function holds a lock.
  using Stretches = std::vector<clang::SourceRange>;

  bool at(clang::SourceLocation L, const clang::FunctionDecl &F,
          unsigned Depth);
  /// True when every call of F is made under such a lock.
  bool onEntry(const clang::FunctionDecl &F, unsigned Depth);
  const Stretches &stretchesOf(const clang::FunctionDecl &F);

  const clang::ASTContext &Context;
  const capi::MacroLog &Macros;
  const roles::Roles &Known;
  llvm::DenseMap<const clang::FunctionDecl *, Stretches> Cache;
  llvm::DenseMap<const clang::FunctionDecl *, bool> Entries;
};

} // namespace ftidy::guards

#endif
