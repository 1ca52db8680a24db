//===-- FirstUse.h - what is filled on first use? --------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A variable with static storage is filled on first use when a function that
// does not only run at module initialisation tests whether it is unset and fills
// it on the branch where it is:
//   - `if (!x) { x = f(); }`, `if (x == -1)`, `x ? x : (x = f())`;
//   - `if (x) return x;` with the assignment behind it;
//   - the same with a test of a local variable that x was just copied into;
//   - a helper that does the same with the address it gets, or hands it on.
// Unset is the value that the variable is born with. What the branch sets besides
// is the Data of the fill. Which lock is held there is not looked at.
//
// A flag that only ever gets constants, with nothing filled before it is set, is
// no fill: it says that something happened, such as a warning. Neither is a
// variable that turns away, with an exception, whoever finds it set.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_ROLES_FIRSTUSE_H
#define FTIDY_LIB_ROLES_FIRSTUSE_H

#include "Roles/Accesses.h"
#include "llvm/ADT/DenseSet.h"
#include <functional>
#include <memory>

namespace clang {
class CallExpr;
class ParentMap;
class Stmt;
} // namespace clang

namespace ftidy::roles {

class Roles;

/// A place that fills a variable with static storage when it finds it unset.
struct Fill {
  const clang::VarDecl *Variable = nullptr;
  const clang::FunctionDecl *In = nullptr;
  /// What tests it: a part of a condition; the call, when a helper does it all.
  const clang::Expr *Test = nullptr;
  /// The statement or expression whose condition the test is in; null for a
  /// helper.
  const clang::Stmt *Whole = nullptr;
  /// What runs when it is unset. For a test that leaves the function when it is
  /// set, the compound statement that goes on behind it.
  const clang::Stmt *Branch = nullptr;
  /// The first change on the branch, in source order.
  const Access *First = nullptr;
  const clang::FunctionDecl *Helper = nullptr;
  /// Where the helper, or one that it hands the address on to, tests and changes
  /// what it points to; null when another file defines it.
  const clang::Expr *HelperTest = nullptr;
  const Access *HelperChange = nullptr;
  /// The test is of a local variable that has a copy of the value.
  bool TestsCopy = false;
  /// Other variables that the branch, or what it calls, fills.
  llvm::SmallVector<const clang::VarDecl *, 2> Data;
  /// The variable only says that the Data, or what a call on the branch has set
  /// up, is there: it gets constants.
  bool IsFlag = false;
  /// A flag that is set before its data is there.
  bool SetFirst = false;
};

class FirstUses {
public:
  /// Functions that a branch may lead through.
  static constexpr unsigned MaxDepth = 4;

  FirstUses(clang::ASTContext &Context, const Accesses &Places,
            const Roles &Known,
            std::function<bool(const clang::FunctionDecl &)> InitOnly);
  ~FirstUses();

  /// One for each variable that is filled on first use, in source order.
  llvm::ArrayRef<Fill> all() const { return Fills; }

  /// True when V is the variable of a fill, or changes only where a fill fills
  /// it, and at initialisation. So is a flag that is taken, with an exception for
  /// who comes second, and given back: a lock, which Guards/Detached.h looks at.
  bool covers(const clang::VarDecl *V) const { return Covered.contains(V); }

private:
  struct Search;
  std::vector<Fill> Fills;
  llvm::DenseSet<const clang::VarDecl *> Covered;
};

} // namespace ftidy::roles

#endif
