//===-- HiddenStatics.h - what the C library keeps for all threads -*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Some functions of the C library have a variable of their own, one for the
// process. With the GIL only one thread at a time came to use it.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_CAPI_HIDDENSTATICS_H
#define FTIDY_LIB_CAPI_HIDDENSTATICS_H

#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <string>

namespace clang {
class CallExpr;
} // namespace clang

namespace ftidy::capi {

/// What a function of the C library keeps between calls.
enum class Keeps : uint8_t {
  Result,   ///< what it returns is in memory that the next call writes
  Position, ///< it goes on where the last call ended
  Process,  ///< the environment or the locale, which others read at any time
};

/// One row of HiddenStatics.def.
struct HiddenStatic {
  llvm::StringRef Name;
  Keeps What;
  int8_t Asks;
  llvm::StringRef Twin;
};

/// True for functions that keep the same: they go on where the other ended.
bool isSame(const HiddenStatic &A, const HiddenStatic &B);

/// What happens when two threads call it, and what to call instead: goes on from
/// its name.
std::string hazardOf(const HiddenStatic &H);

/// What a call of a system function changes for all threads, or null.
const HiddenStatic *hiddenStatic(const clang::CallExpr &Call);

} // namespace ftidy::capi

#endif
