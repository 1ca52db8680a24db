//===-- Detached.h - what is touched without protection? --------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Two beliefs about the thread state that do not hold:
//   - that a detached thread may touch Python: a use of the C API that wants an
//     attached thread, a call of a function that does, a field of a Python object
//     that others read or change; or that there is an interpreter to attach to
//     when the process ends;
//   - that an attached thread is alone: PyGILState_Ensure around shared data, and
//     a flag that says "busy", tested and set while attached.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_GUARDS_DETACHED_H
#define FTIDY_LIB_GUARDS_DETACHED_H

#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/ArrayRef.h"
#include <string>
#include <vector>

namespace clang {
class Expr;
class FieldDecl;
class FunctionDecl;
class Stmt;
} // namespace clang

namespace ftidy {
class Session;
}

namespace ftidy::guards {

enum class TrespassKind : uint8_t {
  Use,        ///< a use of the C API while detached
  Call,       ///< a call of a function that wants to be attached
  FieldWrite, ///< a field of an object is set while detached
  FieldRead,  ///< a pointer that others change is read while detached
  Ensured,    ///< PyGILState_Ensure is the only lock around shared data
  AtExit,     ///< the C API is used when the process ends
  BusyFlag,   ///< a flag is tested, and set, without a lock
};

/// One place that touches something.
struct Trespass {
  TrespassKind Kind;
  const clang::FunctionDecl *In;
  const clang::Stmt *At;
  clang::SourceLocation Loc;
  /// What is used, called, written or tested.
  std::string Name;
  /// The other place: where the thread was detached; what the called function
  /// uses; who else touches the field; what is written; where the flag is set.
  clang::SourceLocation OtherAt{};
  std::string Other{};
  const clang::FieldDecl *Field = nullptr;
};

/// What these functions touch, in their order.
std::vector<Trespass> findTrespasses(Session &S,
                               llvm::ArrayRef<const clang::FunctionDecl *> In);

} // namespace ftidy::guards

#endif
