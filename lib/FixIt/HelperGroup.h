//===-- HelperGroup.h - functions that change together ---------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A static function that returns a borrowed reference (a *helper*) can return a
// new one instead, when every caller then releases it. So the helper and all its
// callers change together or not at all. A group is what hangs together that
// way: helpers, their callers, and helpers whose result a helper returns.
//
// A helper is converted only when this file shows all its mentions: internal
// linkage, its address taken nowhere, the name not said in a macro's body or in
// code that this build does not compile, and every call of it a site that
// Ownership follows.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_HELPERGROUP_H
#define FTIDY_LIB_FIXIT_HELPERGROUP_H

#include "FixIt/EditPlan.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

namespace clang {
class Expr;
class FunctionDecl;
} // namespace clang

namespace ftidy {
class Function;
class Session;
} // namespace ftidy

namespace ftidy::fix {

class HelperGroup {
public:
  /// More functions than this do not change together: each stays alone.
  static constexpr unsigned MaxFunctions = 48;

  /// The group of F; F alone when no helper is around it.
  HelperGroup(Function &F, Session &S);

  /// In the order of the source.
  llvm::ArrayRef<Function *> functions() const { return Functions; }

  /// True when this function is to return a new reference.
  bool isConverted(const clang::FunctionDecl *F) const;
  bool hasConverted() const { return !Converted.empty(); }

  /// The helper keeps its old contract after all; Why is what stands in the way,
  /// at that line.
  void keepBorrowed(const clang::FunctionDecl *Helper, unsigned Line,
                    Reason Why);
  /// Why this helper is not converted, in words; empty when it never could be.
  std::string obstacle(const clang::FunctionDecl *Helper) const;

  /// What a call of a function of this file gives, where the caller returns it
  /// as borrowed: never anything but NULL; a part of what it is given.
  enum class Lent : uint8_t { Unknown, Nothing, Part };
  Lent lentBy(const clang::Expr *Value) const;

private:
  bool isCandidate(Function &F);
  bool allMentionsAreKnown(Function &F) const;

  Session &S;
  llvm::DenseMap<const Function *, bool> Candidates;
  llvm::SmallVector<Function *, 4> Functions;
  llvm::SmallVector<const clang::FunctionDecl *, 2> Converted;
  llvm::DenseMap<const clang::FunctionDecl *, std::string> Obstacles;
};

} // namespace ftidy::fix

#endif
