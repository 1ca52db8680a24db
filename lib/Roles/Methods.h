//===-- Methods.h - what does a member function do to its object? -*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A member function that is not const may change its object, but many of the
// project's are just not marked: strategies and converters without any data,
// getters, functions that only work on their arguments. The body tells.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_ROLES_METHODS_H
#define FTIDY_LIB_ROLES_METHODS_H

#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/DenseMap.h"

namespace ftidy::roles {

/// True when the objects of R have data: it or one of its bases has a field.
/// True for a class that is not defined here, or not rightly.
bool holdsData(const clang::CXXRecordDecl &R);

class Methods {
public:
  /// True when a call of F may change its object, or what that points to. False
  /// for one that is const or has a const twin (`begin`, `operator[]` of a
  /// vector, but not of a map), whose class holds no data, that is pure, or whose
  /// body shows that it changes nothing. A body that is not seen, and a system
  /// header's, are believed to do what they may.
  bool changes(const clang::CXXMethodDecl &F);

private:
  bool bodyChanges(const clang::FunctionDecl &Defined);

  llvm::DenseMap<const clang::FunctionDecl *, bool> Known;
};

} // namespace ftidy::roles

#endif
