//===-- PublishOnce.h - a static that one thread fills ---------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Three plans for `if (!cache) { cache = make(); ... }`.
//
// hoistFill: an object that is made of constants, without running Python code, is
// made when the module is initialised. The test and the fill move there; the
// static moves to file level.
//
// publishFill: the branch fills a local variable, and at its end publishes it
// with a compare-exchange. The thread that comes second releases its own object.
// No lock is held while Python runs, so there is nothing to deadlock with. The
// variable becomes atomic; every read of it stays as it is written.
//
// publishInPlace: where a branch fills several statics, or parts of it are compiled
// conditionally, each object is published right where it is made. The rest of the
// branch stays as it is: it reads the statics.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_PUBLISHONCE_H
#define FTIDY_LIB_FIXIT_PUBLISHONCE_H

#include "FixIt/EditPlan.h"
#include "Roles/FirstUse.h"
#include <optional>

namespace ftidy {
class Session;
} // namespace ftidy

namespace ftidy::fix {

/// The fill moved to the module's exec or init function of this file; nothing when
/// it has to stay where it is.
std::optional<EditPlan> hoistFill(const roles::Fill &F, Session &S);

/// The objects of a branch published where they are made; nothing when this is no
/// such branch, or when another thread could find one of its statics unset.
std::optional<EditPlan> publishInPlace(const roles::Fill &F, Session &S);

/// The fill published with a compare-exchange, in place where it has to be, or a
/// reason.
EditPlan publishFill(const roles::Fill &F, Session &S);

/// `static PyObject *x = make();` of C++ published with a compare-exchange, or a
/// reason.
EditPlan publishInitialiser(const clang::VarDecl &V,
                            const clang::FunctionDecl &In, Session &S);

} // namespace ftidy::fix

#endif
