//===-- FactIndex.cpp - facts by identifier
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CApi/FactIndex.h"

using namespace ftidy::capi;

FactIndex::FactIndex(clang::IdentifierTable &Idents) {
  const llvm::ArrayRef<Fact> All = allFacts();
  Rows.reserve(2 * All.size());
  for (const Fact &F : All)
    if (!F.Name.contains('.')) // "Type.member" rows are found by their field
      Rows[&Idents.get(F.Name)] = &F;
  for (const Fact &F : All) {
    if (F.Name.starts_with("_") || F.Name.contains('.'))
      continue;
    llvm::SmallString<64> Underscored("_");
    Underscored += F.Name;
    Rows.try_emplace(&Idents.get(Underscored), &F);
  }
}
