//===-- FieldStates.h - fields that change together -------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a function changes in an object that is no reference with an owner:
//
//   numbers    two or more of them, one depending on what it was; or one that is
//              counted, by several functions or to be used at once
//   wholes     a C++ object with functions of its own, the state of a library
//   links      pointers to nodes that point to each other, which nobody owns
//
// An object that comes with a lock of its own is left to its author, but for
// what is changed under a lock in one function and without in another.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_GUARDS_FIELDSTATES_H
#define FTIDY_LIB_GUARDS_FIELDSTATES_H

#include "Guards/ObjectUses.h"

namespace ftidy::guards {

/// Fields that one function changes together.
struct FieldState {
  const ObjectUse *Of;
  const clang::Expr *At;
  llvm::SmallVector<const clang::FieldDecl *, 4> Fields;
};

class FieldStates {
public:
  /// Owned: some function releases what this field holds.
  FieldStates(Session &Of, ObjectUses &Uses,
              llvm::function_ref<bool(const clang::FieldDecl *)> Owned);

  /// What O changes, or null.
  const FieldState *changedBy(const ObjectUse &O) const;
  /// What O reads of all that another function changes: that one, and the fields
  /// of it. Null when it reads too little to see them half changed.
  const FieldState *
  readBy(const ObjectUse &O,
         llvm::SmallVectorImpl<const clang::FieldDecl *> &Fields) const;

  /// A pointer to a node that its kind link to each other, and that is no
  /// reference of the object's.
  bool isLink(const clang::FieldDecl *Field) const {
    return Links.contains(Field);
  }
  /// The type has a lock among its fields.
  bool hasLock(const clang::RecordDecl *R) const;

private:
  void find(const ObjectUse &O);
  bool isState(const clang::FieldDecl *Field) const;
  bool isWhole(const clang::FieldDecl *Field) const;
  bool isUsed(const roles::Access &A) const;
  bool isCounter(const ObjectUse &O, const clang::FieldDecl *Field,
                 TouchSet What) const;
  bool readsParts(const ObjectUse &O, const clang::FieldDecl *Field) const;

  Session &Of;
  ObjectUses &Uses;
  std::vector<FieldState> All;
  llvm::DenseSet<const clang::FieldDecl *> Links;
  /// How many functions change a field.
  llvm::DenseMap<const clang::FieldDecl *, unsigned> Changers;
  /// Fields that are changed with something held.
  llvm::DenseSet<const clang::FieldDecl *> Locked;
  mutable llvm::DenseMap<const clang::RecordDecl *, bool> Locking;
};

/// A lock, or a pointer to one.
bool isLock(clang::QualType T);

/// In the order of their declaration.
void sortFields(llvm::SmallVectorImpl<const clang::FieldDecl *> &Fields);

} // namespace ftidy::guards

#endif
