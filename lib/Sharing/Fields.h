//===-- Fields.h - the fields of shared objects -----------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Which functions of the file see an object that other threads may see, too, and
// which fields may change while they do.
//
//   lifecycle  a function that the interpreter calls while nobody else has the
//              object yet, or any more: tp_new, tp_init, tp_dealloc, tp_clear,
//              tp_traverse, module initialisation; and what only these call
//   shared     an object that a method, a getter, a setter or another slot gets,
//              and everything that they hand it on to
//   final      a field that is only written in the lifecycle of its object
//
// tp_init counts as lifecycle although Python code may call it again on a shared
// object: nobody does so by accident, and a lock in it would not help those who
// read what is half initialised.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_SHARING_FIELDS_H
#define FTIDY_LIB_SHARING_FIELDS_H

#include "Sharing/FieldUses.h"
#include <map>

namespace ftidy {
class Session;
}

namespace ftidy::sharing {

class Fields {
public:
  explicit Fields(Session &Of);

  /// The functions of the project that touch fields or hand owners on, in
  /// source order.
  llvm::ArrayRef<const clang::FunctionDecl *> functions() const { return Order; }
  /// What F does; null when it touches nothing.
  const FieldUses *in(const clang::FunctionDecl &F) const;

  /// Other threads may see the object, in the function that Owner belongs to.
  bool isShared(const clang::Decl *Owner) const {
    return Shared.contains(Owner);
  }
  /// The interpreter calls F in the lifecycle of its object.
  bool isLifecycle(const clang::FunctionDecl &F) const;
  /// The interpreter calls F with objects that others may see.
  bool isEntry(const clang::FunctionDecl &F) const;
  /// Whoever calls F for Python code holds the lock of the object meanwhile.
  bool isLockedEntry(const clang::FunctionDecl &F) const;

  /// The entry of a PyMemberDef table through which Python code may replace the
  /// reference in this field, or null.
  const clang::Expr *writableMember(const clang::FieldDecl *Field) const {
    return Members.lookup(Field);
  }
  /// Python code sees this field through a PyMemberDef table.
  bool isMember(const clang::FieldDecl *Field) const {
    return Shown.contains(Field);
  }
  /// Some function keeps an object of its caller in this field: the lock of the
  /// field's owner does not keep the others off it.
  bool isGiven(const clang::FieldDecl *Field) const;
  /// What is in this struct of a library is plain state: it can be copied.
  bool isCopied(const clang::RecordDecl *R) const {
    return Copied.contains(llvm::cast<clang::RecordDecl>(R->getCanonicalDecl()));
  }
  /// Instances hand themselves out one by one: some tp_iternext gets them.
  bool isIterator(const clang::RecordDecl *R) const {
    return Iterators.contains(R);
  }

private:
  void collect(const clang::DeclContext &In);
  void addFunction(const clang::FunctionDecl &F);
  void addMembers(const clang::Expr *Init);
  void share();

  Session &Of;
  FieldUses::AccessAt Known;
  std::vector<const clang::FunctionDecl *> Order;
  std::map<const clang::FunctionDecl *, FieldUses> Functions;
  llvm::DenseSet<const clang::Decl *> Shared;
  llvm::DenseMap<const clang::FieldDecl *, const clang::Expr *> Members;
  llvm::DenseSet<const clang::FieldDecl *> Shown;
  llvm::DenseSet<const clang::RecordDecl *> Copied, Iterators;
};

} // namespace ftidy::sharing

#endif
