//===-- Ownership.h - who owns this reference here? -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A *site* is a use that yields a borrowed reference. A *holder* is a local
// variable that receives it, directly or through an alias. *Derived* is
// anything whose life hangs on the object: an interior pointer, an item of it,
// a member, the pointer result of an unknown function.
//
// One forward pass over the function follows every site of it: what each
// variable holds at each point (RefState.h), refined by NULL tests, and what is
// done with it. The pass describes the code as it is; what must change is the
// business of FixIt.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_OWNERSHIP_OWNERSHIP_H
#define FTIDY_LIB_OWNERSHIP_OWNERSHIP_H

#include "CApi/Use.h"
#include "Flow/Graph.h"
#include "Ownership/RefState.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include <vector>

namespace ftidy::own {

/// What is done with a value that comes from a site.
enum class Action : uint8_t {
  Test,         ///< compared with NULL or with another pointer
  Incref,       ///< Py_INCREF, Py_XINCREF
  NewRef,       ///< Py_NewRef, Py_XNewRef
  Decref,       ///< Py_DECREF, Py_CLEAR and friends
  Deref,        ///< a member, an element or the object itself is accessed
  Argument,     ///< passed to a call
  Stolen,       ///< passed to a call that takes over the reference
  Returned,     ///< returned to the caller
  Stored,       ///< put into something that outlives the variable
  AddressTaken, ///< the holder's own address is taken
  Captured,     ///< captured by a lambda or bound to a reference
};

/// One thing that is done with a site's value.
struct ValueUse {
  Action What;
  /// The expression or statement that does it.
  const clang::Stmt *At;
  /// The variable it goes through; null when the site itself is the operand.
  const clang::VarDecl *Through;
  /// What that variable holds of this site at that point: Borrowed, Owned, ...
  Hold As;
};

/// A site and its life.
struct Site {
  /// The expression that yields the reference.
  const clang::Expr *Node = nullptr;
  /// A new reference that is lent from its release on: `v = f(); put(d, v);
  /// Py_DECREF(v); return v;`. It is owned first, then borrowed.
  bool Made = false;
  /// The function puts its own reference into a variable of its own, and gives it
  /// back from there.
  bool Placed = false;
  /// The variable that receives it first; null when nested or discarded.
  const clang::VarDecl *Holder = nullptr;
  /// All uses, in the order of the graph.
  std::vector<ValueUse> Uses;

  /// True when something is done with the value while it is borrowed, other
  /// than comparing it.
  bool usedWhileBorrowed() const { return firstBorrowedUse() != nullptr; }
  const ValueUse *firstBorrowedUse() const;
};

class Ownership {
public:
  /// More sites in one function than this are not followed: they are reported
  /// without a proof and without a fix.
  static constexpr unsigned MaxSites = 4096;

  /// Follows the values of these expressions through the function. NewResults
  /// are the calls of the file's functions that return new references. The last
  /// MadeSites sites yield new references. ReturnsNew: the function itself is
  /// known to return them.
  Ownership(const clang::FunctionDecl &F, const flow::Graph &G,
            const capi::Uses &Uses, llvm::ArrayRef<const clang::Expr *> Sites,
            llvm::DenseSet<const clang::CallExpr *> NewResults = {},
            unsigned MadeSites = 0, bool ReturnsNew = false);

  llvm::ArrayRef<Site> sites() const { return Sites; }

  /// What V holds just before the first element of S runs; just after its last
  /// one. Empty when S has no element that can be reached.
  HeldSet before(const clang::Stmt *S, const clang::VarDecl *V) const;
  HeldSet after(const clang::Stmt *S, const clang::VarDecl *V) const;

  /// The state on the edge where Condition has the given outcome.
  HeldSet onEdge(const clang::Expr *Condition, bool Taken,
                 const clang::VarDecl *V) const;

private:
  friend class OwnershipDomain;
  const flow::Graph &G;
  const capi::Uses &Uses;
  std::vector<Site> Sites;
  llvm::DenseMap<const clang::Stmt *, unsigned> SiteOf;
  std::vector<RefState> In; ///< before each block of G.order()
  struct Position {
    unsigned Rank, Index;
  };
  llvm::DenseMap<const clang::Stmt *, Position> Positions;
  /// Statement macros (Py_CLEAR and friends): their effect happens at the first
  /// of their elements, the others are left out.
  llvm::DenseMap<const clang::Stmt *, const capi::Use *> Inside, Triggers;

  /// Variables that the function releases or gives away: what an unknown
  /// function of the project puts there is a reference of its own.
  llvm::DenseSet<const clang::VarDecl *> OwnReferences;
  /// The same for arrays and fields whose elements are released.
  llvm::DenseSet<const clang::ValueDecl *> OwnPlaces;
  llvm::DenseSet<const clang::CallExpr *> NewResults;
  /// `Py_INCREF(p->x); s->y = p->x;`: what is stored or returned next to its
  /// INCREF, in the same block of the graph.
  llvm::DenseSet<const clang::Expr *> TakenNextTo;
  /// The lists that automatic variables are initialised with: they end where
  /// the variable does.
  llvm::DenseSet<const clang::InitListExpr *> OwnLists;
  /// The function returns new references, as far as its returns show.
  bool ReturnsNew = false;

  void addLists(const clang::Expr *E);
  void findOwnReferences(const clang::Stmt *Body);
  void findTaken(const clang::ASTContext &Context);
  RefState stateAt(Position P) const;
  const Position *firstOf(const clang::Stmt *S) const;
  const Position *lastOf(const clang::Stmt *S) const;
};

/// The local variable that E names, or null. References do not count.
const clang::VarDecl *localVariable(const clang::Expr *E);

/// The array or field that E is an element of, or null.
const clang::ValueDecl *placeOf(const clang::Expr *E);

} // namespace ftidy::own

#endif
