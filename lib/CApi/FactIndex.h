//===-- FactIndex.h - facts by identifier -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_CAPI_FACTINDEX_H
#define FTIDY_LIB_CAPI_FACTINDEX_H

#include "CApi/Fact.h"
#include "clang/Basic/IdentifierTable.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

namespace clang {
class FieldDecl;
} // namespace clang

namespace ftidy::capi {

/// Answers "which fact has this identifier?" by pointer. One per translation
/// unit, made before the first token is read.
class FactIndex {
public:
  explicit FactIndex(clang::IdentifierTable &Idents);

  /// The fact of that name, or of that name without a leading underscore when
  /// the underscored name has no row of its own (`_Py_INCREF` is how some
  /// versions spell what `Py_INCREF` expands to), nor the `_SizeT` that names with
  /// a format get before 3.13. Null for all other names.
  const Fact *lookup(const clang::IdentifierInfo *Name) const {
    return Rows.lookup(Name);
  }

  /// The fact of that field, from a row "Struct.field".
  const Fact *lookup(const clang::FieldDecl &Field) const;

private:
  llvm::DenseMap<const clang::IdentifierInfo *,
                 llvm::SmallVector<const Fact *, 1>>
      Fields;
  llvm::DenseMap<const clang::IdentifierInfo *, const Fact *> Rows;
};

} // namespace ftidy::capi

#endif
