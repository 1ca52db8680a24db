//===-- ThreadState.h - is the thread attached here? ------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A thread is attached while it may use the C API. For each point of a function
// this says whether the thread is, as far as that can be known:
//   - at the beginning: by role (the interpreter calls attached, a new thread
//     begins detached), by what all callers have, by the first use of the C API
//     that wants an attached thread, or by a Python object among the parameters;
//     a destructor also by where its objects are deleted;
//   - from there: by the facts about PyEval_SaveThread and its kin, by the guards
//     of pybind11 and nanobind, and by functions and guard classes of the file
//     that leave the thread state in another way than they found it. A test of
//     the saved thread state for NULL tells which of the two it is.
//
// Not followed: thread states in fields, and callbacks whose caller is unknown.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_GUARDS_THREADSTATE_H
#define FTIDY_LIB_GUARDS_THREADSTATE_H

#include "Guards/Natives.h"
#include "llvm/ADT/DenseMap.h"
#include <memory>

namespace clang {
class CallExpr;
class FunctionDecl;
class Stmt;
} // namespace clang

namespace ftidy {
namespace capi {
struct Use;
}
class Function;
class Session;
} // namespace ftidy

namespace ftidy::guards {

enum class Attachment : uint8_t {
  Unknown,
  Attached, ///< may use the C API
  Detached, ///< must not
};

/// The points of one function.
class ThreadState {
public:
  ThreadState(Function &F, Session &S);

  /// Just before S runs. Unknown for what cannot be reached.
  Attachment before(const clang::Stmt *S) const;
  Attachment atEntry() const { return Entry; }
  /// True when something in the function changes the thread state.
  bool changes() const { return Changes; }
  /// The call that brought the thread into the state it has before S; null for
  /// the state at the entry, or when there are several.
  const clang::Stmt *changedBy(const clang::Stmt *S) const;

private:
  friend class ThreadStateDomain;
  struct Now {
    Attachment State = Attachment::Unknown;
    const clang::Stmt *By = nullptr;
  };
  const Now *find(const clang::Stmt *S) const;

  Attachment Entry = Attachment::Unknown;
  bool Changes = false;
  llvm::DenseMap<const clang::Stmt *, Now> Points; ///< only where it changes
};

/// What is asked about thread states across the functions of a file.
class ThreadStates {
public:
  /// Calls that one question may lead through.
  static constexpr unsigned MaxDepth = 12;

  explicit ThreadStates(Session &Of) : Of(Of) {}

  /// The points of F, a definition.
  const ThreadState &in(const clang::FunctionDecl &F);

  /// What every caller of F has, or what its role or its body say.
  Attachment atEntry(const clang::FunctionDecl &F);

  /// The first use of the C API in F that wants an attached thread, when nothing
  /// before it attaches or asks; null when there is none.
  const capi::Use *wants(const clang::FunctionDecl &F);

  /// True when a call through a pointer may change the thread state, as its name
  /// says: nobody knows it from there on.
  bool mayChange(const clang::CallExpr &Through) const;
  /// How a call of F leaves the thread state.
  StateChange changeBy(const clang::FunctionDecl &F);

private:
  Attachment fromOutside(const clang::FunctionDecl &F);
  Attachment whereDeleted(const clang::FunctionDecl &Destructor);
  StateChange changeByBody(const clang::FunctionDecl &F);

  Session &Of;
  unsigned Depth = 0;
  llvm::DenseMap<const clang::FunctionDecl *, std::unique_ptr<ThreadState>>
      Known;
  llvm::DenseMap<const clang::FunctionDecl *, Attachment> Entries;
  llvm::DenseMap<const clang::FunctionDecl *, StateChange> ChangesBy;
};

} // namespace ftidy::guards

#endif
