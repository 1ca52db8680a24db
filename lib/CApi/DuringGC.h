//===-- DuringGC.h - twins for traverse functions ---------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_CAPI_DURINGGC_H
#define FTIDY_LIB_CAPI_DURINGGC_H

#include "CApi/Fact.h"

namespace ftidy::capi {

/// The form of this call that a traverse function may use: it returns borrowed
/// and sets no exception. CPython names it after the call. Null when there is
/// none.
inline const Fact *duringGCTwin(const Fact &F) {
  return findFact((F.Name + "_DuringGC").str());
}

} // namespace ftidy::capi

#endif
