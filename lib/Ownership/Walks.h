//===-- Walks.h - containers that are walked without their lock -*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Where a function looks into a container by means that take no lock:
// PyDict_Next and its kin, the macros around PySequence_Fast, the item array of
// a list. A walk is all such looks at one variable, from the first to the last.
//
// Left out: containers that nobody else can see or change, walks inside a
// critical section on the container or its owner (also one that all callers
// hold), functions that run while the module is initialised or the collector
// runs, code for builds with the GIL only.
//
// Who speaks of PySequence_Fast_GET_ITEM: a walk that takes the items' array, or
// takes items in a loop, is one hazard and belongs to container-iteration. An
// item taken elsewhere is a borrowed reference like any other.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_OWNERSHIP_WALKS_H
#define FTIDY_LIB_OWNERSHIP_WALKS_H

#include "CApi/Use.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseSet.h"
#include <vector>

namespace ftidy {
class Function;
class Session;
} // namespace ftidy

namespace ftidy::own {

/// One look at a container.
struct Look {
  /// The whole of it: a call, a macro's expansion, a member.
  const clang::Stmt *Node;
  const capi::Fact *Fact;
  clang::SourceLocation Loc;
  /// The container, as it is looked into.
  const clang::Expr *Container;
  bool InMacroBody;
};

/// All looks at one container that belong together.
struct Walk {
  enum class Form : uint8_t {
    Next,     ///< PyDict_Next and its kin: one look, in a loop or not
    Sequence, ///< PySequence_Fast_GET_SIZE, _GET_ITEM, _ITEMS
    Items,    ///< the item array of a list, the table of a set
  };
  Form How;
  /// In source order.
  llvm::SmallVector<Look, 4> Looks;
  /// The variable that is walked; null when it is no variable.
  const clang::VarDecl *Variable = nullptr;
  /// Sequence: the argument that PySequence_Fast was given, when it is known.
  const clang::Expr *Original = nullptr;

  /// The first look that yields items: it speaks for the walk.
  const Look &speaker() const;
};

class Walks {
public:
  Walks(Function &F, Session &S);

  /// In source order.
  llvm::ArrayRef<Walk> all() const { return List; }

  /// True when this use is part of a walk, which speaks for it.
  bool has(const clang::Stmt *Node) const { return Nodes.count(Node); }

private:
  bool isGuarded(const Walk &W);
  bool isHeld(const Walk &W, const Look &L);
  bool isLocked(const clang::Expr *Object, const Look &L);
  bool isGiven(const clang::Expr *Object) const;

  Function &F;
  Session &S;
  std::vector<Walk> List;
  llvm::DenseSet<const clang::Stmt *> Nodes;
};

} // namespace ftidy::own

#endif
