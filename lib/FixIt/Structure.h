//===-- Structure.h - the statements of a function as a tree -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Where a statement stands: what encloses it, what follows it, and which jumps
// leave a stretch of statements.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_STRUCTURE_H
#define FTIDY_LIB_FIXIT_STRUCTURE_H

#include "clang/AST/Stmt.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include <string>

namespace clang {
class ASTContext;
} // namespace clang

namespace ftidy::fix {

class Structure {
public:
  explicit Structure(const clang::Stmt *Body);

  const clang::Stmt *parent(const clang::Stmt *S) const {
    return Parents.lookup(S);
  }

  /// The statement S belongs to: the nearest of S and its ancestors that stands
  /// in a compound statement, after a label or case, or is the body of another
  /// statement. For an expression, the statement that evaluates it.
  const clang::Stmt *statementOf(const clang::Stmt *S) const;

  bool contains(const clang::Stmt *Outer, const clang::Stmt *Inner) const;

  /// True when S stands directly in a compound statement, or behind a label or
  /// case of one: another statement may be put beside it.
  bool standsInCompound(const clang::Stmt *S) const;

  /// The child of Outer that Inner is, or is in; null when it is in none.
  const clang::Stmt *partOf(const clang::Stmt *Outer,
                            const clang::Stmt *Inner) const;

  /// What follows S in the compound statement that it stands directly in, or null.
  const clang::Stmt *next(const clang::Stmt *S) const;

  /// True when `&V` stands anywhere in Body but as an argument of a call.
  bool addressEscapes(const clang::Stmt *Body, const clang::VarDecl *V) const;

  /// The nearest loop around S that lies inside `Within`, or null.
  const clang::Stmt *loopAround(const clang::Stmt *S,
                                const clang::Stmt *Within) const;

  /// The outermost loop around S, or S itself where there is none.
  const clang::Stmt *outermostLoop(const clang::Stmt *S) const;

  /// The loop that a `continue` at S would go on with, or null.
  const clang::Stmt *loopOf(const clang::Stmt *S) const {
    return breakTarget(S, true);
  }

  /// The jumps in S that leave the compound statement Scope: returns, gotos,
  /// throws, and the breaks and continues whose target encloses Scope.
  llvm::SmallVector<const clang::Stmt *, 8>
  exits(const clang::Stmt *S, const clang::CompoundStmt *Scope) const;

  /// True when a goto or a switch may jump into S.
  bool hasLabel(const clang::Stmt *S) const;

  /// True when a jump may pass by a variable that is declared beside S: to a
  /// label of the function, or to a case of the switch that S stands in.
  bool isJumpedPast(const clang::Stmt *S, const clang::Stmt *Body) const {
    return hasLabel(Body) || hasLabel(parent(S));
  }

  /// The break statements that end this loop or switch.
  llvm::SmallVector<const clang::Stmt *, 4>
  breaksOf(const clang::Stmt *LoopOrSwitch) const;

private:
  const clang::Stmt *breakTarget(const clang::Stmt *S, bool Continue) const;

  // The nodes of a function lie one behind the other in memory. The hash of
  // pointers sends neighbours to neighbouring places, and what is looked for
  // has to be probed for the longer, the more of them there are.
  struct Scattered : llvm::DenseMapInfo<const clang::Stmt *> {
    static unsigned getHashValue(const clang::Stmt *S) {
      return unsigned((uint64_t(uintptr_t(S)) * 0x9E3779B97F4A7C15u) >> 32);
    }
  };
  llvm::DenseMap<const clang::Stmt *, const clang::Stmt *, Scattered> Parents;
};

bool isLoop(const clang::Stmt *S);

/// A return, goto, break or continue.
bool isJump(const clang::Stmt *S);

/// True when what stands behind S can be reached from its end.
bool mayEnd(const clang::Stmt *S);

/// What the author wrote to leave: a keyword, a macro, or the function that
/// jumps.
std::string nameOfJump(const clang::Stmt *Jump,
                       const clang::ASTContext &Context);

/// `a, b` without parentheses around: it needs some behind `result =`.
bool isComma(const clang::Expr &E);

} // namespace ftidy::fix

#endif
