//===-- LineEnds.h - how does this file end its lines? ---------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Plans write `\n`. What goes into a file has the ends that its lines have.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_LINEENDS_H
#define FTIDY_LIB_FIXIT_LINEENDS_H

#include "llvm/ADT/StringRef.h"
#include <string>

namespace ftidy::fix {

/// The text with the line ends of the file, which its first line shows.
std::string withLineEnds(llvm::StringRef Text, llvm::StringRef File);

} // namespace ftidy::fix

#endif
