//===-- Use.h - one occurrence of a C API name -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The recogniser. A Use is one place where the program's text uses a fact,
// whatever that name expands to: a call, a call of an inline function behind a
// macro, a member access, an assignment, a do-while.
//
// How it works: every AST node has one token of its own (the operator, the
// member name, the callee). From that token climb out of the macros around it;
// where the token came from a macro's *argument*, leave that macro by the place
// where the argument was written. The outermost API macro passed on the way is
// what the author wrote. The first node found for an expansion (parents come
// before children) is the whole of the use.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_CAPI_USE_H
#define FTIDY_LIB_CAPI_USE_H

#include "CApi/Fact.h"
#include "CApi/FactIndex.h"
#include "CApi/MacroLog.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include <vector>

namespace clang {
class ASTContext;
class FunctionDecl;
} // namespace clang

namespace ftidy::capi {

struct Use {
  const Fact *F = nullptr;
  /// The whole use: a call, or the outermost node of the macro's expansion.
  const clang::Stmt *Node = nullptr;
  /// The arguments as expressions, without casts and parentheses around them;
  /// null for one that leaves nothing in the AST.
  llvm::SmallVector<const clang::Expr *, 4> Args;
  /// The file location of the name as the author wrote it, or of the expansion
  /// of the project's own macro that hides it.
  clang::SourceLocation Loc;
  /// Hidden in the body of a project macro: may be reported, cannot be edited.
  bool InMacroBody = false;
  /// A macro evaluates the argument that holds it more than once; only the
  /// first of the copies is this use.
  bool Repeated = false;

  /// The use as an expression, or null for a statement macro.
  const clang::Expr *expr() const {
    return llvm::dyn_cast<clang::Expr>(Node);
  }
  const clang::Expr *arg(unsigned I) const {
    return I < Args.size() ? Args[I] : nullptr;
  }
  /// What becomes of argument I: a letter of Fact::Args, after the format where
  /// there is one. A format that cannot be read may steal everything.
  char effect(unsigned I) const;
};

/// The uses of one function, in source order.
class Uses {
public:
  /// Finds all uses in the statements and expressions of a function, which come
  /// before those in them. Lambdas are functions of their own.
  Uses(llvm::ArrayRef<const clang::Stmt *> Code, const clang::ASTContext &Context,
       const FactIndex &Facts, const MacroLog &Macros);

  llvm::ArrayRef<Use> all() const { return List; }

  /// The use whose whole is this node (parentheses and implicit casts are
  /// looked through), or null.
  const Use *at(const clang::Stmt *Node) const;

private:
  friend class UseCollector;
  std::vector<Use> List;
  llvm::DenseMap<const clang::Stmt *, unsigned> ByNode;
};

/// True for `Py_None`.
bool isNone(const clang::Expr *E);

/// The text of an expression as the author wrote it; empty when part of it
/// comes out of a macro that is not wholly inside it.
llvm::StringRef written(const clang::Expr *E, const clang::ASTContext &Context);

/// The name of the macro whose expansion L is in, innermost first.
llvm::StringRef macroName(clang::SourceLocation L,
                          const clang::ASTContext &Context);

/// The token at a place in a file.
llvm::StringRef tokenAt(clang::SourceLocation L,
                        const clang::ASTContext &Context);

/// E without parentheses, casts, full-expression and similar wrappers.
const clang::Expr *strip(const clang::Expr *E);

} // namespace ftidy::capi

#endif
