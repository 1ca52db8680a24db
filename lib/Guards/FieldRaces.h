//===-- FieldRaces.h - fields that two threads can use at once --*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Where the fields of a shared object are used with nothing held, although
// another thread can change them meanwhile. One race a function and object: what
// has to be under one lock together.
//
// Where a race belongs:
//   references  to the function that replaces or uses the reference
//   the rest    (memory, numbers that change together) to the outermost function
//               that does more than hand its object on to one other
// What a lifecycle function does when a method calls it belongs to the caller.
//
// Silent: a place with any critical section or lock around it, objects that
// come with a lock of their own (for all but references), the state of
// iterators, and fields that the project calls immutable.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_GUARDS_FIELDRACES_H
#define FTIDY_LIB_GUARDS_FIELDRACES_H

#include "Sharing/Fields.h"
#include "llvm/ADT/DenseSet.h"

namespace ftidy {
class Session;
}

namespace ftidy::guards {

/// One function and one object whose fields race.
struct FieldRace {
  enum class Kind : uint8_t {
    Swap,       ///< a reference is replaced and the old one released
    Use,        ///< a reference is used that another thread can release
    FirstUse,   ///< a reference is made on first use
    Free,       ///< memory is freed or moved
    UseMemory,  ///< memory is used that another thread can free
    State,      ///< fields change together
    LookAtState, ///< fields are read that change together elsewhere
    Parked,     ///< the thread state of one thread is kept in it
    Exports,    ///< a buffer slot counts the views that it has given away
    Exhausted,  ///< an iterator releases what it goes through when it is done
  };
  Kind What;
  const clang::FunctionDecl *In;
  const clang::Decl *Owner;
  /// The fields that race, the one at the reported place first.
  llvm::SmallVector<const clang::FieldDecl *, 4> Fields;
  /// The place to report: it names a field or hands the object on.
  const clang::Expr *At;
  /// The object, as an expression of the function.
  const clang::Expr *Object;
  /// All places of the function that use these fields.
  llvm::SmallVector<const clang::Stmt *, 8> Places;
  /// Another function that changes them, and where; null when it is this one.
  const clang::FunctionDecl *Against = nullptr;
  const clang::Expr *AgainstAt = nullptr;
  /// The entry of a PyMemberDef table that lets Python code change it.
  const clang::Expr *Member = nullptr;
};

/// How the function calls the object of a race.
std::string nameOf(const FieldRace &Race);

/// The races of one file.
class FieldRaces {
public:
  explicit FieldRaces(Session &Of);

  /// The races that belong to F, in source order.
  llvm::ArrayRef<FieldRace> in(const clang::FunctionDecl &F) const;

  /// So many functions use the reference that it wants a function of its own
  /// that reads it.
  bool hasManyUsers(const clang::FieldDecl *Field) const {
    return Users.lookup(Field) > MostUsers;
  }

  /// Some place uses the field under a lock that all threads share: a section on
  /// the object would not keep out those who hold it.
  bool isLocked(const clang::FieldDecl *Field) const {
    return Locked.contains(Field);
  }

  /// Some function replaces the reference in this field of an object that others
  /// have, and releases the old one.
  bool isReplaced(const clang::FieldDecl *Field) const {
    return Replaced.contains(Field);
  }

  /// Some function changes this field and, with it, what the race is about: the
  /// one may say something about the other.
  bool changesWith(const clang::FieldDecl *Field, const FieldRace &Race) const;

private:
  /// Functions that use one reference, each with a lock of its own.
  static constexpr unsigned MostUsers = 8;
  friend class RaceFinder;
  std::map<const clang::FunctionDecl *, std::vector<FieldRace>> Races;
  llvm::DenseMap<const clang::FieldDecl *, unsigned> Users;
  llvm::DenseSet<const clang::FieldDecl *> Locked, Replaced;
  /// For each function what it changes, with all that it calls.
  std::vector<llvm::DenseMap<const clang::FieldDecl *, sharing::TouchSet>>
      Together;
};

} // namespace ftidy::guards

#endif
