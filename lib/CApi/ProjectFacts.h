//===-- ProjectFacts.h - what a project says of its own names -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A project states facts about its own declarations in two ways:
//   - an attribute on the declaration: __attribute__((annotate("ftidy:immutable")))
//   - a line of the facts file (option FactsFile), which is YAML:
//         immutable: [PyArray_Descr.fields, get_constants]
//         returns_borrowed: [registry_lookup]
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_CAPI_PROJECTFACTS_H
#define FTIDY_LIB_CAPI_PROJECTFACTS_H

#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/StringSet.h"
#include <string>

namespace clang {
class ValueDecl;
} // namespace clang

namespace ftidy::capi {

class ProjectFacts {
public:
  /// Reads the facts file. Returns an empty string, or one sentence that says
  /// what is wrong with it; nothing of a bad file is kept.
  std::string readFile(llvm::StringRef Path);

  /// The container that this variable, field or function yields does not change
  /// once others can see it: `immutable`.
  bool isImmutable(const clang::ValueDecl *D) const;

  /// A function whose result is borrowed from something mutable:
  /// `returns_borrowed`.
  bool returnsBorrowed(const clang::ValueDecl *D) const;

private:
  llvm::StringSet<> Immutable, Borrowed;
};

} // namespace ftidy::capi

#endif
