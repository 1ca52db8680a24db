//===-- UseEffects.h - what one use of the C API may do ---------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A fact speaks of a name. What it is given may make less of it:
//
//   PyErr_SetString(PyExc_ValueError, "...")  makes an exception of a class of
//       C. Nothing is released but an exception that was set before, and what
//       sets one on top of another is on its way out all the same.
//   PyArg_ParseTuple(args, "O!s", ...)        looks at types and strings. Only
//       numbers, buffers, sequences and converters call methods.
//   type->tp_alloc(type, 0)                   makes memory.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_GUARDS_USEEFFECTS_H
#define FTIDY_LIB_GUARDS_USEEFFECTS_H

#include "Guards/Effects.h"
#include <optional>

namespace ftidy::capi {
struct Use;
} // namespace ftidy::capi

namespace ftidy::guards {

/// Which argument's lock the name takes for a moment, without running Python code;
/// -1 for a lock that is no argument's. Nothing when it takes none.
std::optional<int> lockedBy(const capi::Fact &F);

/// What the name promises, whatever it is given.
EffectSet effectsOf(const capi::Fact &F);

/// What this use of it may do.
EffectSet effectsOf(const capi::Use &U);

/// What a call through a slot of a type may do, for slots that do one thing
/// only; NoEffect for all others, of which nothing is known.
EffectSet effectsOfSlot(const clang::CallExpr &Call);

} // namespace ftidy::guards

#endif
