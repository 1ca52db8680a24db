//===-- LookedUp.h - what was found in the object before --------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   Node *node = lookup(self->dict, key);     <- one step with what follows
//   unlink(self, node);
//
// That the node is a part of the object was true when it was looked up. With the
// section behind that, another thread takes the node out in between, and the
// second unlinks it once more.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_LOOKEDUP_H
#define FTIDY_LIB_FIXIT_LOOKEDUP_H

#include "clang/AST/Stmt.h"
#include "llvm/ADT/SmallVector.h"

namespace ftidy {
class Function;
class Session;
} // namespace ftidy
namespace ftidy::guards {
struct FieldRace;
} // namespace ftidy::guards

namespace ftidy::fix {
class Structure;

/// The calls, in front of these statements, that give a variable a part of the
/// object of the race, where the statements work on that part. Only a part whose
/// struct the project knows: of any other object they cannot change the links.
llvm::SmallVector<const clang::Stmt *, 4>
lookedUpBefore(Function &F, Session &S, const guards::FieldRace &Race,
               const Structure &Tree,
               llvm::ArrayRef<const clang::Stmt *> Statements);

} // namespace ftidy::fix

#endif
