//===-- LockFields.h - fields used under their object's lock ----*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Plans a critical section on an object around all places of a race. That is
// only right when nothing in between gives the lock away: a call that may run
// Python code or detach the thread, and, where fields change together, also a
// release of a reference. And only when what was read is made strong, or done
// with, before the section ends.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_LOCKFIELDS_H
#define FTIDY_LIB_FIXIT_LOCKFIELDS_H

#include "FixIt/EditPlan.h"

namespace ftidy {
class Function;
class Session;
} // namespace ftidy
namespace ftidy::guards {
struct FieldRace;
} // namespace ftidy::guards

namespace ftidy::fix {

/// The plan for a race of F, or the reason why there is none.
EditPlan lockFields(Function &F, Session &S, const guards::FieldRace &Race);

} // namespace ftidy::fix

#endif
