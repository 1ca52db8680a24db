//===-- WalkSizes.h - what was made to fit a walk --------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A function that walks a container often asks for its size first. Where the
// walk may be interrupted, there may be more items than that in the end:
//
//   PyList_New(PyDict_Size(d)), malloc(n * ...)   memory that is too small then
//   write_header(out, PyDict_Size(d))             a number that is wrong then,
//                                                 as it could be with the GIL
//
// A number is followed through variables and into functions of the file. What
// cannot be followed is taken to make memory.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_WALKSIZES_H
#define FTIDY_LIB_FIXIT_WALKSIZES_H

#include "FixIt/Structure.h"
#include "llvm/ADT/DenseSet.h"

namespace clang {
class FunctionDecl;
class VarDecl;
} // namespace clang
namespace ftidy {
class Function;
class Session;
} // namespace ftidy
namespace ftidy::own {
struct Look;
} // namespace ftidy::own

namespace ftidy::fix {

class WalkSizes {
public:
  WalkSizes(Function &F, Session &S, const Structure &Tree)
      : F(F), S(S), Tree(Tree) {}

  /// Where the size of the container is asked on a way to the loop, for more
  /// than to compare it with a constant.
  llvm::SmallVector<const clang::Stmt *, 4>
  before(const own::Look &L, const clang::Stmt *Loop) const;

  /// Memory may be made to fit what was asked there.
  bool makesRoom(const clang::Stmt *Asked) const;
  /// A function gets the number.
  bool isPassed(const clang::Stmt *Asked) const;

  /// The rounds put things into places one behind the other, with no check.
  bool fillsPlaces(const clang::Stmt *Body) const;

private:
  struct Trace;
  void follow(const clang::Stmt *Value, const clang::FunctionDecl &In,
              const Structure &Where, Trace &Into) const;
  void followVariable(const clang::VarDecl &V, const clang::FunctionDecl &In,
                      const Structure &Where, Trace &Into) const;
  Trace traced(const clang::Stmt *Asked) const;

  Function &F;
  Session &S;
  const Structure &Tree;
};

} // namespace ftidy::fix

#endif
