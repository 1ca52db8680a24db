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
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_PENDINGERROR_H
#define FTIDY_LIB_FIXIT_PENDINGERROR_H

#include "CApi/Use.h"
#include "Flow/Graph.h"
#include "llvm/ADT/DenseSet.h"

namespace ftidy::fix {

class PendingError {
public:
  PendingError(const flow::Graph &G, const capi::Uses &Uses);

  /// True when an exception may be set when this expression is evaluated.
  bool mayBeSetAt(const clang::Expr *E) const { return Set.contains(E); }

private:
  llvm::DenseSet<const clang::Stmt *> Set;
};

} // namespace ftidy::fix

#endif
