//===-- Spins.h - which loops only wait for another thread? ----*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A loop whose condition reads memory that other threads see, and whose body does
// nothing, or lets the processor rest: `while (!ready) ;`. Only another thread
// ends it. A test-and-set as the condition takes a lock, and so does a lock that is
// tried again and again: the loop is followed by what happens under that lock.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_GUARDS_SPINS_H
#define FTIDY_LIB_GUARDS_SPINS_H

#include "clang/Basic/SourceLocation.h"
#include <string>
#include <vector>

namespace clang {
class ASTContext;
class FunctionDecl;
class Stmt;
} // namespace clang

namespace ftidy::guards {
class Natives;

/// One such loop.
struct Spin {
  const clang::Stmt *Loop;
  /// What it reads, as written, or the name of the variable.
  std::string Name;
  /// It sets what it tests: a lock.
  bool Takes = false;
  /// The last place of the function that gives that lock back; invalid when it
  /// does not.
  clang::SourceLocation GivenBack{};
};

/// The loops of F, without those of lambdas in it.
std::vector<Spin> findSpins(const clang::FunctionDecl &F, Natives &Names,
                            const clang::ASTContext &Context);

} // namespace ftidy::guards

#endif
