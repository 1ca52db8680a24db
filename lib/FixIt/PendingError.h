//===-- PendingError.h - may an exception be set here? -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A twin that raises where the old call swallowed must have its error cleared;
// that would also clear an exception that was pending before. This forward pass
// says where one may be: behind the failure of a call, behind a call that sets
// one, inside `if (PyErr_Occurred())`; not behind a call that clears or takes it.
// Where numbers are asked for first, and only later whether that went well, one may
// be pending in between, also in the functions of the file that are called there:
//   long a = get(d, "a"), b = get(d, "b");
//   if (PyErr_Occurred()) return NULL;
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_PENDINGERROR_H
#define FTIDY_LIB_FIXIT_PENDINGERROR_H

#include "clang/AST/Expr.h"
#include "llvm/ADT/DenseSet.h"

namespace ftidy {
class Function;
class Session;
} // namespace ftidy

namespace ftidy::fix {

class PendingError {
public:
  /// F has a graph.
  PendingError(Function &F, Session &S);

  /// True when an exception may be set when this expression is evaluated.
  bool mayBeSetAt(const clang::Expr *E) const { return Set.contains(E); }

private:
  enum class Calls { Followed, Ignored };
  PendingError(Function &F, Session &S, Calls Which);
  static bool mayBeCalledWithOne(Function &F, Session &S);

  /// Where one may be that is asked for later.
  llvm::DenseSet<const clang::Stmt *> Unasked;
  llvm::DenseSet<const clang::Stmt *> Set;
};

} // namespace ftidy::fix

#endif
