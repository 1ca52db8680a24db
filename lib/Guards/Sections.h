//===-- Sections.h - which critical section holds here? --------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The critical sections of one function, from its macros (in a build with the
// GIL they leave nothing but braces in the AST) and from C++ objects that hold
// one until their block ends. What a section locks is compared as text, without
// casts, parentheses and white space. A section that is begun by a call of
// PyCriticalSection_Begin lasts until the last call that ends it.
//
// Not followed: those that a caller holds.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_GUARDS_SECTIONS_H
#define FTIDY_LIB_GUARDS_SECTIONS_H

#include "CApi/MacroLog.h"
#include "CApi/Use.h"
#include "clang/AST/Expr.h"
#include <vector>

namespace clang {
class ASTContext;
class CompoundStmt;
class FunctionDecl;
class VarDecl;
} // namespace clang

namespace ftidy::guards {

/// One critical section.
struct Section {
  /// The macro, the function or the class, as written.
  llvm::StringRef Name;
  /// File locations: the name of the beginning macro or function and of the
  /// ending one, or
  /// the variable and the brace that ends its block.
  clang::SourceLocation Begin, End;
  /// What is locked, as written.
  llvm::SmallVector<std::string, 2> Objects;
  /// The block that the beginning macro opens, or that the variable stands in.
  /// Null for macros that open none, and for calls: such a section may be left
  /// in the middle, once each way out has its own end.
  const clang::CompoundStmt *Body = nullptr;
  /// The variable that holds it; null for macros.
  const clang::VarDecl *Holder = nullptr;
};

/// The critical sections of one function, outer ones before those inside them.
class Sections {
public:
  Sections(const clang::FunctionDecl &F, const capi::MacroLog &Macros,
           const clang::ASTContext &Context);

  llvm::ArrayRef<Section> all() const { return List; }

  /// True when L lies in the section.
  bool inside(const Section &S, clang::SourceLocation L) const;

  /// The innermost section around L, or null.
  const Section *around(clang::SourceLocation L) const;

  /// True when the section locks the object that this expression names.
  bool locks(const Section &S, const clang::Expr *Object) const;

  /// The innermost section around L that locks what Object names, or null.
  const Section *on(const clang::Expr *Object, clang::SourceLocation L) const;

  /// The same, or else one on the object that Object is a field of: its owner's
  /// lock is the one that its other users take.
  const Section *protecting(const clang::Expr *Object,
                            clang::SourceLocation L) const;

private:
  class Finder;
  const clang::ASTContext &Context;
  std::vector<Section> List;
};

} // namespace ftidy::guards

#endif
