//===-- Diff.h - the difference of two texts -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_TOOLS_FTIDY_DIFF_H
#define FTIDY_TOOLS_FTIDY_DIFF_H

#include "llvm/ADT/StringRef.h"
#include <string>

namespace ftidy::command {

/// A unified diff that `patch -p1` and `git apply` take; empty for equal texts.
std::string unifiedDiff(llvm::StringRef Before, llvm::StringRef After,
                        llvm::StringRef Name);

} // namespace ftidy::command

#endif
