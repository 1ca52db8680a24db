//===-- Renames.h - other names for calls ----------------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_RENAMES_H
#define FTIDY_LIB_FIXIT_RENAMES_H

#include "FixIt/EditPlan.h"
#include "llvm/ADT/ArrayRef.h"

namespace ftidy {
class Session;
}

namespace ftidy::fix {

/// A call, by the place of its name, and the name that it gets.
struct Rename {
  clang::SourceLocation Name;
  std::string To;
};

/// One plan that renames all of these calls, or none.
EditPlan renameCalls(llvm::ArrayRef<Rename> Calls, Session &S);

} // namespace ftidy::fix

#endif
