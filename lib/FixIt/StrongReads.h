//===-- StrongReads.h - references that are taken out of a field -*- C++ -*-==//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Where one critical section around all places of a race would be suspended by
// what they do, each step gets its own:
//
//     hook = Py_XNewRef(self->hook);           in a section, once, in front of
//     ... PyObject_CallNoArgs(hook) ...        all that reads the field
//     Py_XDECREF(hook);                        behind it, and on every way out
//
//     Py_XDECREF(self->hook); self->hook = v;  becomes, in a section,
//     Py_XSETREF(self->hook, v);
//
// Memory is safe then. Which of two threads comes last is left open, as it was.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_STRONGREADS_H
#define FTIDY_LIB_FIXIT_STRONGREADS_H

#include "FixIt/EditPlan.h"
#include "clang/AST/Stmt.h"
#include "llvm/ADT/ArrayRef.h"

namespace ftidy {
class Function;
class Session;
} // namespace ftidy
namespace ftidy::guards {
struct FieldRace;
} // namespace ftidy::guards

namespace ftidy::fix {

/// The plan for a race about references, whose places all stand in these
/// statements of one block.
EditPlan strongReads(Function &F, Session &S, const guards::FieldRace &Race,
                     llvm::ArrayRef<const clang::Stmt *> Statements);

} // namespace ftidy::fix

#endif
