//===-- Writes.h - writes to objects that others can see -------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Calls that fill or change an object without its lock, made for objects that
// nobody else can see yet: PyList_SET_ITEM, PyTuple_SET_ITEM, _PyTuple_Resize.
//
// Reported is what is known to be shared, not what is not known to be private:
// a global, a field of an object that a method works on, what a container lent,
// and what this function made and then stored somewhere.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_OWNERSHIP_WRITES_H
#define FTIDY_LIB_OWNERSHIP_WRITES_H

#include "CApi/Use.h"
#include <vector>

namespace ftidy {
class Function;
class Session;
} // namespace ftidy

namespace ftidy::own {

/// Why others can see the object.
enum class Shown : uint8_t { Global, Field, Lent, Stored };

/// One such write.
struct Write {
  const capi::Use *Use;
  /// The object, without casts and without the `&` of one replaced in place.
  const clang::Expr *Object;
  Shown Why;
  /// Where it was lent or stored; else the write itself.
  clang::SourceLocation Where;
};

/// The argument that the object in argument 0 keeps from this call on; -1 for
/// any other call (Keepers.def).
int keptArgument(const capi::Fact &F);

/// The writes of one function, in source order.
std::vector<Write> findWrites(Function &F, Session &S);

} // namespace ftidy::own

#endif
