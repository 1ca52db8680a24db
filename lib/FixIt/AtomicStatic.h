//===-- AtomicStatic.h - a static that becomes atomic ----------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the plans share that publish an object in a static: its declaration, the
// compare-exchange that one thread wins, and the release of what the other made.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_ATOMICSTATIC_H
#define FTIDY_LIB_FIXIT_ATOMICSTATIC_H

#include "FixIt/EditPlan.h"
#include "FixIt/SourceText.h"
#include "FixIt/StaticText.h"
#include <string>
#include <vector>

namespace clang {
class Expr;
class FunctionDecl;
} // namespace clang

namespace ftidy::fix {

/// True when Value, in the function In, is a reference of its own: the thread that
/// comes second may release it.
bool isNewObject(const clang::Expr &Value, const clang::FunctionDecl &In,
                 Session &S);

/// Declares V atomic. False when its initial value stands in the way (C++).
bool declareAtomic(const clang::VarDecl &V, const StaticText &Declared,
                   const SourceText &Text, Session &S, std::vector<Edit> &Edits);

/// The names and the place of a publication.
struct Publication {
  std::string Static; ///< the atomic variable
  std::string Fresh;  ///< the local variable with what this thread made
  std::string Unset;  ///< the local variable for the value before
  std::string Type;   ///< of both, with the blank that a name needs before it
  std::string Indent, Step;
  bool IsSet = false;    ///< Fresh is known to be no NULL
  bool Declares = true;  ///< Unset is declared here
};

/// The statements that publish, without the last line's end.
std::string publication(const Publication &P, const SourceText &Text,
                        bool IsCxx);

} // namespace ftidy::fix

#endif
