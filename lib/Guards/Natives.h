//===-- Natives.h - what a native function does to its thread ---*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The rows of Natives.def, by declaration of one translation unit: which
// functions and members take a lock, wait, or start a thread.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_GUARDS_NATIVES_H
#define FTIDY_LIB_GUARDS_NATIVES_H

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringMap.h"
#include <string>

namespace clang {
class CXXRecordDecl;
class FunctionDecl;
class IdentifierInfo;
class QualType;
} // namespace clang

namespace ftidy::guards {

enum class NativeOp : uint8_t {
  None,
  Acquire,     ///< waits for a lock and holds it afterwards
  TryAcquire,  ///< takes a lock if that is free, or gives up in time
  Release,     ///< gives a lock back
  Once,        ///< runs a function once while others wait for it
  Condition,   ///< waits for another thread, and gives a lock back meanwhile
  Wait,        ///< waits for another thread: semaphores, barriers, futures
  Join,        ///< waits for a thread or process to end
  Sleep,       ///< waits for time to pass
  Transfer,    ///< waits for input, output or a file's lock
  Yield,       ///< lets others run for a moment
  Spin,        ///< waits in a loop of the file, see Spins.h; no function does
  StartThread, ///< starts a thread that has no thread state
  AtExit,      ///< has a function called when the process ends
  AsksAlive,   ///< tells whether there is an interpreter
};

/// What a call leaves behind.
enum class StateChange : uint8_t {
  None,
  Detach,  ///< leaves the thread detached
  Attach,  ///< leaves it attached
  Ensure,  ///< leaves it attached until Restore
  Release, ///< leaves it detached until Restore
  Restore, ///< goes back to what was before the last Ensure or Release
  Forget,  ///< leaves it in a state that cannot be told
};

/// What a function does, and which argument it does it to.
struct Native {
  NativeOp Op = NativeOp::None;
  /// The argument; -1 for none or the object of a member function.
  int Arg = -1;
  /// CPython's own mutex: who waits for it is detached meanwhile.
  bool WaitsDetached = false;
};

/// True for what blocks its thread without an end in sight.
inline bool blocks(NativeOp Op) {
  return Op == NativeOp::Acquire || Op == NativeOp::Once ||
         Op == NativeOp::Condition || Op == NativeOp::Wait ||
         Op == NativeOp::Join || Op == NativeOp::Sleep ||
         Op == NativeOp::Transfer;
}

/// Answers for one translation unit.
class Natives {
public:
  Natives();

  /// What a call of F does; None for every other function.
  Native of(const clang::FunctionDecl &F);

  /// How a call of F leaves the thread state.
  StateChange stateChange(const clang::FunctionDecl &F);
  /// True when F tells whether the thread is attached.
  bool isStateTest(const clang::FunctionDecl &F);

  /// True for a class whose objects hold locks, such as std::lock_guard.
  bool isGuard(const clang::CXXRecordDecl &R);
  /// True for a class that is a lock, such as std::mutex.
  bool isLock(const clang::CXXRecordDecl &R);

private:
  Native find(const clang::FunctionDecl &F);
  const std::string &nameOf(const clang::CXXRecordDecl &R);

  llvm::StringMap<Native> Calls, Members, LockMembers;
  llvm::StringMap<bool> Types; ///< true for a lock, false for a guard
  llvm::StringMap<StateChange> States, StateGuards;
  llvm::DenseMap<const clang::FunctionDecl *, Native> Known;
  llvm::DenseMap<const clang::CXXRecordDecl *, std::string> Names;
};

} // namespace ftidy::guards

#endif
