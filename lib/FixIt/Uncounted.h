//===-- Uncounted.h - visit without counting --------------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Plans how a traverse function does without a reference of its own:
//   - an INCREF and a DECREF of the same thing in one block both go,
//   - `c = Py_NewRef(field)` becomes `c = field`, and the DECREFs of c go,
//   - a call that returns a new reference becomes its _DuringGC twin, where the
//     oldest Python has it, and the DECREFs of its result go,
//   - a C++ copy of an object becomes a reference to it.
// The object is alive during a traversal whoever counts it, so nothing that the
// function reads changes.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_UNCOUNTED_H
#define FTIDY_LIB_FIXIT_UNCOUNTED_H

#include "FixIt/EditPlan.h"
#include "Ownership/Traversal.h"
#include <vector>

namespace ftidy {
class Function;
class Session;
} // namespace ftidy

namespace ftidy::fix {

/// One plan for each offence of F, in their order.
std::vector<EditPlan> uncounted(Function &F, Session &S,
                                llvm::ArrayRef<own::Offence> Offences);

} // namespace ftidy::fix

#endif
