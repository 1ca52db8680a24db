//===-- Bindings.h - what binding libraries hand to Python -----*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// pybind11, nanobind and Boost.Python take functions, lambdas, member functions
// and classes. Python code calls what is bound on any thread. Reads one call or
// construction at a time, by the rows of Bindings.def.
//
// Not followed: functions in std::function objects, what a project's own wrapper
// makes of a function, and calls that depend on template parameters.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_ROLES_BINDINGS_H
#define FTIDY_LIB_ROLES_BINDINGS_H

#include "Roles/Tables.h"
#include "clang/AST/Type.h"
#include "llvm/ADT/ArrayRef.h"
#include <string>
#include <vector>

namespace clang {
class CXXRecordDecl;
} // namespace clang

namespace ftidy::roles {

/// What the libraries do around each call of a bound function.
struct Bound {
  const clang::FunctionDecl *Function;
  /// The name in Python; empty when it is not written at the binding.
  std::string Name;
  /// Every binding of it detaches the thread first.
  bool Detached;
  /// Every binding of it holds the critical section of the object.
  bool LocksSelf;
};

class Bindings {
public:
  explicit Bindings(const clang::ASTContext &Context);

  /// Reads a call, or the construction of an object, of the file. The functions
  /// that it binds are added to Found. True when whoever calls it sets up a
  /// module.
  bool read(const clang::FunctionDecl &Callee, const clang::Expr &Call,
            llvm::SmallVectorImpl<Entry> &Found);

  /// True when F gets a module of a library to put something into.
  bool setsUp(const clang::FunctionDecl &F) const;

  /// How F is bound; null when it is not.
  const Bound *of(const clang::FunctionDecl &F) const;
  /// All that are bound, in source order.
  llvm::ArrayRef<Bound> all() const { return List; }

  /// True when Python code holds objects of this class.
  bool isExposed(const clang::RecordDecl *R) const;

  /// What to call F in a message: a lambda by its name in Python.
  std::string nameOf(const clang::FunctionDecl &F) const;

private:
  using Name = const clang::IdentifierInfo *;
  struct Row {
    Role First, Rest;
    bool SetsUp;
  };
  bool isOfLibrary(const clang::Decl &D) const;
  const clang::CXXRecordDecl *classOf(clang::QualType T) const;
  void expose(const clang::CXXRecordDecl *R);
  void findBound(const clang::Expr *E,
                 llvm::SmallVectorImpl<Mention> &Found) const;
  void bind(const clang::FunctionDecl &F, const Bound &How);

  llvm::DenseMap<Name, Row> Binders;
  llvm::DenseSet<Name> Selectors, Exposers, Modules, Guards, Detachers, Lockers;
  std::vector<Bound> List;
  llvm::DenseMap<const clang::FunctionDecl *, unsigned> Index;
  llvm::DenseSet<const clang::RecordDecl *> Exposed;
};

} // namespace ftidy::roles

#endif
