//===-- Allocators.cpp - who hands out memory, who takes it back
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CApi/Allocators.h"
#include "llvm/ADT/STLExtras.h"
#include <iterator>

namespace ftidy::capi {

static constexpr Allocator Rows[] = {
#define ALLOCATOR(NAME, DOMAIN, ACTION)                                        \
  {llvm::StringLiteral(NAME), Domain::DOMAIN, Allocation::ACTION},
#include "CApi/Allocators.def"
#undef ALLOCATOR
};

const Allocator *findAllocator(llvm::StringRef Name) {
  const Allocator *Found = llvm::lower_bound(
      Rows, Name, [](const Allocator &A, llvm::StringRef N) { return A.Name < N; });
  return Found != std::end(Rows) && Found->Name == Name ? Found : nullptr;
}

} // namespace ftidy::capi
