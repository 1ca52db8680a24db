//===-- Fact.h - what CPython promises about one name ----------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A Fact is one row of CApi.def: a name of the C API and what it promises.
// Facts are data. They say nothing about one particular call: that is a Use.
//
// Three sources make facts, all of this one type: the table here, annotations
// on a project's declarations (Annotations.h) and inference from the functions
// of the file (Ownership).
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_CAPI_FACT_H
#define FTIDY_LIB_CAPI_FACT_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <string>

namespace ftidy::capi {

/// A Python version as in PY_VERSION_HEX without its release serial:
/// 0x030D0000 is 3.13. 0 means "in every version", or "never" where a row says
/// when something was removed.
using Version = uint32_t;

constexpr Version version(unsigned Major, unsigned Minor) {
  return Major << 24 | Minor << 16;
}

/// How the headers spell the name. Only documentation for most readers: the
/// recogniser (Use.h) finds every spelling.
enum class Kind : uint8_t { Function, StaticInline, Macro, Member };

/// What the result of a call is to its caller.
enum class Result : uint8_t {
  /// Nothing that has an owner: int, void, double, a thread state, ...
  Other,
  /// A new (strong) reference; the caller owns it.
  New,
  /// A borrowed reference whose lender can drop it at any time.
  Borrowed,
  /// A borrowed reference whose lender keeps it as long as it lives (tuples,
  /// interned singletons, attributes fixed at creation).
  BorrowedImmutable,
  /// A pointer into the object `From`: valid while that object lives and is not
  /// changed (PyUnicode_AsUTF8, PyBytes_AS_STRING, ob_item arrays).
  Interior,
  /// Argument `From` itself, with its ownership unchanged (casts, checks).
  Argument,
};

/// What makes a name hazardous in a free-threaded build. A bit set.
enum Hazard : uint8_t {
  NoHazard = 0,
  /// The result (or an out-parameter) is borrowed from something mutable.
  BorrowsFromMutable = 1 << 0,
  /// Walks a container without taking its lock (PyDict_Next, ob_item walks).
  WalksUnlocked = 1 << 1,
  /// Changes an object without taking its lock (PyList_SET_ITEM, Py_SETREF).
  WritesUnlocked = 1 << 2,
};

/// Whether a call may run Python code, from least to most.
enum class Runs : uint8_t {
  Nothing,    ///< runs no Python code
  AllocOnly,  ///< may start the cyclic collector through an allocation
  Finalizers, ///< may release references, hence run finalisers
  HashEq,     ///< may call __hash__ and __eq__ of a key
  Anything,   ///< may run any Python code, or is not classified
};

/// What a call does to the thread state. A critical section of the caller is
/// suspended by every value but `None`.
enum class Thread : uint8_t {
  None,
  Detaches,      ///< leaves the thread detached (PyEval_SaveThread)
  Attaches,      ///< leaves the thread attached (PyEval_RestoreThread)
  MayDetach,     ///< may detach while it runs
  StopsTheWorld, ///< stops all other threads
  Blocks,        ///< blocks without detaching
};

/// Who else can see the object that a call returns, or what a true answer of a
/// predicate says about its argument.
enum class Lending : uint8_t {
  Unknown,
  Fresh,     ///< made by this call; nobody else can see it yet
  Immutable, ///< others may see it; nobody can change it
  PerThread, ///< reached only through this thread's own state
  /// The argument `From` itself or a fresh copy of it (PySequence_Fast).
  AsArgument,
  /// When the call is true, its first argument cannot change (PyTuple_Check).
  ProvesImmutable,
  /// When the call is true, its first argument is None (Py_IsNone).
  ProvesNone,
  /// Only compares pointers (Py_Is, Py_IsTrue).
  ComparesIdentity,
  /// A part of argument `From`: the data that one type has in its instances.
  InstanceData,
};

/// How the strong twin differs from the call it replaces, and what else can be
/// said of few calls. A bit set.
enum Quirk : uint8_t {
  NoQuirk = 0,
  /// Errors of the old call were dropped; the twin sets an exception.
  SwallowsErrors = 1 << 0,
  /// The old call was not checked and could not fail; the twin can.
  Unchecked = 1 << 1,
  /// The old call yields None for "gone", the twin NULL.
  NoneWhenDead = 1 << 2,
  /// Tells how many references its argument has: one more is seen.
  ReadsRefcount = 1 << 3,
  /// Takes what is in its arguments, or writes their text: it keeps none of
  /// them, and shows none that is a built-in container to Python code.
  Copies = 1 << 4,
  /// NULL says that the index is out of range. Many authors know that it is not
  /// and do not ask; another thread can make it so.
  ByIndex = 1 << 5,
};

/// What a call does to the exception that may be set, when it succeeds.
enum class ErrorEffect : uint8_t {
  None,
  Sets,   ///< sets one of the caller's choice, or restores one
  Clears, ///< clears it, takes it or prints it
  Tells,  ///< true when one is set (PyErr_Occurred)
};

/// One row of the table.
struct Fact {
  llvm::StringRef Name;
  Kind Spelling;
  Result Returns;
  /// Index of the argument the result borrows from or points into; -1 for "no
  /// argument": the interpreter, the thread state, sys.modules.
  int8_t From;
  /// One letter an argument: '.' nothing, 'S' stolen, 's' stolen only on
  /// success, '+' incremented, '-' decremented, 'O' out-parameter,
  /// '*' the rest of the arguments (variadic or format-driven), 'A' the same of
  /// an argument parser, which fills what they point to, 'F' a format of
  /// Py_BuildValue: what stands for an 'N' in it is stolen. Ask Use::effect().
  llvm::StringRef Args;
  /// What the out-parameters hold, by return code: "2:new@1,null@0,null@-1"
  /// reads "argument 2 holds a new reference when the call returned 1, NULL when
  /// it returned 0 or -1". '@*' means any return code. Several are separated
  /// by ';'. Empty where there is no out-parameter that holds a reference.
  llvm::StringRef Outs;
  uint8_t Hazards;
  Runs RunsPython;
  Thread ThreadState;
  /// Allowed in tp_traverse and m_traverse.
  bool TraverseOk;
  Lending Lends;
  /// The strong twin's name, or empty. Always the name of another row.
  llvm::StringRef Twin;
  /// In words, when there is a cure that is not one call.
  llvm::StringRef Cure;
  Version Since;
  Version RemovedIn;
  /// First version whose limited API has it; 0 for never.
  Version LimitedSince;
  /// pythoncapi_compat.h gives it to older versions.
  bool InCompat;

  uint8_t Quirks;
  ErrorEffect Error;

  bool hasHazard(Hazard H) const { return Hazards & H; }
  bool hasQuirk(Quirk Q) const { return Quirks & Q; }
  /// True when the call takes more arguments than there are letters.
  bool isVariadic() const { return Args.ends_with("*") || parses(); }
  /// True for what takes arguments apart: PyArg_ParseTuple and the like.
  bool parses() const { return Args.ends_with("A"); }
  /// True when the call may set what its argument I points to.
  bool fills(size_t I) const {
    return I < Args.size() ? Args[I] == 'O' || Args[I] == 'A' : parses();
  }
  /// True for a macro that imports a table of C pointers into a static variable
  /// of the file (PyDateTime_IMPORT).
  bool importsTable() const {
    return Spelling == Kind::Macro && Args.empty() &&
           hasHazard(WritesUnlocked) && RunsPython == Runs::Anything;
  }
};

/// All rows, sorted by name, unique (a test checks both).
llvm::ArrayRef<Fact> allFacts();

/// The row of that exact name, or null. Logarithmic; code that looks at every
/// call of a file uses FactIndex (Use.h) instead.
const Fact *findFact(llvm::StringRef Name);

/// True when a thread must be attached to use the name: everything but the rows
/// of Detached.def, members, and macros that only read an object.
bool needsAttached(const Fact &F);

/// "3.13" for 0x030D0000.
std::string versionName(Version V);

} // namespace ftidy::capi

#endif
