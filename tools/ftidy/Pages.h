//===-- Pages.h - the pages of the checks -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_TOOLS_FTIDY_PAGES_H
#define FTIDY_TOOLS_FTIDY_PAGES_H

#include "llvm/ADT/StringRef.h"
#include <string>

namespace ftidy::command {

/// The page docs/checks/<stem>.md of a check, as it was when ftidy was built.
struct Page {
  llvm::StringRef Text;

  /// The page of a check; empty when there is none.
  static Page of(llvm::StringRef Check);
  /// The sentence below the title.
  llvm::StringRef summary() const;
  /// What stands below a heading.
  llvm::StringRef section(llvm::StringRef Heading) const;
  /// A column of the table: default, fix, needs, since.
  llvm::StringRef column(llvm::StringRef Name) const;
};

} // namespace ftidy::command

#endif
