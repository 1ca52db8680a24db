//===-- Memory.h - who allocated it, who frees it --------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Collects the calls of the allocators of CPython and of the C library, by the
// variable or field that holds the memory: `self->buffer = PyMem_Malloc(n)` and
// `PyMem_Free(self->buffer)` belong together.
//
// A holder is known when every value that the file gives to it is such a call,
// or NULL. What other files do with a field is not seen.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_OWNERSHIP_MEMORY_H
#define FTIDY_LIB_OWNERSHIP_MEMORY_H

#include "CApi/Allocators.h"
#include "CApi/Use.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/MapVector.h"
#include <vector>

namespace clang {
class CallExpr;
class FunctionDecl;
class ParentMap;
class ParmVarDecl;
class ValueDecl;
} // namespace clang

namespace ftidy {
class Function;
class Session;
} // namespace ftidy

namespace ftidy::own {

/// One call of an allocator.
struct MemoryCall {
  const clang::FunctionDecl *In = nullptr;
  const clang::Expr *Call = nullptr;
  clang::SourceLocation Loc;
  std::string Name;
  capi::Domain Of = capi::Domain::System;
  capi::Allocation Does = capi::Allocation::Allocate;
  bool InMacroBody = false;
  /// The local or static variable, or field, that the memory is put into or
  /// taken from; null for any other place.
  const clang::ValueDecl *Holder = nullptr;
  /// What the memory is taken for: the type that the result is converted to.
  clang::QualType As;
  /// The type whose size is asked for; null when the call does not say.
  clang::QualType SizeOf;
};

class Memory {
public:
  explicit Memory(Session &Of) : Of(Of) {}

  /// Collects from one function. Its definition is looked at once.
  void add(Function &F);

  llvm::ArrayRef<MemoryCall> all() const { return Calls; }

  /// The calls for this holder, in the order of add().
  std::vector<const MemoryCall *> of(const clang::ValueDecl *Holder) const;

  /// True when the file gives nothing to the holder but what the calls return,
  /// and NULL, and lets nobody have its address.
  bool isKnown(const clang::ValueDecl *Holder) const;

  /// True when nobody but the holder has the memory: the file neither copies the
  /// pointer, nor returns it, nor hands it to a function that may do so or may
  /// free it. What functions of the system and of CPython get, they only use.
  bool isAlone(const clang::ValueDecl *Holder) const;

private:
  void hand(const clang::ValueDecl *Holder, const clang::CallExpr &Call,
            const clang::Expr *Argument);
  void addCall(MemoryCall C, const clang::Expr *Freed,
               const clang::ParentMap &Parents);

  Session &Of;
  std::vector<MemoryCall> Calls;
  llvm::DenseMap<const clang::VarDecl *, bool> Locals;
  /// Holders whose value goes to a place that is not followed.
  llvm::DenseSet<const clang::ValueDecl *> Copied;
  /// The parameters that holders are handed to.
  llvm::DenseMap<const clang::ValueDecl *,
                 llvm::SmallVector<const clang::ParmVarDecl *, 2>>
      HandedTo;
};

/// The name of the function of that domain which does this: PyMem_Free.
llvm::StringRef nameIn(capi::Domain D, capi::Allocation Does,
                       llvm::StringRef Like);

} // namespace ftidy::own

#endif
