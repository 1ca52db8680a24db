//===-- FreeLists.h - what is kept for reuse? -------------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A free list is one or more variables with static storage, all born empty: an
// array and its counter, the head of a chain and its length. Every change of them
// is one of three:
//   - it puts something in, in the branch of `if (count < MAX)`;
//   - it takes something out, where one of them is known not to be empty;
//   - it makes one of them empty.
// So a list into which nothing is put stays empty for ever, and what takes from it
// never runs. That the branch is not taken is nothing new to the code: it is what
// happens when the list is full.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_ROLES_FREELISTS_H
#define FTIDY_LIB_ROLES_FREELISTS_H

#include "llvm/ADT/SmallVector.h"
#include <optional>

namespace clang {
class FunctionDecl;
class IfStmt;
class VarDecl;
} // namespace clang

namespace ftidy::capi {
class MacroLog;
} // namespace ftidy::capi

namespace ftidy::roles {

class Accesses;

struct FreeList {
  struct Put {
    const clang::FunctionDecl *In;
    const clang::IfStmt *If;
  };
  /// In source order.
  llvm::SmallVector<const clang::VarDecl *, 4> Variables;
  /// Where something is put in, in a build without the GIL. Empty: nothing is.
  llvm::SmallVector<Put, 2> Puts;
};

/// The free list that V belongs to; nothing when it is none.
std::optional<FreeList> freeListOf(const clang::VarDecl &V,
                                   const Accesses &Places,
                                   const capi::MacroLog &Macros);

} // namespace ftidy::roles

#endif
