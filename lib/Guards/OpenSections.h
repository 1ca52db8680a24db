//===-- OpenSections.h - ways out of a section begun by hand ----*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A section that calls of PyCriticalSection_Begin and PyCriticalSection_End make
// has to be ended on each way out. An end counts for a return when it stands
// before it, in a block around it: what only some paths run is not looked at, so
// that nothing is said of a section that is begun and ended under a condition.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_GUARDS_OPENSECTIONS_H
#define FTIDY_LIB_GUARDS_OPENSECTIONS_H

#include "Guards/Sections.h"

namespace ftidy {
class Function;
class Session;
} // namespace ftidy

namespace ftidy::guards {

/// The returns between the begin and the last end of the section that have no
/// end before them. Empty for sections that macros or objects make.
llvm::SmallVector<const clang::Stmt *, 2> leftOpen(Function &F, Session &Of,
                                                   const Section &S);

} // namespace ftidy::guards

#endif
