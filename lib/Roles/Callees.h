//===-- Callees.h - what one function calls ---------------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The CallGraph says who mentions a function. This says what the body of one
// function calls, also by syntax that names nobody: constructors, destructors
// of locals and temporaries, operators, cleanup attributes, the conversion of a
// lambda. Bodies of lambdas are functions of their own: a lambda that is handed
// to a function of the standard library is taken to be called by it, unless
// that function keeps it for later (threads, std::function, std::bind).
//
// Not followed: what a call of a function pointer reaches, and overriders of a
// virtual function. Such a call has no callee, or only the one it names.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_ROLES_CALLEES_H
#define FTIDY_LIB_ROLES_CALLEES_H

#include "llvm/ADT/SmallVector.h"

namespace clang {
class CallExpr;
class FunctionDecl;
class Stmt;
} // namespace clang

namespace ftidy::roles {

/// One place that calls a function.
struct Callee {
  /// The call, or what makes or destroys an object. Null for what an implicit
  /// destructor destroys.
  const clang::Stmt *At = nullptr;
  /// Null when a pointer is called.
  const clang::FunctionDecl *Function = nullptr;
  /// The call through a pointer; null when Function is known.
  const clang::CallExpr *Through = nullptr;
};

/// The calls of F's body and member initialisers, in source order. Bodies of
/// lambdas inside F are left out.
llvm::SmallVector<Callee, 16> calleesOf(const clang::FunctionDecl &F);

/// The functions among the arguments of a call that are handed over as values:
/// captureless or capturing lambdas and names of functions, behind casts.
llvm::SmallVector<const clang::FunctionDecl *, 2>
functionsPassedTo(const clang::Stmt &Call);

/// True when F belongs to the C++ standard library.
bool isInStd(const clang::FunctionDecl &F);

} // namespace ftidy::roles

#endif
