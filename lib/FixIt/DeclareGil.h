//===-- DeclareGil.h - declare that a module needs the GIL -----*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The plan writes down what CPython assumes of a module that says nothing: that
// it needs the GIL. Nothing changes when it is imported; but there is now a place
// that says so, with what is left to do. It compiles for every Python, since the
// slot and the function are only named where they exist. The opposite
// declaration is a promise, and never made by a plan.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_DECLAREGIL_H
#define FTIDY_LIB_FIXIT_DECLAREGIL_H

#include "FixIt/EditPlan.h"
#include "Roles/Modules.h"

namespace ftidy {
class Session;
struct Said;
} // namespace ftidy

namespace ftidy::fix {

/// Adds a slot, a call or an option that declares the GIL as used. A comment
/// beside it says what is left.
EditPlan declareGilUsed(const roles::Module &M, Session &S,
                        llvm::ArrayRef<Said> Left);

/// For a declaration that only a free-threaded build has, chosen by version:
/// lets the condition ask for that build.
EditPlan askForFreeBuild(const capi::Mention &Declaration, Session &S);

} // namespace ftidy::fix

#endif
