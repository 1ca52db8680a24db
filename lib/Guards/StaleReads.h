//===-- StaleReads.h - what was read before the lock was given up -*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A critical section is suspended while what it calls runs Python code or leaves
// the thread state, and is over behind its end. What was read of the locked
// object before may not be true any more:
//   memory      a pointer into the object, used behind the call or the end
//   size        a number of items, compared behind the call in a loop that reads
//               items without asking whether they are there
//   reference   an object that only the locked one keeps alive, used behind the
//               end without a reference of its own
//
// Followed: one local variable, along the control flow, from where it is read to
// where it is used. Fields count when more than the lifecycle of their objects
// changes them. A section that changes its object may have taken the reference
// out of it: there, references are not followed, and no memory whose field gets
// another value. Neither are calls that only may
// compare keys, and functions that are not known.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_GUARDS_STALEREADS_H
#define FTIDY_LIB_GUARDS_STALEREADS_H

#include "Guards/Sections.h"
#include "llvm/ADT/DenseSet.h"
#include <string>
#include <vector>

namespace ftidy {
class Function;
class Session;
} // namespace ftidy

namespace ftidy::guards {

/// One variable of one section, at its first use that comes too late.
struct StaleRead {
  enum class Kind : uint8_t { Memory, Size, Reference };
  Kind What;
  const Section *In;
  const clang::VarDecl *Variable;
  /// What was read, and where it is used.
  const clang::Expr *Read;
  const clang::Expr *Use;
  /// What suspends the section; null when the section is over.
  const clang::Stmt *By = nullptr;
  std::string ByName{};
};

/// Asked for one function after the other of one file.
class StaleReads {
public:
  explicit StaleReads(Session &Of) : Of(Of) {}

  /// In the order of their uses; one for each section.
  std::vector<StaleRead> in(Function &F);

private:
  friend class StaleDomain;
  /// Something besides the lifecycle of its object changes the field.
  bool isChanged(const clang::FieldDecl *Field);

  Session &Of;
  bool Collected = false;
  llvm::DenseSet<const clang::FieldDecl *> Changed;
};

} // namespace ftidy::guards

#endif
