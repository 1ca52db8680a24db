//===-- SetterPlan.h - the setter that takes the lock ----------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_SETTERPLAN_H
#define FTIDY_LIB_FIXIT_SETTERPLAN_H

#include "FixIt/EditPlan.h"
#include "Ownership/Writes.h"

namespace ftidy::fix {

/// Makes PyList_SET_ITEM a PyList_SetItem, where it is a statement and the
/// function takes no item out of that list whose reference it may now own: the
/// checked call releases the item that it replaces.
EditPlan checkedSetter(const own::Write &W, Function &F, Session &S);

} // namespace ftidy::fix

#endif
