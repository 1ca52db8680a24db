//===-- Traversal.h - what a traverse function does ------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// While the collector calls tp_traverse, reference counts are its own, all
// other threads stand still, and some of them hold locks. So a traverse function
// may read and visit, and nothing else. Here is what one does besides: its own
// uses of the C API, C++ objects that own a reference while something is
// visited, and what the functions of the project do that it calls.
//
// What is followed: calls of functions whose bodies the file has, MaxDepth deep;
// of those in headers only what they do to reference counts themselves, and no
// templates.
// What is not: pointers to functions and virtual functions.
//
// APIs that the documentation does not list but that change nothing (such as
// PyModule_GetState, PyTuple_GET_ITEM, PyDict_Next) are not held against it.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_OWNERSHIP_TRAVERSAL_H
#define FTIDY_LIB_OWNERSHIP_TRAVERSAL_H

#include "CApi/Use.h"
#include "Ownership/OwningClasses.h"
#include <optional>
#include <vector>

namespace clang {
class FunctionDecl;
class ParmVarDecl;
class VarDecl;
} // namespace clang

namespace ftidy {
class Function;
class Session;
} // namespace ftidy

namespace ftidy::own {

/// What must not happen during a traversal.
enum class Forbidden : uint8_t {
  RefCount,     ///< INCREF, DECREF and what contains one
  NewReference, ///< an object is made, or a reference to one
  Memory,       ///< memory of CPython's allocators
  Collector,    ///< what the collector tracks
  Lock,         ///< a lock or a critical section
  ThreadState,  ///< attach, detach
  ErrorState,   ///< the error indicator
  PythonCode,   ///< anything that may run Python code
  OwningObject, ///< a C++ object that holds a reference across a visit
  StaticGuard,  ///< a static variable that is initialised on first use
};

/// One forbidden thing.
struct Offence {
  Forbidden What;
  clang::SourceLocation Loc;
  /// The name as written: of the API, the variable or the class.
  std::string Name;
  const capi::Use *Use = nullptr;
  const clang::VarDecl *Variable = nullptr;
  /// The call that leads to it, when it is in another function: the call is in
  /// the function that was asked about.
  const clang::CallExpr *Through = nullptr;
  const clang::FunctionDecl *In = nullptr;
};

/// One call of the visitor.
struct Visit {
  const clang::CallExpr *Call;
  const clang::Expr *Object;
};

/// True for a parameter that the visitor of the collector is passed for.
bool isVisitor(const clang::ParmVarDecl *P);

/// The parameter of F that is the visitor, or null.
const clang::ParmVarDecl *visitorOf(const clang::FunctionDecl &F);

class Traversals {
public:
  /// Calls that are followed, one in the other.
  static constexpr unsigned MaxDepth = 6;

  explicit Traversals(Session &Of) : Of(Of), Owning(Of) {}

  /// True when the collector calls F, or passes its visitor on to it.
  bool isTraverse(const clang::FunctionDecl &F);

  /// What F does that it must not, in source order.
  std::vector<Offence> offences(Function &F);

  /// True when the end of an object of this type releases a reference.
  bool owns(clang::QualType T) { return Owning.owns(T); }

private:
  friend class TraversalWalk;
  /// The first offence of a function that a traverse calls.
  std::optional<Offence> firstOf(const clang::FunctionDecl *F, unsigned Depth);
  std::vector<Offence> offences(Function &F, unsigned Depth);

  Session &Of;
  OwningClasses Owning;
  llvm::DenseMap<const clang::FunctionDecl *, std::optional<Offence>> Firsts;
};

/// What this use is during a traversal; nothing for what is allowed.
std::optional<Forbidden> forbidden(const capi::Use &U);

} // namespace ftidy::own

#endif
