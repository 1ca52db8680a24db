//===-- ProjectFacts.h - what a project says of its own names -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A project states facts about its own declarations in two ways:
//   - an attribute on the declaration: __attribute__((annotate("ftidy:immutable")))
//   - a line of the facts file (option FactsFile), which is YAML. Names are
//     functions, variables, or fields as "Struct.field"; `*` stands for any text:
//         immutable: [Config.options, get_constants]
//         init_only: [register_*]
//
// Libraries.def states in the same way what well-known libraries promise.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_CAPI_PROJECTFACTS_H
#define FTIDY_LIB_CAPI_PROJECTFACTS_H

#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/GlobPattern.h"
#include <memory>
#include <string>
#include <vector>

namespace clang {
class CXXRecordDecl;
class FunctionDecl;
class ParmVarDecl;
class ValueDecl;
} // namespace clang

namespace ftidy::capi {

class ProjectFacts {
public:
  /// Starts with the facts of Libraries.def.
  ProjectFacts();

  /// Adds the facts file. Returns an empty string, or one sentence that says
  /// what is wrong with it; nothing of a bad file is kept.
  std::string readFile(llvm::StringRef Path);

  /// `immutable`: the container that this variable, field or function yields
  /// does not change once others can see it.
  bool isImmutable(const clang::ValueDecl *D) const;

  /// `returns_borrowed`: the function's result is borrowed from something
  /// mutable.
  bool returnsBorrowed(const clang::FunctionDecl *F) const;

  /// `init_only`: the function runs only while the module is initialised.
  bool isInitOnly(const clang::FunctionDecl *F) const;

  /// `private_arguments` (a function) or `call_private` (an annotated
  /// parameter): the containers passed in are seen by no other thread.
  bool isCallPrivate(const clang::ParmVarDecl *P) const;

  /// The function imports a table of C pointers into a static variable.
  bool importsTable(const clang::FunctionDecl *F) const;

  /// An object of this class holds a Python object.
  bool isHandle(const clang::CXXRecordDecl &R) const;

private:
  /// Names, and patterns with `*`.
  struct Names {
    llvm::StringSet<> Exact;
    /// A pattern points into its text.
    std::vector<std::pair<std::shared_ptr<std::string>, llvm::GlobPattern>>
        Patterns;

    bool empty() const { return Exact.empty() && Patterns.empty(); }
    bool has(llvm::StringRef Name) const;
    /// False when the text is no valid pattern.
    bool add(llvm::StringRef Text);
  };
  static bool isListed(const clang::ValueDecl *D, const Names &In);

  Names Immutable, ReturnsBorrowed, InitOnly, PrivateArguments, Handles, Tables;
};

} // namespace ftidy::capi

#endif
