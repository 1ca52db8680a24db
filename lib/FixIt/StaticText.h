//===-- StaticText.h - the declaration of a static as text -----*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_STATICTEXT_H
#define FTIDY_LIB_FIXIT_STATICTEXT_H

#include "FixIt/EditPlan.h"
#include "FixIt/SourceText.h"
#include <variant>

namespace clang {
class VarDecl;
} // namespace clang

namespace ftidy {
class Session;
} // namespace ftidy

namespace ftidy::fix {

/// `static PyObject *cache = NULL;`: one variable, declared once, in this file.
struct StaticText {
  Stretch Type;       ///< `PyObject *`, without `static`
  Stretch Name;       ///< `cache`
  Stretch Declarator; ///< `cache = NULL`, `cache[8]`
  Stretch Whole;      ///< with `static` and the semicolon

  /// Nothing when the declaration declares more, comes out of a macro, or is in
  /// a header; Why says which.
  static std::optional<StaticText> of(const clang::VarDecl &V,
                                      const SourceText &Text, Session &S,
                                      Reason &Why);
};

/// True when the same #if branches are around both places of the file.
bool underSameConditions(const SourceText &Text, unsigned A, unsigned B);

/// True when the language has atomics to declare.
bool hasAtomics(Session &S);

/// True when every use of V compiles as it is written once V is atomic. In C it
/// does. In C++ the type shows through `->`, reinterpret_cast, `auto`, references,
/// templates and variable arguments.
bool allowsAtomic(const clang::VarDecl &V, Session &S);

} // namespace ftidy::fix

#endif
