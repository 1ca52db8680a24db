//===-- ErrorExit.h - how this function leaves on an error -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A strong twin may fail where the old call could not: the new failure needs a
// way out that releases what the function owns at that point. The author has
// written such ways out already. This room looks for one that is exactly right:
//   - the next error branch after the statement, when nothing is acquired or
//     released in between: its cleanup and its jump are the right ones here too;
//   - a plain error return, when nothing has been acquired before.
// Anything less certain is no way out.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_ERROREXIT_H
#define FTIDY_LIB_FIXIT_ERROREXIT_H

#include "CApi/Use.h"
#include "FixIt/SourceText.h"
#include "FixIt/Structure.h"
#include <optional>
#include <string>
#include <vector>

namespace ftidy {
class Function;
class Session;
} // namespace ftidy

namespace ftidy::fix {

class ErrorExit {
public:
  ErrorExit(Function &F, Session &S, const SourceText &Text,
            const Structure &Tree)
      : F(F), S(S), Text(Text), Tree(Tree) {}

  /// The statements that leave the function with an error right after
  /// `Statement`, without indentation; nothing when none is surely right.
  /// `Holder` is what the failed call would have filled: it is not touched.
  std::optional<std::vector<std::string>>
  after(const clang::Stmt *Statement, const clang::VarDecl *Holder);

private:
  using Lines = std::vector<std::string>;
  std::optional<Lines> nextBranch(const clang::Stmt *Statement,
                                  const clang::VarDecl *Holder);
  std::optional<Lines> plainReturn(const clang::Stmt *Statement);
  std::optional<Lines> branch(const clang::IfStmt &If,
                              const clang::Stmt *Statement,
                              const clang::VarDecl *Holder, bool TestsFailure);
  bool isErrorReturn(const clang::ReturnStmt &Return, bool SetsError) const;
  bool isQuiet(const clang::Stmt *S) const;
  bool isQuietCall(const clang::CallExpr &Call) const;

  Function &F;
  Session &S;
  const SourceText &Text;
  const Structure &Tree;
};

} // namespace ftidy::fix

#endif
