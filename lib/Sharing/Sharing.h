//===-- Sharing.h - who else can see this object? -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What is tracked: for each local variable and parameter, whether the object it
// points to can be seen by another thread. A forward pass over the function
// follows assignments and aliases; an object made here stops being fresh when
// it is stored, handed to Python code or put into something that is not fresh.
//
// What is not: fields and globals (unknown, unless the project says
// "immutable"), and objects behind pointers to pointers. A function of the
// project that is not seen to store its argument is taken not to publish it:
// helpers that fill a new list are common, registries that take one are not.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_SHARING_SHARING_H
#define FTIDY_LIB_SHARING_SHARING_H

#include "CApi/ProjectFacts.h"
#include "CApi/Use.h"
#include "Flow/Graph.h"
#include "Roles/Roles.h"
#include "llvm/ADT/DenseMap.h"

namespace ftidy::sharing {

enum class Seen : uint8_t {
  Unknown,     ///< others may see and change it
  Null,        ///< no object at all
  Fresh,       ///< made here, not yet published
  Immutable,   ///< others may see it, nobody can change it
  CallPrivate, ///< made by the interpreter for this call (kwargs)
  ThreadPrivate, ///< reached only through this thread's state
};

/// What the functions around this one know of their objects.
class Surroundings {
public:
  virtual ~Surroundings() = default;
  /// What every caller passes for this parameter.
  virtual Seen ofParameter(const clang::ParmVarDecl &P) = 0;
  /// What every return of this function gives.
  virtual Seen ofResult(const clang::FunctionDecl &F) = 0;
  /// Whether this function may let others see the object it gets for P.
  virtual bool publishes(const clang::FunctionDecl &F, unsigned Parameter) = 0;
  /// What every place of the file keeps in this field.
  virtual Seen ofField(const clang::FieldDecl &Field) = 0;
};

/// An object whose sharing may depend on other functions: Of is the parameter or
/// the field that holds it or the function that returns it, else null.
struct Answer {
  Seen S = Seen::Unknown;
  const clang::Decl *Of = nullptr;
};

/// The sharing of the arguments of one function's uses.
class Sharing {
public:
  /// Variables tracked at once; more are Unknown.
  static constexpr unsigned MaxTracked = 512;

  Sharing(const clang::FunctionDecl &F, const flow::Graph &G,
          const capi::Uses &Uses, const roles::Roles &Roles,
          const capi::ProjectFacts &Project, Surroundings &Around);

  /// Who else can see the object that argument `Arg` of this call or use points
  /// to, at the time of the call. Unknown when nothing can be said. Argument 0
  /// of a member is its base.
  Seen ofArgument(const clang::Stmt *Call, unsigned Arg) const;

  /// For a variable that PySequence_Fast filled: the expression it was given.
  /// Null when there is none, or more than one.
  const clang::Expr *originalOf(const clang::Expr *E) const;

  /// What the function returns, on every path.
  Seen ofResult() const;

  /// Whether others may see the argument passed for P after the call.
  bool publishes(const clang::ParmVarDecl *P) const {
    return llvm::is_contained(Published, P);
  }

  /// Whether the function may return the argument passed for P.
  bool returns(const clang::ParmVarDecl *P) const {
    return llvm::any_of(Returned, [&](const Answer &A) { return A.Of == P; });
  }

private:
  friend class SharingDomain;
  Seen resolve(Answer A) const;

  Surroundings &Around;
  llvm::DenseMap<std::pair<const clang::Stmt *, unsigned>, Answer> Answers;
  llvm::SmallVector<Answer, 2> Returned;
  llvm::SmallVector<const clang::Decl *, 2> Published;
  llvm::DenseMap<const clang::VarDecl *, const clang::Expr *> Originals;
};

/// True when no other thread can change the object.
inline bool isPrivate(Seen S) { return S != Seen::Unknown; }

} // namespace ftidy::sharing

#endif
