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
//   - an error branch, when nothing is acquired or released between it and the
//     new failure on any way: its cleanup and its jump are right here too;
//   - a label that error branches before and behind jump to, when it releases
//     all that is acquired between them;
//   - a plain error return, when nothing has been acquired before;
//   - the end of a loop that asks for the size of the list in each round: it
//     would have ended when it had asked a moment later.
// Anything less certain is no way out.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_ERROREXIT_H
#define FTIDY_LIB_FIXIT_ERROREXIT_H

#include "FixIt/ErrorBranches.h"
#include <optional>

namespace ftidy {
class Session;
} // namespace ftidy

namespace ftidy::fix {

class ErrorExit {
public:
  using Lines = std::vector<std::string>;

  ErrorExit(Function &F, Session &S, const SourceText &Text,
            const Structure &Tree, ErrorBranches &Errors)
      : F(F), S(S), Text(Text), Tree(Tree), Errors(Errors) {}

  /// The statements that leave the function with an error, or the loop, after
  /// `Statement`, without indentation; nothing when none is surely right.
  /// `Holder` is what the failed call would have filled: it is not touched.
  std::optional<Lines> after(const clang::Stmt *Statement,
                             const clang::VarDecl *Holder);

private:
  std::optional<Lines> otherExit();
  bool fits(const ErrorBranch &B);
  bool ownsTheSame(const ErrorBranch &B);
  bool beginsSomething(const ErrorBranch &B);
  bool failedIsUnset(const ErrorBranch &B);
  bool releasesWhatIsThere(const ErrorBranch &B);
  bool namesExist(const clang::Stmt *Code);
  bool isError(const ErrorBranch &B, unsigned From, unsigned To);
  bool returnsError(const clang::GotoStmt &Goto, unsigned From, unsigned To);
  std::optional<Lines> sharedLabel();
  bool releasesAll(const clang::LabelDecl *L, unsigned From, unsigned To);
  bool ownsAllItHolds(const clang::VarDecl *V);
  bool toleratesNull(const clang::Stmt *Code, const clang::VarDecl *V);
  std::optional<Lines> plainReturn();
  std::optional<Lines> endOfLoop();

  Function &F;
  Session &S;
  const SourceText &Text;
  const Structure &Tree;
  ErrorBranches &Errors;
  const clang::Stmt *Statement = nullptr;
  const clang::VarDecl *Holder = nullptr;
  Stretch Here{0, 0};
};

} // namespace ftidy::fix

#endif
