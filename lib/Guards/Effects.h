//===-- Effects.h - what a call may do besides its result -------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For each function of the file: may it start the collector, release
// references, run Python code, leave or enter the thread state, block? From the
// facts about what it uses, and from what it calls, however deep.
//
// The one rule for calls that cannot be seen into:
//   a function that this file does not define, and a call through a pointer, is
//   ASSUMED to run Python code when a Python object goes in or comes out, and
//   to do nothing otherwise. Functions of the system's headers and of the
//   standard library do only what Natives.def says. CPython's own functions do
//   what their fact says, and nothing without one.
// What is assumed is told apart from what is known: see Event.
//
// Each function is looked at once, on the first question that reaches it.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_GUARDS_EFFECTS_H
#define FTIDY_LIB_GUARDS_EFFECTS_H

#include "CApi/Fact.h"
#include "Guards/Natives.h"
#include "Roles/Callees.h"
#include "clang/AST/Type.h"
#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"
#include <map>
#include <vector>

namespace clang {
class FunctionDecl;
class RecordDecl;
class Stmt;
} // namespace clang

namespace ftidy {
class Session;
}

namespace ftidy::guards {

/// What a call may do. Each bit stands alone: what runs Python code has all of
/// the first three.
enum Effect : uint8_t {
  NoEffect = 0,
  /// Makes objects, so that the cyclic collector may run.
  Collects = 1 << 0,
  /// Releases references, so that finalisers may run.
  Releases = 1 << 1,
  /// May run any Python code, or __hash__ and __eq__.
  RunsPython = 1 << 2,
  /// May leave the thread state, or stops all other threads. A critical section
  /// of the caller is suspended meanwhile.
  Detaches = 1 << 3,
  /// Waits until it is attached (PyGILState_Ensure, PyEval_RestoreThread).
  Attaches = 1 << 4,
  /// Waits in native code, whatever the thread state is there.
  Blocks = 1 << 5,
  /// Takes or gives back a lock that is no object's.
  TakesLocks = 1 << 6,
  /// Takes the lock of an object for a moment. A critical section of the caller is
  /// suspended while it waits.
  LocksObjects = 1 << 7,
};
using EffectSet = uint8_t;

/// One thing that a function does which may have an effect: a use of the C API
/// or a call.
struct Event {
  /// The use's whole, or the call. Null for what an implicit destructor does.
  const clang::Stmt *At = nullptr;
  clang::SourceLocation Loc;
  /// The C API's promise; null for a call of anything else.
  const capi::Fact *Fact = nullptr;
  /// Who is called; null with a fact and for a call through a pointer.
  const clang::FunctionDecl *Callee = nullptr;
  /// Known: facts say so, about this use or about something the callee reaches.
  EffectSet Proved = NoEffect;
  /// Only the rule for unknown calls says so. Never overlaps with Proved.
  EffectSet Assumed = NoEffect;

  bool may(Effect E) const { return (Proved | Assumed) & E; }
};

class Effects {
public:
  /// Functions that are looked at for one file; those beyond have no body.
  static constexpr unsigned MaxFunctions = 20000;

  explicit Effects(Session &Of) : Of(Of) {}

  /// What F does, in source order, as far as it may have an effect. Empty for
  /// a function without a body.
  llvm::ArrayRef<Event> eventsOf(const clang::FunctionDecl &F);

  /// What a call of F may do, known and assumed.
  EffectSet proved(const clang::FunctionDecl &F);
  EffectSet assumed(const clang::FunctionDecl &F);

  /// What the functions may do, for certain, that a call is given to call.
  EffectSet ofPassed(const clang::Stmt &Call);

  /// The event of F by which it was decided that F may do E: a known one if
  /// there is one. Null when F does not do E, or has no body.
  const Event *decidedBy(const clang::FunctionDecl &F, Effect E);

  /// True when the Python code that this event may run is the __hash__ or __eq__
  /// of a key, as far as is known: few keys have any.
  bool onlyComparesKeys(const Event &Ev);

  /// The name at the end of the chain of calls that gives this event its
  /// effect: "PyObject_Call", or the unknown function that was assumed.
  std::string nameOf(const Event &Ev, Effect E);

  /// What a call of this function type (or this declaration) may do by the rule
  /// for unknown calls.
  static bool touchesPython(clang::QualType FunctionType);

  /// True for PyObject, a struct that begins with one, and a handle class of
  /// pybind11 or nanobind.
  static bool isPythonObject(const clang::RecordDecl *R);

  /// The definition of F that is looked into, or null.
  const clang::FunctionDecl *bodyOf(const clang::FunctionDecl &F);

  Natives &natives() { return Names; }

private:
  struct Summary {
    std::vector<Event> Events;
    EffectSet Proved = NoEffect, Assumed = NoEffect;
    bool Solved = false;
  };
  Summary &summaryOf(const clang::FunctionDecl &Definition);
  void collect(const clang::FunctionDecl &Definition, Summary &Into);
  EffectSet unknown(const clang::FunctionDecl *F, clang::QualType Type);

  Session &Of;
  Natives Names;
  /// References into it stay good while it grows.
  std::map<const clang::FunctionDecl *, Summary> Known;
  llvm::DenseMap<const clang::FunctionDecl *, const clang::FunctionDecl *>
      Bodies;
};

} // namespace ftidy::guards

#endif
