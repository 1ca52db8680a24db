//===-- NewInclude.h - the includes that fixed code needs -------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_NEWINCLUDE_H
#define FTIDY_LIB_FIXIT_NEWINCLUDE_H

#include "FixIt/EditPlan.h"
#include "FixIt/SourceText.h"

namespace ftidy {
class Session;
} // namespace ftidy

namespace ftidy::capi {
struct Fact;
} // namespace ftidy::capi

namespace ftidy::fix {

/// Lets fixed code use a name of the C API: adds the edit that includes
/// pythoncapi_compat.h where the name needs it. By is the fix, or the function
/// whose fixes go together, that asks: only one of a run may insert there.
/// Reason::None when the name may be used, Reason::Unavailable when the oldest
/// Python that counts has no such name and the file cannot have the include,
/// Reason::OtherFix when another fix inserts behind the includes.
Reason includeFor(const capi::Fact &Name, const void *By, const SourceText &Text,
                  Session &S, std::vector<Edit> &Edits);

/// The same for the header of atomics, unless it is included already.
Reason includeAtomics(const void *By, const SourceText &Text, Session &S,
                      std::vector<Edit> &Edits);

} // namespace ftidy::fix

#endif
