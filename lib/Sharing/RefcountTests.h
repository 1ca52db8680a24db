//===-- RefcountTests.h - who asks how many references there are -*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// With the GIL a reference count of one meant "nobody else can see it". Here are
// the comparisons of a function that still ask it: a count, read by the API or
// from the header of the object, directly or through one local variable, that is
// compared with a constant. What is only asserted, printed or fatal decides
// nothing and is left out, and so is code for a Python that has only the GIL, or
// that is older than the function that asks the right question.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_SHARING_REFCOUNTTESTS_H
#define FTIDY_LIB_SHARING_REFCOUNTTESTS_H

#include "CApi/Use.h"
#include <vector>

namespace ftidy {
class Function;
class Session;
} // namespace ftidy

namespace ftidy::sharing {

/// What a comparison of a reference count asks.
enum class Asks : uint8_t {
  Unique, ///< true when the count is one: `== 1`, `<= 1`, `< 2`
  Shared, ///< true when it is more: `!= 1`, `> 1`, `>= 2`
  Other,  ///< whether there are more references than some other number
};

/// A reference count that is compared with a constant.
struct RefcountTest {
  const clang::BinaryOperator *Node = nullptr;
  /// Where the count is read.
  const capi::Use *Count = nullptr;
  /// The object that is counted.
  const clang::Expr *Object = nullptr;
  Asks What = Asks::Other;
  /// The local variable that the count went through, or null.
  const clang::VarDecl *Through = nullptr;
};

/// The tests of one function that decide something, in the order of the source.
std::vector<RefcountTest> refcountTests(Function &F, Session &S);

/// True when S of function F reads how many references there are, also by a
/// function of the file that is asked about an argument: a reference that is held
/// meanwhile would be counted, too.
bool readsRefcount(const clang::Stmt *S, Function &F, Session &In);

} // namespace ftidy::sharing

#endif
