//===-- Identity.h - which finding is which, when lines move -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_TOOLS_FTIDY_IDENTITY_H
#define FTIDY_TOOLS_FTIDY_IDENTITY_H

#include "Analysis.h"

namespace ftidy::command {

/// The lines of source files, each file read once.
class Sources {
public:
  /// The line, counted from 1, without its end; empty when there is none.
  llvm::StringRef line(llvm::StringRef File, unsigned Number);
  const std::string &text(llvm::StringRef File);

private:
  struct Lines {
    std::string Text;
    std::vector<llvm::StringRef> All;
  };
  Lines &of(llvm::StringRef File);
  std::map<std::string, Lines> Files;
};

/// A name for each finding of a report that stays when lines move: made of the
/// check, the file, the text of the line, the message without line numbers,
/// and the number among those that are equal so far.
std::vector<std::string> identities(const Report &R, Sources &From);

/// The path in identities and in files that are shared: relative to the top of
/// the checkout.
std::string portable(llvm::StringRef File);

} // namespace ftidy::command

#endif
