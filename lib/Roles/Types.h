//===-- Types.h - the Python types that a file defines ---------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One record for each Python type that the file makes, whichever way it tells
// CPython: a PyTypeObject (positional, designated or filled by assignments), a
// PyType_Spec with its slots, an array of slots alone (nanobind hands it over
// itself), or the assignments to a heap type that somebody else has made
// (pybind11's custom_type_setup). A module with a traverse, clear or free
// function is a record, too: its state is collected in the same way.
//
// Collected by the one walk that finds the roles; put together at its end.
//
// What is not followed: a table that a function call or a loop computes, and a
// pointer to a type that more than one assignment has filled.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_ROLES_TYPES_H
#define FTIDY_LIB_ROLES_TYPES_H

#include "Roles/Tables.h"
#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include <optional>
#include <vector>

namespace clang {
class ASTContext;
class BinaryOperator;
class Expr;
class FieldDecl;
class FunctionDecl;
class IdentifierInfo;
class InitListExpr;
class OffsetOfExpr;
class RecordDecl;
class ValueDecl;
class VarDecl;
} // namespace clang

namespace ftidy::roles {

/// The bits of tp_flags that say how instances are made and collected.
enum class TypeFlag : uint64_t {
  ManagedWeakref = 1 << 3,
  ManagedDict = 1 << 4,
  DisallowInstantiation = 1 << 7,
  Immutable = 1 << 8,
  HeapType = 1 << 9,
  BaseType = 1 << 10,
  HaveGC = 1 << 14,
};

/// What the author put into one slot or field of a type.
struct SlotValue {
  /// CPython's name of the field: tp_traverse, nb_add, m_clear, ...
  const clang::IdentifierInfo *Name = nullptr;
  Part What = Part::Other;
  const clang::Expr *Value = nullptr;
  /// The function that Value names, or null.
  const clang::FunctionDecl *Function = nullptr;
};

/// One Python type, or one module, of the file.
struct DefinedType {
  enum class Kind : uint8_t {
    Static,  ///< a PyTypeObject of the file
    Heap,    ///< a PyType_Spec, an array of slots, a PyHeapTypeObject
    Unknown, ///< assignments through a pointer to a type
    Module,  ///< a PyModuleDef
  };
  Kind How = Kind::Unknown;
  /// The type object, specification, module definition or array of slots, or
  /// the pointer to the type; null for a compound literal.
  const clang::ValueDecl *Declared = nullptr;
  /// The literal that names it ("pkg.Name"), when there is one.
  llvm::StringRef Name;
  /// A place that stands for the type.
  clang::SourceLocation Loc;
  std::vector<SlotValue> Slots;
  /// tp_flags, when the file says it as a constant.
  std::optional<uint64_t> Flags;
  /// The struct of an instance: from sizeof, else from what the functions cast
  /// self to. For a module, and for data behind PyObject_GetTypeData, null.
  const clang::RecordDecl *Instance = nullptr;

  /// True when the flags are known and this one is set.
  bool has(TypeFlag F) const {
    return Flags && (*Flags & static_cast<uint64_t>(F));
  }
  /// True when the collector visits instances: the flag is set, or there is a
  /// traverse and the flags are not known.
  bool isCollected() const {
    return Flags ? has(TypeFlag::HaveGC) : function(Part::Traverse) != nullptr;
  }
  /// The function of that slot, or null.
  const clang::FunctionDecl *function(Part P) const {
    const SlotValue *S = slot(P);
    return S ? S->Function : nullptr;
  }
  /// The slot of that kind, or null when the file does not fill it.
  const SlotValue *slot(Part P) const {
    for (const SlotValue &S : Slots)
      if (S.What == P)
        return &S;
    return nullptr;
  }
};

/// Collects the types of one translation unit.
class TypeTable {
public:
  TypeTable(clang::ASTContext &Context, const Tables &Known)
      : Context(Context), Known(Known) {}

  /// The walk sees a record or an array that is initialised, as (part of) the
  /// value of Of, which may be null. Semantic form.
  void addInitializer(const clang::InitListExpr &List, const clang::VarDecl *Of);
  /// The walk sees `=` or `|=`.
  void addAssignment(const clang::BinaryOperator &Assignment);
  /// The walk sees `offsetof`.
  void addOffset(const clang::OffsetOfExpr &E);
  /// Puts everything together; called once, after the last of these.
  void finish();

  llvm::ArrayRef<DefinedType> all() const { return Types; }
  /// The types whose slots hold this function.
  llvm::SmallVector<const DefinedType *, 2>
  withFunction(const clang::FunctionDecl *F) const;
  /// What this field of a type or of one of its suites is.
  Part partOf(const clang::FieldDecl &F) const;
  /// True when the file asks for the offset of this field: a type says so where
  /// its weak references or its dictionary are.
  bool hasOffset(const clang::FieldDecl *F) const { return Offsets.contains(F); }
  /// The type whose instances are this struct; null when there is none, or
  /// more than one.
  const DefinedType *ofInstance(const clang::RecordDecl *R) const;

private:
  llvm::DenseSet<const clang::FieldDecl *> Offsets;
  using SlotValues = std::vector<SlotValue>;
  struct Spec {
    DefinedType Made;
    const clang::Expr *Slots = nullptr;
  };
  struct Array {
    const clang::VarDecl *Of;
    clang::SourceLocation Loc;
    SlotValues Values;
    bool IsModule;
  };

  void addArray(const clang::InitListExpr &List, const clang::VarDecl *Of);
  void addFields(const clang::InitListExpr &List, const clang::RecordDecl &R,
                 SlotValues &To);
  void addSpec(const clang::InitListExpr &List, const clang::RecordDecl &R,
               const clang::VarDecl *Of);
  void setSpecField(Spec &S, const clang::FieldDecl &F,
                    const clang::Expr *Value);
  void setField(DefinedType &T, const clang::IdentifierInfo *Name,
                const clang::Expr *Value);
  static void setSize(DefinedType &T, const clang::Expr *Value);
  SlotValue valueOf(const clang::IdentifierInfo *Name,
                    const clang::Expr *E) const;
  std::optional<uint64_t> constant(const clang::Expr *E) const;
  bool isEmpty(const clang::Expr *E) const;
  DefinedType &typeOf(const clang::VarDecl *V, DefinedType::Kind How);
  Spec &specOf(const clang::VarDecl *V);
  void addSuites(DefinedType &T);

  clang::ASTContext &Context;
  const Tables &Known;
  std::vector<DefinedType> Types;
  std::vector<Spec> Specs;
  std::vector<Array> Arrays;
  llvm::DenseMap<const clang::VarDecl *, unsigned> TypeOf, SpecOf, ArrayOf;
  llvm::DenseMap<const clang::InitListExpr *, unsigned> ArrayAt;
  /// PyNumberMethods and the like, by their variable.
  llvm::DenseMap<const clang::VarDecl *, SlotValues> Suites;
  llvm::DenseMap<const clang::RecordDecl *, const DefinedType *> ByInstance;
  llvm::DenseMap<const clang::FunctionDecl *, llvm::SmallVector<unsigned, 2>>
      ByFunction;
};

/// True when a pointer to this struct can be used as a PyObject: PyObject_HEAD
/// comes first, perhaps in a base or in the first field.
bool isObjectStruct(const clang::RecordDecl *R);

} // namespace ftidy::roles

#endif
