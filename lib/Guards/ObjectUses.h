//===-- ObjectUses.h - what functions do to their objects -------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The field uses of a file put together: for each function and each object that
// it gets, the places that touch it, what all of them do to each field, what the
// functions that it is handed on to do, and whether it can get there with
// nothing held.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_GUARDS_OBJECTUSES_H
#define FTIDY_LIB_GUARDS_OBJECTUSES_H

#include "Sharing/Fields.h"
#include <map>

namespace ftidy {
class Session;
}

namespace ftidy::guards {

using sharing::TouchSet;
using FieldTouches = llvm::DenseMap<const clang::FieldDecl *, TouchSet>;

/// One place in a function: it names a field, or a call gets the object.
struct Place {
  const clang::Expr *At = nullptr;
  /// Where what was read at At is used.
  const clang::Stmt *Where = nullptr;
  const clang::FieldDecl *Field = nullptr; ///< null for a call
  TouchSet What = 0;
  const sharing::HandedOn *Call = nullptr;
  /// A lock or a critical section is held there.
  bool Guarded = false;
};

/// What a function does to one object.
struct ObjectUse {
  const clang::FunctionDecl *In = nullptr;
  const clang::Decl *Owner = nullptr;
  std::vector<Place> Places; ///< in source order
  FieldTouches Fields;       ///< what all places together do here
  /// Other threads may have the object, and it gets here with nothing held.
  bool Exposed = false;
};

class ObjectUses {
public:
  explicit ObjectUses(Session &Of);

  /// In source order of their functions.
  llvm::ArrayRef<ObjectUse> all() const { return Objects; }
  /// The use of that owner, or null.
  const ObjectUse *of(const clang::Decl *Owner) const;
  /// The uses that hand an exposed object on to this one with nothing held.
  llvm::SmallVector<const ObjectUse *, 4> callersOf(const ObjectUse &O) const;

  /// What the function does to the fields, together with what it calls.
  const FieldTouches &effects(const ObjectUse &O);
  /// The same, without what is done under a lock.
  const FieldTouches &openEffects(const ObjectUse &O);
  /// True when that place, or the function it calls, does one of How to one of
  /// these fields.
  bool touches(const Place &P, llvm::ArrayRef<const clang::FieldDecl *> Fields,
               TouchSet How);

private:
  void addFunction(const clang::FunctionDecl &F);
  TouchSet whatOf(const sharing::FieldUse &Use) const;
  bool isGuarded(const clang::FunctionDecl &F, const clang::Stmt *At);
  void expose();

  Session &Of;
  const sharing::Fields &Known;
  std::vector<ObjectUse> Objects;
  llvm::DenseMap<const clang::Decl *, size_t> ByOwner;
  llvm::DenseMap<const clang::Decl *, llvm::SmallVector<size_t, 2>> Callers;
  std::map<const ObjectUse *, FieldTouches> Closed, Open;
};

} // namespace ftidy::guards

#endif
