//===-- HoldStrong.h - make borrowed references strong -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Plans how the borrowed sites of one function become strong references.
//
// The holder of a site owns a reference from the site on. So
//   - an INCREF that made it own one is dropped, and
//   - wherever the code as it is still holds it borrowed, a release is due:
//     after the last statement that uses the value (or anything derived from
//     it) in the block of the site, and before each jump that leaves that block
//     earlier.
// Every such place asks Ownership what the holder holds there: borrowed means
// Py_DECREF, borrowed or NULL means Py_XDECREF, NULL or owned means nothing, and
// any other mixture means that there is no plan.
//
// Sites that share a holder are planned as one; plans that meet at one place are
// written together, by the finding of the first of them. A static function that
// returns a borrowed reference and all its callers are planned as one, too
// (HelperGroup.h).
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_HOLDSTRONG_H
#define FTIDY_LIB_FIXIT_HOLDSTRONG_H

#include "FixIt/EditPlan.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <vector>

namespace ftidy {
class Function;
class Session;
} // namespace ftidy

namespace ftidy::fix {

/// One plan for each of the function's borrowed sites, in their order. A site
/// whose edits are written by another one says so and has no edits. Hazards says
/// which sites of a function are to be changed; the others get no plan. It is
/// asked about this function, and about those that have to change with it.
std::vector<EditPlan>
holdStrong(Function &F, Session &S,
           llvm::function_ref<std::vector<bool>(Function &)> Hazards);

} // namespace ftidy::fix

#endif
