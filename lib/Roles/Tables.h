//===-- Tables.h - which functions an expression hands to CPython -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads one initialiser, assignment or call and says which functions it hands
// to the interpreter, and as what. Goes by the type of the record that is
// initialised or written to, never by the name of a variable: a table may be
// global, static inside a function, a compound literal or a class member.
//
// What is not read: tables that a function call or a template computes, and
// slots that are filled in one at a time through PyType_Slot::pfunc.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_ROLES_TABLES_H
#define FTIDY_LIB_ROLES_TABLES_H

#include "Roles/Roles.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallVector.h"
#include <optional>

namespace clang {
class ASTContext;
class BinaryOperator;
class CallExpr;
class Expr;
class FieldDecl;
class FunctionDecl;
class IdentifierInfo;
class InitListExpr;
class RecordDecl;
class Stmt;
} // namespace clang

namespace ftidy::roles {

/// A place that names a function: Node is the DeclRefExpr or MemberExpr.
struct Mention {
  const clang::FunctionDecl *Function = nullptr;
  const clang::Stmt *Node = nullptr;
};

/// The functions that E evaluates to: behind casts, '&', parentheses, either
/// arm of '?:', and captureless lambdas that are converted to a pointer.
void findFunctions(const clang::Expr *E, llvm::SmallVectorImpl<Mention> &Found);

/// A set of parameters: bit I stands for parameter I. Parameters from
/// MaxParams on are never followed.
using ParamMask = uint32_t;
constexpr unsigned MaxParams = 32;

/// Which parameters the interpreter fills with an argument tuple (or a tuple of
/// names) and with a keyword dictionary.
struct Arguments {
  ParamMask Tuples = 0;
  ParamMask Dicts = 0;
};

/// A function that is handed to CPython.
struct Entry {
  Mention Where;
  Role As;
  Arguments Given;
};

/// What a field or slot is to its type or module. Other is any that has no PART
/// row in Slots.def.
enum class Part : uint8_t {
  Other,
  Name,
  BasicSize,
  Flags,
  Traverse,
  Clear,
  Dealloc,
  Finalize,
  Del,
  Free,
  Alloc,
  New,
  Init,
  Iternext,
  GetBuffer,
  ReleaseBuffer,
  Base,
  Bases,
  Methods,
  Members,
  GetSet,
  WeaklistOffset,
  DictOffset,
};

/// The rows of Slots.def, by identifier of one translation unit.
class Tables {
public:
  explicit Tables(const clang::ASTContext &Context);

  /// What a record of CPython is, as the RECORD rows say it.
  enum class Kind : uint8_t {
    Type,
    Suite,
    HeapType,
    Spec,
    Fields,
    Module,
    TypeSlot,
    ModuleSlot,
    AnySlot,
    Method
  };
  /// Null for any other record.
  const Kind *kindOf(const clang::RecordDecl *R) const;

  /// The name of the slot with this number in an array of that kind: a field of
  /// the type (tp_traverse) or a slot of a module (Py_mod_exec). Null when
  /// there is no row.
  const clang::IdentifierInfo *slotName(Kind Of, uint64_t Number) const;

  /// What this field or slot is.
  Part partOf(const clang::IdentifierInfo *Name) const {
    return Parts.lookup(Name);
  }

  /// The number and the value of one element of an array of slots or methods.
  struct Element {
    std::optional<uint64_t> Number;
    llvm::SmallVector<const clang::Expr *, 4> Pointers;
  };
  Element readElement(const clang::RecordDecl &R,
                      const clang::InitListExpr &List) const;

  /// The functions that a record handed to CPython holds. Wants the semantic
  /// form; nested records are asked for one by one.
  void readInitializer(const clang::InitListExpr &List,
                       llvm::SmallVectorImpl<Entry> &Found) const;

  /// `Type.tp_call = f`, `Type.tp_as_number->nb_add = f`.
  void readAssignment(const clang::BinaryOperator &Assignment,
                      llvm::SmallVectorImpl<Entry> &Found) const;

  /// Calls that take a function for a known purpose.
  void readCall(const clang::FunctionDecl &Callee, const clang::CallExpr &Call,
                llvm::SmallVectorImpl<Entry> &Found) const;

  /// True for the functions that parse (tuple, dictionary, ...).
  bool isParser(const clang::FunctionDecl &Callee) const;

  /// True when the import system calls F: PyInit_NAME, or initNAME declared
  /// with PyMODINIT_FUNC.
  bool isModuleInit(const clang::FunctionDecl &F) const;

private:
  struct Row {
    Role As;
    Arguments Given;
  };
  const Row *rowOf(Kind K, const clang::FieldDecl &F) const;
  const Row *slotRow(Kind K, uint64_t Number) const;
  bool isOtherNumber(const clang::Expr &E, Kind K, uint64_t Number) const;

  using Name = const clang::IdentifierInfo *;
  const clang::ASTContext &Context;
  llvm::DenseMap<Name, Kind> Records;
  llvm::DenseMap<Name, Row> TypeFields, OtherFields, Pointers;
  llvm::DenseMap<uint64_t, Row> TypeSlots, ModuleSlots;
  llvm::DenseMap<uint64_t, Name> TypeSlotNames, ModuleSlotNames;
  llvm::DenseMap<Name, Part> Parts;
  llvm::DenseMap<Name, std::pair<unsigned, Row>> Registers;
  llvm::DenseSet<Name> Parsers;
  Row AnySlot{Role::Slot, {}};
};

} // namespace ftidy::roles

#endif
