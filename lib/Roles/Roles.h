//===-- Roles.h - who calls this function, and when ------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A Role says in which situation the interpreter calls a function of the file.
// Roles come from what the file itself hands to CPython: static initialisers
// of PyTypeObject and its method suites (positional and designated),
// PyType_Slot, PyModuleDef_Slot and PyMethodDef tables, PyModuleDef fields,
// assignments to slot members, the PyInit_ name, the bindings of C++ libraries
// (Bindings.h), and from what only functions with a known role call.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_ROLES_ROLES_H
#define FTIDY_LIB_ROLES_ROLES_H

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include <cstdint>
#include <optional>

namespace clang {
class ASTContext;
class CallExpr;
class FunctionDecl;
class ParmVarDecl;
} // namespace clang

namespace ftidy::capi {
class Origins;
} // namespace ftidy::capi

namespace ftidy::roles {

/// Why the interpreter calls a function. A function may have several.
enum class Role : uint8_t {
  ModuleInit, ///< PyInit_*, init* of old, Py_mod_exec and Py_mod_create slots
  ModuleEnd,  ///< m_clear, m_free and their slots: the module has no users left
  Traverse,   ///< tp_traverse, m_traverse, Py_tp_traverse, ...
  Clear,      ///< tp_clear
  Dealloc,    ///< tp_dealloc, tp_free, tp_finalize, tp_del
  New,        ///< tp_new, tp_alloc, tp_vectorcall
  Init,       ///< tp_init
  Getter,     ///< PyGetSetDef get
  Setter,     ///< PyGetSetDef set
  Method,     ///< PyMethodDef entry
  Call,       ///< tp_call, a vectorcall function
  Iternext,   ///< tp_iternext
  Slot,       ///< any other slot of a type (tp_repr, nb_add, mp_subscript, ...)
  Callback,   ///< its address is taken in any other way
  Thread,     ///< started as a thread of its own, without a thread state
};

/// A small set of roles.
class RoleSet {
  uint32_t Bits = 0;

public:
  void add(Role R) { Bits |= 1u << static_cast<unsigned>(R); }
  bool has(Role R) const { return Bits & (1u << static_cast<unsigned>(R)); }
  bool empty() const { return Bits == 0; }
  /// True for what makes, visits or ends an object: others have no hold on it,
  /// or may not have one.
  bool lifecycle() const {
    return has(Role::New) || has(Role::Init) || has(Role::Dealloc) ||
           has(Role::Clear) || has(Role::Traverse);
  }
  /// True when the set holds R and nothing else.
  bool only(Role R) const { return Bits == (1u << static_cast<unsigned>(R)); }
};

/// One call, and the function that it stands in.
struct Caller {
  const clang::FunctionDecl *Function;
  const clang::CallExpr *Call;
};

class Bindings;
class TypeTable;

/// The roles of the functions of one translation unit. Built once, on the
/// first question, by one walk over the initialisers and bodies of user code.
class Roles {
public:
  Roles(clang::ASTContext &Context, capi::Origins &Origins);
  ~Roles();
  Roles(const Roles &) = delete;
  Roles &operator=(const Roles &) = delete;

  /// The roles that this file gives to the function itself. Empty for a plain
  /// helper, and for a function that only another file uses.
  RoleSet of(const clang::FunctionDecl *F) const;

  /// True when F runs only while the module is initialised, or when it ends: it is
  /// a module init or exec function, frees the module, or every place that mentions it (all in this file,
  /// F has internal linkage) is a call from such a function. No other
  /// thread sees the module then.
  bool initOnly(const clang::FunctionDecl *F) const;

  /// True when a function of this file that does not only run at initialisation
  /// calls F.
  bool isCalledLater(const clang::FunctionDecl *F) const;

  /// The functions of this file that call F. Another file may have more of them.
  llvm::SmallVector<const clang::FunctionDecl *, 4>
  callersHere(const clang::FunctionDecl *F) const;

  /// True when P always is the dictionary of keyword arguments that the
  /// interpreter made for this very call (third parameter of a METH_VARARGS |
  /// METH_KEYWORDS method, of tp_call, tp_new, tp_init), or a parameter of a
  /// static helper that only ever gets such a dictionary. Nobody else can see it.
  bool isKeywordDict(const clang::ParmVarDecl *P) const;
  /// The same where the function begins: it may give P another value later on.
  bool isKeywordDictAtEntry(const clang::ParmVarDecl *P) const;

  /// True when P always is the tuple of positional arguments of a METH_VARARGS
  /// method, tp_call, tp_new or tp_init, or the tuple of keyword names of a
  /// vectorcall or METH_FASTCALL | METH_KEYWORDS function (or one of these, or
  /// NULL, handed on to a static helper).
  bool isArgumentTuple(const clang::ParmVarDecl *P) const;

  /// Every call of F, when this file has them all and the interpreter calls F
  /// nowhere: internal linkage, no address taken, no call from a template.
  std::optional<llvm::SmallVector<Caller, 4>>
  callersOf(const clang::FunctionDecl *F) const;

  /// Every function that the file's code calls by its name, also those of
  /// CPython and the system.
  llvm::ArrayRef<const clang::FunctionDecl *> called() const;

  /// The Python types that the file makes (Types.h).
  const TypeTable &types() const;

  /// What the file binds with pybind11, nanobind or Boost.Python (Bindings.h).
  const Bindings &bindings() const;

private:
  struct Impl;
  Impl *I;
};

} // namespace ftidy::roles

#endif
