//===-- Locks.h - which locks are held here? --------------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Locks that are no object's: pthread, C11, std, absl, boost, Windows,
// PyThread_type_lock, PyMutex. One forward pass over the control flow follows
// who takes and gives back which lock, by pairs of calls and by guard objects;
// functions and guard classes of the file that only take or only give back a
// lock count where they are called. A lock is held at a point when it is held on
// every path to it.
//
// Not followed: locks in arrays (all elements are one lock, which proves
// nothing), guards on the heap, and guards that are moved.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_GUARDS_LOCKS_H
#define FTIDY_LIB_GUARDS_LOCKS_H

#include "Guards/LockPath.h"
#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallVector.h"
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace clang {
class Decl;
class Expr;
class FunctionDecl;
class Stmt;
class ValueDecl;
class VarDecl;
} // namespace clang

namespace ftidy {
class Function;
class Session;
} // namespace ftidy

namespace ftidy::guards {

enum class NativeOp : uint8_t;

/// One place where a lock is taken.
struct Acquisition {
  LockPath Lock;
  /// The call or the construction of the guard.
  const clang::Stmt *At = nullptr;
  clang::SourceLocation Loc;
  /// The lock as it is written, for messages.
  std::string Name;
  /// The guard object that gives it back, or null.
  const clang::VarDecl *Guard = nullptr;
  /// The function of the file that takes it, or null.
  const clang::FunctionDecl *Through = nullptr;
  /// Waits without an end for a lock that is held elsewhere; false for try_lock.
  bool Waits = true;
  /// CPython's own PyMutex: who waits for it is detached meanwhile.
  bool WaitsDetached = false;
};

/// The locks of one function.
class Locks {
public:
  /// Places that are followed in one function; those beyond are not held.
  static constexpr unsigned MaxAcquisitions = 64;

  Locks() = default;
  Locks(Function &F, Session &S);

  llvm::ArrayRef<Acquisition> acquisitions() const { return All; }

  /// What is held on every path just before S runs.
  llvm::SmallVector<const Acquisition *, 2> heldAt(const clang::Stmt *S) const;
  /// What is held when the function ends.
  llvm::SmallVector<const Acquisition *, 2> heldAtExit() const;
  /// Locks that are given back here and were taken by a caller.
  llvm::ArrayRef<LockPath> released() const { return Released; }

  /// True when the lock is held on every path just before S.
  bool holds(const LockPath &Lock, const clang::Stmt *S) const;

private:
  friend class LocksDomain;
  uint64_t maskAt(const clang::Stmt *S) const;

  std::vector<Acquisition> All;
  std::vector<LockPath> Released;
  llvm::DenseMap<const clang::Stmt *, uint64_t> Points; ///< where it is not 0
  uint64_t AtExit = 0;
};

/// The locks of the functions of a file.
class LocksOfFile {
public:
  explicit LocksOfFile(Session &Of) : Of(Of), None() {}

  /// Callers that one question may lead through.
  static constexpr unsigned MaxDepth = 4;

  /// The locks of F, a definition.
  const Locks &in(const clang::FunctionDecl &F);

  /// What is held just before S in F: by F itself, or by all its callers when
  /// the file has them all.
  llvm::SmallVector<LockPath, 2> heldAt(const clang::FunctionDecl &F,
                                        const clang::Stmt *S);

  /// Whether a lock may be held just before S in F, in the order of the source, also
  /// where it is not known which: one that a condition or a variable decides about.
  bool mayBeHeldAt(const clang::FunctionDecl &F, const clang::Stmt *S);

  /// The lock that keeps other threads away from a global, or from a field of
  /// an object: held wherever the file touches it, but for module init and the
  /// beginning and end of an object. A field's lock is a global or a field of
  /// the same object. Null when there is none.
  const clang::Decl *guardOf(const clang::ValueDecl &D);

  /// The same for what a global or field points to: also nothing hands the
  /// pointer on but to the C API.
  const clang::Decl *guardOfContents(const clang::ValueDecl &D);

  /// True when that lock, of the object in which At touches D, is held there.
  bool holdsGuard(const clang::Decl *Guard, const clang::FunctionDecl &F,
                  const clang::Expr *Touches, const clang::Stmt *At);

private:
  using Functions = llvm::DenseSet<const clang::FunctionDecl *>;

  /// What the file calls that takes or releases a lock.
  const Functions &operations();
  /// False when neither F, a definition, nor what it calls takes or releases one.
  bool mayTake(const clang::FunctionDecl &F);
  /// A place that takes or gives back some lock.
  struct Step {
    clang::SourceLocation At;
    bool Takes;
    /// It gives back in a block that ends here, and leaves: not for what follows.
    clang::SourceLocation LeftAt;
  };
  const std::vector<Step> &stepsOf(const clang::FunctionDecl &F);
  /// Whether the body of F calls a function that does this.
  bool calls(const clang::FunctionDecl &F, NativeOp Op);
  /// False when nothing in the file does.
  bool areAny();

  unsigned Depth = 0;
  Session &Of;
  const Locks None;
  std::optional<Functions> Operations;
  llvm::DenseMap<const clang::FunctionDecl *, bool> Takes;
  Functions Running;
  llvm::DenseMap<const clang::FunctionDecl *, std::unique_ptr<std::vector<Step>>>
      Steps;
  llvm::DenseMap<const clang::FunctionDecl *, std::unique_ptr<Locks>> Known;
  llvm::DenseMap<const clang::ValueDecl *, const clang::Decl *> GuardsOf;
};

} // namespace ftidy::guards

#endif
