//===-- Holders.h - variables that hold a pointer for their scope -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `Ptr list(PySequence_List(value));` is another way to write `PyObject *list`:
// the class keeps the one pointer that it is made from, and gives it to who
// asks. No class is known by name. A holder's only field is initialised with the
// constructor's argument or with NULL, and the function does nothing with the
// variable but put another pointer into it and call members of it that call
// nothing themselves: so none of them shows the object to others.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_SHARING_HOLDERS_H
#define FTIDY_LIB_SHARING_HOLDERS_H

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/DenseMap.h"

namespace ftidy::sharing {

/// The holders of one function.
class Holders {
public:
  explicit Holders(const clang::FunctionDecl &F);

  /// The pointer that V is made from, or null when V is no holder.
  const clang::Expr *madeFrom(const clang::VarDecl *V) const {
    return Made.lookup(V);
  }

  /// The holder whose pointer E is: `list.get()`, `list.release()`. Or null.
  const clang::VarDecl *shownBy(const clang::Expr *E) const;

  /// A holder that gets another pointer.
  struct Setting {
    const clang::VarDecl *Holder = nullptr;
    const clang::Expr *Value = nullptr;
  };
  /// What E puts into a holder: `list = f()`, `list.reset(f())`. Holder is null
  /// when it is nothing of the kind.
  Setting setBy(const clang::Expr &E) const;

private:
  llvm::DenseMap<const clang::VarDecl *, const clang::Expr *> Made;
};

} // namespace ftidy::sharing

#endif
