//===-- WholeFile.h - files that are replaced as a whole -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_TOOLS_FTIDY_WHOLEFILE_H
#define FTIDY_TOOLS_FTIDY_WHOLEFILE_H

#include "llvm/Support/Error.h"
#include <string>

namespace ftidy::command {

/// Gives the file this content: afterwards it has all of it, or, with an
/// error, what it had before, whatever happens in between. It keeps its mode;
/// a link is followed.
llvm::Error replaceWhole(const std::string &File, llvm::StringRef Content);

} // namespace ftidy::command

#endif
