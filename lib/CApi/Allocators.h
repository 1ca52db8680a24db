//===-- Allocators.h - who hands out memory, who takes it back -*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_CAPI_ALLOCATORS_H
#define FTIDY_LIB_CAPI_ALLOCATORS_H

#include "CApi/Fact.h"

namespace ftidy::capi {

/// Whose memory it is.
enum class Domain : uint8_t {
  System,    ///< malloc, free
  Raw,       ///< PyMem_RawMalloc
  Mem,       ///< PyMem_Malloc
  Object,    ///< PyObject_Malloc
  Collector, ///< no memory: what decides about the life of an object
};

/// What a call does with it.
enum class Allocation : uint8_t {
  Allocate,
  Resize,
  Release,
  Track,
  Untrack,
  ClearWeakrefs, ///< tells the weak references of an object that it goes
  SetCount,      ///< sets the reference count by hand
};

/// One row of Allocators.def.
struct Allocator {
  llvm::StringRef Name;
  Domain Of;
  Allocation Does;
};

/// The row of that name, or null.
const Allocator *findAllocator(llvm::StringRef Name);

/// True for a name that does this.
inline bool does(const Fact &F, Allocation What) {
  const Allocator *A = findAllocator(F.Name);
  return A && A->Does == What;
}

} // namespace ftidy::capi

#endif
