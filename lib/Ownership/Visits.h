//===-- Visits.h - what a traverse owes the collector ----------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The traverse of a type has to visit each reference that an instance owns. An
// instance owns
//   - the reference in a field that its clear or dealloc releases, whatever
//     else is the case there. What a field can never lead back to the instance
//     with (a string, a number) need not be visited: a field counts when the
//     file puts a new container there, or an object that Python code passes;
//   - a reference to its type, when that is made at run time (Python 3.9);
//   - its dictionary, when the interpreter manages it.
//
// What is followed: functions of the file that the traverse, clear or dealloc
// calls. A field that is named anywhere in there counts as visited. A traverse
// that hands its visitor to code that is not known may visit anything.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_OWNERSHIP_VISITS_H
#define FTIDY_LIB_OWNERSHIP_VISITS_H

#include "Roles/Types.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include <vector>

namespace ftidy {
class Session;
}

namespace ftidy::own {

/// What one traverse function visits.
struct Visited {
  /// Fields that it, or a function that it calls, names.
  llvm::DenseSet<const clang::FieldDecl *> Fields;
  /// Fields that are visited as such, by the expression that names them.
  std::vector<const clang::MemberExpr *> Direct;
  bool Type = false;        ///< Py_TYPE(self)
  bool ManagedDict = false; ///< PyObject_VisitManagedDict
  bool Base = false;        ///< calls another type's traverse
  bool Unknown = false;     ///< the visitor goes to code that is not known
  /// A call of PyObject_VisitManagedDict whose result nobody looks at.
  const clang::CallExpr *Ignored = nullptr;
  /// `if (self->field == NULL) return 0;` in front of the visit of another.
  const clang::ReturnStmt *Early = nullptr;
  const clang::FieldDecl *Tested = nullptr, *Skipped = nullptr;
};

/// A field that an instance owns a reference in and the traverse leaves out.
struct Unvisited {
  const clang::FieldDecl *Field;
  /// Where it is released; invalid when the type releases nothing at all.
  clang::SourceLocation Released;
  const clang::FunctionDecl *In = nullptr;
};

class Visits {
public:
  /// Calls that are followed, one in the other.
  static constexpr unsigned MaxDepth = 4;

  explicit Visits(Session &Of) : Of(Of) {}

  Visited of(const clang::FunctionDecl &Traverse);

  /// The fields of T's instances that Seen lacks, in their order.
  std::vector<Unvisited> missing(const roles::DefinedType &T,
                                 const Visited &Seen);

private:
  friend class VisitWalk;
  void walk(const clang::FunctionDecl &F, Visited &Into, unsigned Depth);
  void findEarly(const clang::FunctionDecl &F, Visited &Into);
  struct Releases {
    llvm::DenseMap<const clang::FieldDecl *, Unvisited> Fields;
    /// Fields that are worked on before: what they hold may be uncounted.
    llvm::DenseSet<const clang::FieldDecl *> Touched;
  };
  void released(const clang::FunctionDecl *F, const clang::RecordDecl *Of,
                unsigned Depth, Releases &Into);
  bool mayCycle(const clang::FieldDecl *F, const roles::DefinedType &T);

  /// What a value may be.
  enum class Value : uint8_t { Unknown, Leaf, Null, Object, Container };
  Value classify(const clang::Expr *E, const clang::FunctionDecl &In,
                 unsigned Depth);
  Value variable(const clang::VarDecl *V, const clang::FunctionDecl &In,
                 unsigned Depth);

  Session &Of;
  llvm::DenseSet<const clang::FunctionDecl *> Running;
};

} // namespace ftidy::own

#endif
