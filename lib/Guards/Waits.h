//===-- Waits.h - who waits for whom? ---------------------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A thread that waits in native code while it is attached never reaches the
// point where it lets others run: neither the thread that wants the GIL, nor
// the one that wants to stop the world. If the thread that it waits for is one
// of those, both wait for each other. This finds such pairs in one file:
//   - a lock that is waited for attached, and that somebody holds while Python
//     code may run or the thread is detached or attached;
//   - a function that runs once and does the same;
//   - waiting for a condition, a thread, input or time, or in a loop;
//   - two locks, or a lock and a critical section, that are taken in both orders.
// Only what is known counts: an unknown thread state, or a call that is only
// assumed to run Python code, proves nothing.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_GUARDS_WAITS_H
#define FTIDY_LIB_GUARDS_WAITS_H

#include "Guards/Effects.h"
#include "Guards/Locks.h"
#include <string>
#include <vector>

namespace ftidy::guards {

enum class WaitKind : uint8_t {
  Lock,    ///< waits attached; who holds the lock may not come to release it
  Held,    ///< Python code runs while a PyMutex is held
  Once,    ///< waits attached for a function that runs once
  Native,  ///< waits attached for something else
  Inverted ///< two locks are taken in both orders
};

/// One place where a thread waits, and why the other one does.
struct Wait {
  WaitKind Kind;
  const clang::FunctionDecl *In;
  const clang::Stmt *At;
  clang::SourceLocation Loc;
  /// The lock, or the function that waits or runs once.
  std::string Name;
  NativeOp Op = NativeOp::None;
  /// The function that is called, for all but locks and loops.
  const clang::FunctionDecl *Asked = nullptr;
  /// What the other thread does, where, and the name of what does it.
  Effect Does = NoEffect;
  clang::SourceLocation DoesAt{};
  std::string DoesBy{};
  /// Where the other thread took the lock; invalid when it is this very place.
  clang::SourceLocation OtherAt{};
  /// The second lock of an inversion; with Section, what a critical section is
  /// on.
  std::string Second{};
  bool Section = false;
  /// The lock that is waited for: a number of this file; 0 for other waits.
  unsigned Group = 0;
};

/// One place where a thread waits for a lock.
struct LockWait {
  const clang::FunctionDecl *In;
  const clang::Stmt *At;
};

/// All places of the file that wait for one lock.
struct LockWaits {
  /// Those that wait attached.
  std::vector<LockWait> Attached{};
  /// There is one that may be attached or not.
  bool Unsure = false;
  /// Other files can take the lock too.
  bool Elsewhere = false;
};

/// What findWaits() found.
struct Waits {
  std::vector<Wait> All{};
  /// By Wait::Group, from 1.
  std::vector<LockWaits> Groups{};
};

/// The waits in these functions, in the order of the functions.
Waits findWaits(Session &S, llvm::ArrayRef<const clang::FunctionDecl *> In);

} // namespace ftidy::guards

#endif
