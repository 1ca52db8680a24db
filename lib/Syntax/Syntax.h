//===-- Syntax.h - what a statement, a function and a file hold -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The walks over the AST that all rooms share. They go where code is run: what
// is not evaluated (sizeof, noexcept, the associations of _Generic that were
// not chosen, types) holds nothing. The body of a lambda, and of a function of
// a local class, is code of a function of its own.
//
// clang's RecursiveASTVisitor also visits types, attributes and every form of a
// node, which costs several times as much at run time, and half a minute of
// compile time for each class that is made from it.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_SYNTAX_SYNTAX_H
#define FTIDY_LIB_SYNTAX_SYNTAX_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallVector.h"

namespace clang {
class Decl;
class FunctionDecl;
class Stmt;
} // namespace clang

namespace ftidy::syntax {

/// Shows Root and all that it holds to Enter, each before what it holds, from
/// left to right. What Enter returns false for is not gone into. Root may be
/// null. A lambda holds what initialises its captures.
void forEachStmt(const clang::Stmt *Root,
                 llvm::function_ref<bool(const clang::Stmt *)> Enter);

/// The same; Enter is also shown what S is in: Root first, its parent last. Keeps
/// no memory of it, as a clang::ParentMap does.
void forEachStmtWithin(
    const clang::Stmt *Root,
    llvm::function_ref<void(const clang::Stmt *S,
                            llvm::ArrayRef<const clang::Stmt *> Around)>
        Enter);

/// The children of S that forEachStmt goes into.
void childrenOf(const clang::Stmt &S,
                llvm::SmallVectorImpl<const clang::Stmt *> &Into);

/// What a declaration evaluates: the written member initialisers and the body
/// of a function that is defined here, what its parameters get when nothing is
/// passed, the initialiser of a variable or field.
llvm::SmallVector<const clang::Stmt *, 2> codeOf(const clang::Decl &D);

/// What F runs when it is called: its written member initialisers and its body,
/// if it has one here or elsewhere.
llvm::SmallVector<const clang::Stmt *, 2>
bodyOf(const clang::FunctionDecl &F);

/// Shows what is declared in Context, a translation unit or class, to Enter: each
/// before what is declared in it. What Enter returns false for is not gone into.
/// Templates are shown as they are defined, not as they are instantiated;
/// implicit declarations are not shown.
void forEachDecl(const clang::Decl &Context,
                 llvm::function_ref<bool(const clang::Decl &)> Enter);

} // namespace ftidy::syntax

#endif
