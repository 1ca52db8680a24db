//===-- LocalStructs.h - structs that one call works with -------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A struct that is no Python object and only ever lives in automatic variables
// is the working state of one call: an output buffer, a parser, a collector.
// What its functions make, keep in a field of it and show to nobody is as
// private as a local variable.
//
// A struct is local when the file shows all that is done with it: no variable
// with static storage and no field of another type holds one or points to one,
// it is not allocated, and no pointer to one becomes another pointer, is
// returned, or goes to a function that is not seen.
//
// A field of a local struct is private when every place that names it sets it to
// NULL or to a new object, compares it, or works on it: as the first argument of
// an API that keeps no reference, as any argument of one that only copies what is
// in it, or as the argument of a function of the file that does not publish it. A
// copy of the pointer in a variable is not followed.
// C++ has too many ways to hand a struct on: none of its structs is local.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_SHARING_LOCALSTRUCTS_H
#define FTIDY_LIB_SHARING_LOCALSTRUCTS_H

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallVector.h"
#include <deque>

namespace ftidy {
class Session;
}

namespace ftidy::sharing {

class LocalStructs {
public:
  /// Reads the declarations of the file. The functions are read until one shows
  /// that the struct which is asked for is not local: nearly always an early one.
  explicit LocalStructs(Session &Of);

  /// A function of the file that gets what is in a field.
  struct HandedTo {
    const clang::FunctionDecl *Callee;
    unsigned Parameter;
  };

  /// True when what is in this field is seen by nobody but the call that works
  /// with the struct, provided that none of HandedTo publishes it.
  bool isPrivate(const clang::FieldDecl &Field);
  /// Complete for a field that is private.
  llvm::ArrayRef<HandedTo> handedTo(const clang::FieldDecl &Field) const;

private:
  class Walk;
  using Record = const clang::RecordDecl *;

  void read(const clang::Decl &D);
  void readFunction(const clang::FunctionDecl &F);
  void share(clang::QualType T);

  Session &Of;
  bool IsC = false;
  std::deque<const clang::FunctionDecl *> Unread;
  llvm::DenseSet<Record> Shared;
  llvm::DenseSet<const clang::FieldDecl *> Shown;
  llvm::DenseMap<const clang::FieldDecl *, llvm::SmallVector<HandedTo, 2>>
      Handed;
};

} // namespace ftidy::sharing

#endif
