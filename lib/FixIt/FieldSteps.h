//===-- FieldSteps.h - fields replaced step by step -------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The half of a plan for a race about references that is about the statements
// which replace what a field holds: each gets a section of its own, and what is
// written out in several statements becomes Py_XSETREF or Py_CLEAR first.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_FIELDSTEPS_H
#define FTIDY_LIB_FIXIT_FIELDSTEPS_H

#include "CApi/Use.h"
#include "FixIt/EditPlan.h"
#include "FixIt/SourceText.h"
#include "FixIt/Structure.h"
#include "Guards/FieldRaces.h"
#include "llvm/ADT/SmallPtrSet.h"

namespace ftidy {
class Function;
class Session;
} // namespace ftidy
namespace ftidy::guards {
struct Event;
} // namespace ftidy::guards

namespace ftidy::fix {

/// Base of the plan; StrongReads adds the other half.
class FieldSteps {
protected:
  using Statements = llvm::ArrayRef<const clang::Stmt *>;

  FieldSteps(Function &F, Session &S, const guards::FieldRace &Race,
             Statements Extent);

  /// Each returns false once there is no plan: Why says why.
  bool refuse(Reason Because);
  bool begin();
  bool findSwaps();
  bool writeSections();

  /// The field of the race's object that E names, when it is one that races.
  const clang::FieldDecl *fieldOf(const clang::Expr *E) const;
  /// It stands in a statement that gets a section.
  bool isDone(const clang::Stmt *At) const;
  /// May suspend a section.
  static bool isLoud(const guards::Event &Ev);
  /// A new reference as what the field holds.
  std::string castTo(clang::QualType T, std::string Value) const;

  template <class Visitor>
  static void each(const clang::Stmt *Root, Visitor Visit) {
    llvm::SmallVector<const clang::Stmt *, 32> Work{Root};
    while (!Work.empty()) {
      const clang::Stmt *Node = Work.pop_back_val();
      Visit(Node);
      for (const clang::Stmt *Child : Node->children())
        if (Child)
          Work.push_back(Child);
    }
  }

  Function &F;
  Session &S;
  const guards::FieldRace &Race;
  Statements Extent;
  SourceText Text;
  Structure Tree;
  Reason Why = Reason::None;
  const clang::VarDecl *Object = nullptr;
  const clang::CompoundStmt *Scope = nullptr;
  Stretch Whole{0, 0};
  bool Includes = false;
  std::vector<Edit> Edits;
  /// Statements that a section of their own holds.
  llvm::SmallPtrSet<const clang::Stmt *, 8> Done;
  /// There are any.
  bool hasSections() const { return !Sections.empty(); }

private:
  // Where statements of a block become a section.
  struct Piece {
    const clang::CompoundStmt *Block;
    unsigned First, Last; ///< in the block
  };

  bool include();
  bool changesObject(const clang::Stmt *Root) const;
  const capi::Use *useOf(const clang::Stmt *Statement) const;
  static bool isIncref(const capi::Use *U);
  const clang::FieldDecl *releasedBy(const clang::Stmt *Statement) const;
  bool isBetween(const clang::Stmt *Statement,
                 const clang::FieldDecl *Field) const;
  bool findSwap(const clang::CompoundStmt &Block, Statements Body, unsigned I);
  bool findByHand(const clang::CompoundStmt &Block, Statements Body, unsigned I,
                  const clang::BinaryOperator &Assign);
  void remove(Stretch What);
  bool isQuiet(const clang::Expr *Value);
  void addPiece(Piece P);

  std::vector<Piece> Sections;
};

} // namespace ftidy::fix

#endif
