//===-- StaticAccessors.h - which static does a call stand for? -*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `std::map<K, V> &registry() { static std::map<K, V> r; return r; }`: a function of
// this file that gives the same variable to everybody, by reference or pointer. Its
// only return is its last statement.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_ROLES_STATICACCESSORS_H
#define FTIDY_LIB_ROLES_STATICACCESSORS_H

#include "llvm/ADT/DenseMap.h"

namespace clang {
class CallExpr;
class FunctionDecl;
class VarDecl;
} // namespace clang

namespace ftidy::roles {

/// What a reference or pointer of an accessor leads to.
struct AccessedStatic {
  const clang::VarDecl *Variable = nullptr; ///< null: it is no accessor
  bool Behind = false; ///< what the variable, a pointer, points to
};

class StaticAccessors {
public:
  AccessedStatic of(const clang::CallExpr &Call);

private:
  llvm::DenseMap<const clang::FunctionDecl *, AccessedStatic> Known;
};

} // namespace ftidy::roles

#endif
