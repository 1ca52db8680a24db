//===-- LineEnds.cpp - how does this file end its lines?
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/LineEnds.h"

using llvm::StringRef;

namespace ftidy::fix {

std::string withLineEnds(StringRef Text, StringRef File) {
  const size_t First = File.find('\n');
  if (First == 0 || First == StringRef::npos || File[First - 1] != '\r')
    return Text.str();
  std::string Result;
  for (const char C : Text) {
    if (C == '\n' && !StringRef(Result).ends_with("\r"))
      Result += '\r';
    Result += C;
  }
  return Result;
}

} // namespace ftidy::fix
