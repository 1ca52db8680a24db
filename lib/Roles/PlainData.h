//===-- PlainData.h - whose lock does this data need? ----------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Judged by the type alone.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_ROLES_PLAINDATA_H
#define FTIDY_LIB_ROLES_PLAINDATA_H

#include "clang/AST/Type.h"

namespace clang {
class ASTContext;
} // namespace clang

namespace ftidy::capi {
class Origins;
} // namespace ftidy::capi

namespace ftidy::roles {

/// True for what needs no lock of its author: locks themselves, classes that have
/// one, that have no data or only atomic data, or whose data another file knows, and
/// the records that are handed to CPython.
bool needsNoLock(clang::QualType T, const clang::ASTContext &Context,
                 capi::Origins &Origins);

/// True for a record that begins with the header of an object: the reference
/// count and the type in it are CPython's.
bool isObject(clang::QualType T, capi::Origins &Origins);

/// True for a pointer to a type.
bool pointsToType(clang::QualType T);

/// True for a pointer to what belongs to the one who holds it: a container, an
/// array of numbers, a plain struct. Python's objects have locks of their own.
bool pointsToPlainData(clang::QualType T, capi::Origins &Origins);

} // namespace ftidy::roles

#endif
