//===-- OwningClasses.h - C++ classes that hold a reference ----*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A class owns references when its destructor releases one (directly or through
// the functions that it calls), or when a base, a member or, for a class of
// the standard library, a template argument does. So pybind11::object, its
// namesakes and a project's own pointers are known by what they do, and no
// library is known by name.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_OWNERSHIP_OWNINGCLASSES_H
#define FTIDY_LIB_OWNERSHIP_OWNINGCLASSES_H

#include "clang/AST/Type.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

namespace clang {
class CXXRecordDecl;
class FunctionDecl;
} // namespace clang

namespace ftidy {
class Session;
}

namespace ftidy::own {

class OwningClasses {
public:
  /// Calls that a destructor is followed through.
  static constexpr unsigned MaxDepth = 5;

  explicit OwningClasses(Session &Of) : Of(Of) {}

  /// True when the end of an object of this type releases a reference.
  bool owns(clang::QualType T);

private:
  bool owns(const clang::CXXRecordDecl *R);
  bool releases(const clang::FunctionDecl *F, unsigned Depth);

  Session &Of;
  llvm::DenseMap<const clang::CXXRecordDecl *, bool> Known;
  llvm::DenseSet<const clang::FunctionDecl *> Running;
};

} // namespace ftidy::own

#endif
