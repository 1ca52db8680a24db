//===-- FillGuards.h - is it filled under a lock? --------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For a variable with static storage that a function fills: whether a lock is held
// (Held.h) where that happens, also when it is another function that gets the
// address of the variable. An atomic operation needs no lock.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_GUARDS_FILLGUARDS_H
#define FTIDY_LIB_GUARDS_FILLGUARDS_H

namespace clang {
class FunctionDecl;
} // namespace clang

namespace ftidy::roles {
struct Access;
class Accesses;
struct Fill;
} // namespace ftidy::roles

namespace ftidy::guards {

class Held;

/// What protects a fill.
struct FillGuard {
  bool Fill = false; ///< a lock is held where it is filled
  bool Test = false; ///< and where it is tested
  /// A read of it before the test, without the lock that the test holds.
  const roles::Access *Outside = nullptr;

  bool isComplete() const { return Fill && Test && !Outside; }
};

FillGuard guardOf(const roles::Fill &F, const roles::Accesses &Places,
                  Held &Locks);

/// True when Callee may change what its parameter I points to at a place where no
/// lock is held.
bool fillsUnlocked(const clang::FunctionDecl &Callee, unsigned I,
                   const roles::Accesses &Places, Held &Locks);

/// True when A calls a member function whose body changes fields of its object, and
/// always with a lock held.
bool locksInside(const roles::Access &A, const roles::Accesses &Places,
                 Held &Locks);

} // namespace ftidy::guards

#endif
