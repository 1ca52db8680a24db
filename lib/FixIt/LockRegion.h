//===-- LockRegion.h - a stretch of code in a critical section -*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Plans that put consecutive statements of one block into a critical section,
// and plans that repair the exits of a section that is there.
//
// A section must be left by its end. So each jump out of it becomes
//     outcome = <value>; leave = 1; break;
// and the jump itself follows behind the end:
//     if (leave) { return outcome; }
// `break` leads to the end from the loop that is the section's last statement,
// nothing is needed at the end of what runs last, and `goto` does elsewhere.
// Variables that are declared inside and used after are declared before.
//
// The locked object must stay the same and alive: an expression of variables
// and fields, whose variable is neither assigned nor released in between.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_LOCKREGION_H
#define FTIDY_LIB_FIXIT_LOCKREGION_H

#include "FixIt/EditPlan.h"
#include "FixIt/SourceText.h"
#include "FixIt/Structure.h"
#include "Guards/Sections.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <optional>
#include <vector>

namespace ftidy {
class Function;
class Session;
} // namespace ftidy

namespace ftidy::fix {

/// Whether something sets the field that neither makes nor ends the object: which
/// object it leads to is not sure without the lock of that.
bool isSetLater(const clang::FieldDecl &Field, Session &S);

/// What is to be locked, and how long.
struct Region {
  /// Statements of one block, one behind the other.
  llvm::SmallVector<const clang::Stmt *, 4> Statements;
  /// The object to lock, and another one with it or null.
  const clang::Expr *Object = nullptr, *Second = nullptr;
  /// Each round of this loop holds a reference to the objects of these
  /// variables; one that the round changes (Copied) through another variable.
  const clang::Stmt *Loop = nullptr;
  llvm::SmallVector<const clang::VarDecl *, 2> Held, Copied;
};

class LockRegion {
public:
  LockRegion(Function &F, Session &S);

  /// Puts the region into a critical section on its object. Needs review: a
  /// lock is added.
  EditPlan wrap(const Region &R);

  /// Makes every way out of a section lead through its end. Safe: a build with
  /// the GIL does what it did.
  EditPlan repair(const guards::Section &Of);

  /// The smallest run of statements of one block that holds all of these nodes;
  /// empty when there is none.
  llvm::SmallVector<const clang::Stmt *, 4>
  around(llvm::ArrayRef<const clang::Stmt *> Nodes) const;

  const Structure &tree() const { return Tree; }

private:
  struct Exit {
    const clang::Stmt *Jump;
    std::string Before; ///< what is computed while the lock is held
    std::string Then;   ///< the lines of the jump, behind the section
    unsigned Code = 0;  ///< what the flag is set to; 0: it always runs
  };

  bool refuse(Reason Why, std::string Detail = {});
  EditPlan finish(llvm::StringRef Review);
  bool begin();
  bool isReleased(const clang::VarDecl &Static);
  bool isOptional(const clang::VarDecl &Object, const clang::Stmt &First) const;
  bool checkObject(const Region &R, const clang::Expr *Locked);
  void findReleases(const clang::Stmt *Jump,
                    llvm::function_ref<bool(const clang::Expr *)> Names);
  bool isAttachedAt(const clang::Stmt *First) const;
  bool includeSections();
  bool readExits(llvm::ArrayRef<const clang::Stmt *> Statements,
                 const clang::CompoundStmt &Scope);
  bool readExit(const clang::Stmt *Jump);
  bool readReturn(const clang::ReturnStmt &Return, Exit &Into);
  bool isEnteredByJump(llvm::ArrayRef<const clang::Stmt *> Statements) const;
  bool hoist(llvm::ArrayRef<const clang::Stmt *> Statements, unsigned End);
  bool holdEachRound(const Region &R);
  bool rewriteExits(llvm::ArrayRef<const clang::Stmt *> Statements);
  bool isLast(const clang::Stmt *S,
              llvm::ArrayRef<const clang::Stmt *> Statements) const;
  bool replaceJump(const clang::Stmt *Jump, std::vector<std::string> Lines);
  std::vector<std::string> declarations(const clang::Stmt *First) const;
  std::vector<std::string> jumps(unsigned At) const;
  std::string name(llvm::StringRef Base);
  static std::string joined(llvm::ArrayRef<std::string> Lines,
                            llvm::StringRef Indent);

  Function &F;
  Session &S;
  SourceText Text;
  Structure Tree;

  Reason Why = Reason::None;
  std::string Detail;
  std::vector<std::string> Changes;
  std::vector<Edit> Edits;
  std::vector<Exit> Exits;
  /// Releases of the locked object right before a jump.
  llvm::DenseSet<const clang::Stmt *> Moved;
  std::vector<std::string> Hoisted; ///< declarations
  std::vector<std::string> Releases; ///< at the end of each round
  const clang::Stmt *Round = nullptr; ///< the loop that has rounds
  unsigned Codes = 0;
  std::string Flag, Value, Label; ///< names; empty where none is needed
  /// The way out that needs no flag, as nothing stands behind it; or empty.
  std::string Otherwise;
};

} // namespace ftidy::fix

#endif
