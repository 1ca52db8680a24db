//===-- RangeWalks.h - loops over the containers of C++ libraries -*- C++ -*-=//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A range-based `for` over a class of a binding library that looks into a dict or
// list with nothing held (the WALKED rows of Libraries.def). Only containers that
// come from outside count: a parameter, a field, a variable with static storage.
//
// Left out: loops inside a critical section on the container, or with a lock
// held, initialisation, what a parameter holds in a function that is only given
// what its callers have made, and code for builds with the GIL only.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_OWNERSHIP_RANGEWALKS_H
#define FTIDY_LIB_OWNERSHIP_RANGEWALKS_H

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"

namespace clang {
class CXXForRangeStmt;
class Expr;
} // namespace clang

namespace ftidy {
class Function;
class Session;
} // namespace ftidy

namespace ftidy::own {

/// One loop.
struct RangeWalk {
  const clang::CXXForRangeStmt *Loop;
  const clang::Expr *Container;
  /// The function of the C API that the library walks it with.
  llvm::StringRef By;
};

/// The loops of F that another thread can disturb, in source order.
llvm::SmallVector<RangeWalk, 2> rangeWalks(Function &F, Session &S);

} // namespace ftidy::own

#endif
