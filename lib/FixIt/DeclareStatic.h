//===-- DeclareStatic.h - another type for a static ------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Two plans that change a declaration and nothing else: an integer that is only
// read, set and counted becomes atomic; a scratch array becomes one for each
// thread.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_DECLARESTATIC_H
#define FTIDY_LIB_FIXIT_DECLARESTATIC_H

#include "FixIt/EditPlan.h"

namespace clang {
class VarDecl;
} // namespace clang

namespace ftidy {
class Session;
} // namespace ftidy

namespace ftidy::fix {

/// V atomic. Refused when a function decides by its value and then changes it:
/// atomic steps do not make that one step.
EditPlan declareAtomic(const clang::VarDecl &V, Session &S);

/// V, an array, once for each thread. Refused unless its function writes it
/// before anything else.
EditPlan declarePerThread(const clang::VarDecl &V, Session &S);

/// The one of these that fits the type of V.
EditPlan declareOtherwise(const clang::VarDecl &V, Session &S);

} // namespace ftidy::fix

#endif
