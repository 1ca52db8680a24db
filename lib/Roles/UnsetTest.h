//===-- UnsetTest.h - does this condition ask whether it is unset? -*- C++ -*-//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A variable is unset while it has the value that it is born with.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_ROLES_UNSETTEST_H
#define FTIDY_LIB_ROLES_UNSETTEST_H

#include <cstdint>
#include <optional>

namespace clang {
class ASTContext;
class Expr;
class ValueDecl;
} // namespace clang

namespace ftidy::roles {

class UnsetTest {
public:
  explicit UnsetTest(clang::ASTContext &Context) : Context(Context) {}

  /// The part of a condition that tells: D is unset on the branch where the
  /// condition is WhenTrue. Null when no part does. The condition names D, or
  /// Copy where that is given: a variable that has the value of D.
  const clang::Expr *testIn(const clang::Expr *Condition,
                            const clang::ValueDecl *D, bool WhenTrue,
                            const clang::ValueDecl *Copy = nullptr) const;

  /// The integer that the variable is born with; nothing when nobody knows.
  std::optional<int64_t> bornWith(const clang::ValueDecl *D) const;

  /// The integer that E always is.
  std::optional<int64_t> constant(const clang::Expr *E) const;

private:
  std::optional<bool> unsetWhenTrue(const clang::Expr *Leaf,
                                    const clang::ValueDecl *D,
                                    const clang::ValueDecl *Named) const;

  clang::ASTContext &Context;
};

} // namespace ftidy::roles

#endif
