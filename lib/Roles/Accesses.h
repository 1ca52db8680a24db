//===-- Accesses.h - who touches this variable or field? -------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One walk over the code of the project notes every place that names a variable
// with static storage (a global, a static local, a static member of a class), a
// field of a record, or a parameter that points somewhere: in which function,
// and what is done there.
//
// What a place does is decided by the nodes around it: an assignment, `++`, a
// read, an overloaded operator, a member function (one that is const, or has a
// const twin, reads), an argument. A place that nothing explains has its address
// taken: it may be changed by anybody. `Py_CLEAR(x)` and `Py_SETREF(x, y)` read
// and write, however a version of CPython spells them; an atomic operation says
// so. Accesses through a pointer count for the pointer, as Behind, and for the
// fields on the way; nobody asks where the pointer points. A call of a function that
// does nothing but to hand out a static (StaticAccessors.h) names it.
//
// Templates are read as they are written.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_ROLES_ACCESSES_H
#define FTIDY_LIB_ROLES_ACCESSES_H

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallVector.h"
#include <vector>

namespace ftidy::capi {
class MacroLog;
class Origins;
} // namespace ftidy::capi

namespace ftidy::roles {

/// What is done at a place.
enum class AccessKind : uint8_t {
  Read,
  Write,
  ReadWrite, ///< `++`, `+=`, Py_CLEAR, a member function that is not const
  Address,   ///< its address goes somewhere, or nothing explains the place
};

/// Of what it is done.
enum class Extent : uint8_t {
  Whole,  ///< `x = 1`
  Part,   ///< `x.member = 1`, `x[2] = 1` of an array
  Behind, ///< `*x = 1`, `x->member = 1`: the pointer itself is only read
};

/// One place that names a variable or field.
struct Access {
  static constexpr unsigned NoArgument = ~0u;
  /// The function, or the call operator of the lambda, around it. Null at file
  /// level: an initialiser that runs when the module is loaded.
  const clang::FunctionDecl *In = nullptr;
  /// The DeclRefExpr or MemberExpr, or the call that hands the variable out. For a
  /// field that a constructor initialises in its list, the initial value.
  const clang::Expr *At = nullptr;
  /// The assignment, the operator, the call it is an argument of; null for a
  /// plain read and where nothing explains the place.
  const clang::Stmt *By = nullptr;
  /// Which parameter of the callee, when By is a call and this is its argument.
  unsigned Argument = NoArgument;
  AccessKind Kind = AccessKind::Address;
  Extent Of = Extent::Whole;
  /// By is an atomic operation.
  bool Atomic = false;

  /// The call that this is an argument of: its value, or with Kind Address its
  /// address or a reference to it. Null when it is none.
  const clang::CallExpr *passedTo() const {
    return Argument != NoArgument ? llvm::dyn_cast_or_null<clang::CallExpr>(By)
                                  : nullptr;
  }
  /// True when the variable or field itself, or a part of it, is set here.
  bool writes() const {
    return (Kind == AccessKind::Write || Kind == AccessKind::ReadWrite) &&
           Of != Extent::Behind;
  }
  /// True when its value is used here.
  bool reads() const {
    return Kind == AccessKind::Read || Kind == AccessKind::ReadWrite ||
           Of == Extent::Behind;
  }
};

/// What the declaration says about other threads.
enum class Storage : uint8_t {
  Plain,
  Constant,  ///< nobody can change it: `const`, `char *const names[]`
  PerThread, ///< thread_local, _Thread_local, __thread
  Atomic,    ///< _Atomic, std::atomic, sig_atomic_t, or an array of them
};

Storage storageOf(const clang::ValueDecl &D);

class Roles;

/// True where a value that is made of nothing but globals and calls is stored by a
/// function that only another file can call: initialisation, whatever it is called.
bool isSetUp(const Access &A, const Roles &Known);

/// The first declaration. All declarations of a variable, and what is
/// instantiated from it, are one.
const clang::ValueDecl *firstOf(const clang::ValueDecl *D);

/// The accesses of one translation unit. Built once, on the first question.
class Accesses {
public:
  Accesses(clang::ASTContext &Context, const capi::MacroLog &Macros,
           capi::Origins &Origins);

  /// The places that name D, in source order: a variable with static storage, a
  /// field, or a parameter that is a pointer or a reference. Empty for all that
  /// CPython's or the system's headers declare.
  llvm::ArrayRef<Access> of(const clang::ValueDecl *D) const;

  /// The variables with static storage that the project declares here, each by
  /// its first declaration, in source order.
  llvm::ArrayRef<const clang::VarDecl *> variables() const { return Variables; }

  /// The fields of the project's records that are named anywhere, by record.
  llvm::ArrayRef<const clang::FieldDecl *> fields() const { return Fields; }

  /// True when F may set what its parameter I points to: it does, or it hands
  /// the pointer on to a function that may. For a function that the file does
  /// not define: when the parameter's type lets it.
  bool fills(const clang::FunctionDecl &F, unsigned I) const;
  /// The same, of the places that Counts accepts. It is asked for what changes and
  /// for what hands the pointer on.
  bool fills(const clang::FunctionDecl &F, unsigned I,
             llvm::function_ref<bool(const Access &)> Counts) const;

  /// True when this place may change the variable or field itself: it writes,
  /// or gives the address to a function that fills it, or to nobody knows whom.
  bool mayChange(const Access &A) const;

  /// True when D is changed at load time and in functions that Allowed accepts,
  /// and nowhere else.
  bool
  changedOnlyIn(const clang::ValueDecl *D,
                llvm::function_ref<bool(const clang::FunctionDecl &)> Allowed)
      const;

  /// True when F is given to a function that runs it once, with a lock of its
  /// own: `pthread_once`, `std::call_once`.
  bool runsOnce(const clang::FunctionDecl &F) const {
    return Once.contains(F.getCanonicalDecl());
  }

private:
  friend class AccessWalk;
  /// In Index, for what belongs to CPython or the system.
  static constexpr unsigned Ignored = ~0u;
  llvm::DenseMap<const clang::ValueDecl *, unsigned> Index;
  std::vector<std::vector<Access>> Places;
  std::vector<const clang::VarDecl *> Variables;
  std::vector<const clang::FieldDecl *> Fields;
  llvm::DenseSet<const clang::FunctionDecl *> Once;
  using Answers = llvm::DenseMap<const clang::ParmVarDecl *, bool>;
  bool fills(const clang::FunctionDecl &F, unsigned I,
             llvm::function_ref<bool(const Access &)> Counts,
             Answers &Known) const;
  mutable Answers Filled;
};

} // namespace ftidy::roles

#endif
