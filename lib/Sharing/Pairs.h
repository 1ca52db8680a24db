//===-- Pairs.h - first asked, then acted on the answer --------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Pairs of calls on one container and one key, both spelled alike, where the
// second runs only because of what the first one said: it is added what was not
// there, or deleted what was.
//
// Followed: the answer itself and the variable it goes into, in the conditions
// around the second call and in those before it whose branch leaves. Two
// branches that cannot be told apart make no pair. A container or key that is
// assigned in between makes none either.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_SHARING_PAIRS_H
#define FTIDY_LIB_SHARING_PAIRS_H

#include "CApi/Use.h"
#include <vector>

namespace ftidy::sharing {

/// What both calls work on.
enum class Family : uint8_t { Dict, List, Attribute };

/// What the second call does.
enum class Deed : uint8_t { Adds, Deletes };

/// Two calls that should be one.
struct Pair {
  const capi::Use *Ask;
  const capi::Use *Act;
  Family Of;
  Deed What;
};

/// The pairs of one function, in the order of their second calls.
std::vector<Pair> findPairs(const clang::FunctionDecl &F,
                            const capi::Uses &Uses,
                            const clang::ASTContext &Context);

} // namespace ftidy::sharing

#endif
