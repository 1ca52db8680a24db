//===-- SecondThread.h - what the loser of a race made ---------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// When two threads fill a static at once, the second one releases what it made
// and goes on with what the first one made. That is right while nothing else has
// got hold of the object on the branch that makes it: nothing keeps a pointer to
// it or into it, takes over or changes its reference, or looks for it in the
// variable, which is still unset there.
//
// What may be done with the object on the branch is a list: it is compared with
// NULL, handed to a function of the C API that only looks at it, or moved to a
// variable of the branch before another object takes its place. All else is taken
// to keep it.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_SECONDTHREAD_H
#define FTIDY_LIB_FIXIT_SECONDTHREAD_H

#include "FixIt/Structure.h"
#include "Roles/FirstUse.h"

namespace ftidy {
class Session;
} // namespace ftidy

namespace ftidy::fix {

/// True when the second thread may release what it has stored on the branch of F.
/// Stores is how many objects the branch stores one after the other.
bool mayReleaseFresh(const roles::Fill &F, size_t Stores, const Structure &Tree,
                     Session &S);

} // namespace ftidy::fix

#endif
