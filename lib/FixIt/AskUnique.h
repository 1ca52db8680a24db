//===-- AskUnique.h - ask CPython who refers to an object ------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The fix for a test of a reference count: the function of CPython that answers
// whether nobody else refers to the object. There are two. For an object that
// the C code owns a count of one was right with the GIL; for the argument of the
// call in progress it is wrong since Python 3.14 even with the GIL, because the
// interpreter lends arguments without counting.
//
// Where the oldest Python does not have the function, the plan brings a small
// function of its own with it, that says "shared" where it cannot know.
//
// Both answers are "no" more often than the count was one: for an object of
// another thread always. That is only right where "no" leads to another way of
// doing the same; elsewhere a reviewer has to see it.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_ASKUNIQUE_H
#define FTIDY_LIB_FIXIT_ASKUNIQUE_H

#include "FixIt/EditPlan.h"
#include "FixIt/SourceText.h"
#include "FixIt/Structure.h"
#include "Sharing/RefcountTests.h"

namespace ftidy::fix {

/// Where the object that is tested comes from.
enum class Tested : uint8_t {
  Owned,     ///< from anywhere but a caller
  Argument,  ///< an argument of the call that the interpreter makes
  Parameter, ///< what callers pass that are not known
};

/// The function of CPython to ask about such an object.
const capi::Fact &rightTest(Tested From);

class AskUnique {
public:
  AskUnique(Function &F, Session &S);

  /// Where the object comes from, and so which function is the right one.
  Tested comesFrom(const clang::Expr *Object);

  /// The place where the object is changed or handed on because nobody else
  /// refers to it; null when none is seen.
  const clang::Stmt *reuse(const sharing::RefcountTest &T);

  EditPlan plan(const sharing::RefcountTest &T);

private:
  /// The two ways that a test leads to; null for "what follows".
  struct Ways {
    const clang::Stmt *If = nullptr;
    const clang::Stmt *Unique = nullptr, *Shared = nullptr;
  };
  Ways waysOf(const sharing::RefcountTest &T) const;
  bool reports(const clang::Stmt *Way) const;
  bool mayCountAsShared(const Ways &W, const clang::Expr *Object) const;
  bool endsLoop(const sharing::RefcountTest &T) const;
  const clang::Stmt *changes(const clang::Stmt *Way,
                             const clang::Expr *Object) const;
  bool sameObject(const clang::Expr *A, const clang::Expr *B) const;
  std::optional<std::string> objectText(const sharing::RefcountTest &T) const;
  /// The name to call, with the edit that defines it where that is needed.
  Reason provide(Tested From, std::string &Name, std::vector<Edit> &Edits);

  Function &F;
  Session &S;
  SourceText Text;
  Structure Tree;
};

} // namespace ftidy::fix

#endif
