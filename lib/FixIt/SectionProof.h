//===-- SectionProof.h - would a section there be right? --------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What speaks against a critical section around some statements, for one race of
// fields: a call in between gives the lock away, a reference leaves it that has
// not been made strong, somebody else holds another lock or none.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_SECTIONPROOF_H
#define FTIDY_LIB_FIXIT_SECTIONPROOF_H

#include "FixIt/EditPlan.h"
#include "FixIt/InnerPointers.h"
#include "FixIt/Structure.h"

namespace ftidy {
class Function;
class Session;
} // namespace ftidy
namespace ftidy::guards {
struct FieldRace;
} // namespace ftidy::guards

namespace ftidy::fix {

class SectionProof {
public:
  SectionProof(Function &F, Session &S, const guards::FieldRace &Race,
               const Structure &Tree)
      : F(F), S(S), Race(Race), Tree(Tree), Inner(F, S, Race) {}

  /// Why no section can help, wherever it is; None when one may.
  Reason refusal() const;

  /// Fields that change together, or memory: what is true at one place has to be
  /// true at the next.
  bool isStateRace() const;

  /// Something in these statements may give the lock away before all is done.
  bool isSuspended(llvm::ArrayRef<const clang::Stmt *> Statements) const;

  /// `Py_DECREF(self->f); self->f = g();`: a finaliser finds the old reference.
  bool releasesFirst() const;

  /// A reference leaves the section without having been made strong, or a
  /// pointer into what is locked does. Asks about the statements of the last
  /// `findInner`.
  bool leaks() const { return outlives() || Inner.isKept(); }

  /// No critical section keeps out who changes the fields while detached.
  bool changesDetached() const;

  /// Learns which variables point into the object after these statements.
  void findInner(llvm::ArrayRef<const clang::Stmt *> Statements) {
    Inner.find(Statements);
  }
  bool isInner(const clang::VarDecl *V) const { return Inner.contains(V); }
  /// Where what such a variable leads to gets a reference of its own.
  llvm::ArrayRef<const clang::Stmt *> strong() const { return Inner.strong(); }

private:
  bool isPartlyLocked() const;
  bool locksOtherwise() const;
  bool isOnWayOut(const clang::Stmt &Event,
                  llvm::ArrayRef<const clang::Stmt *> Statements) const;
  bool isInBetween(const clang::Stmt &Event) const;
  bool outlives() const;
  bool movesOut(const clang::FieldDecl *Field) const;
  bool escapes(const clang::Stmt *E) const;

  Function &F;
  Session &S;
  const guards::FieldRace &Race;
  const Structure &Tree;
  InnerPointers Inner;
};

} // namespace ftidy::fix

#endif
