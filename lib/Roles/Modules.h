//===-- Modules.h - the modules that a file makes --------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A module is what a function of the file makes of a PyModuleDef, what a
// PyModExport_ function exports, or what a macro of a binding library defines.
// A function that is only called while another module of the file is
// initialised makes a submodule: the import system asks the other one.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_ROLES_MODULES_H
#define FTIDY_LIB_ROLES_MODULES_H

#include "CApi/Mentions.h"
#include "CApi/Use.h"
#include "Roles/Roles.h"
#include <vector>

namespace clang {
class VarDecl;
} // namespace clang

namespace ftidy::roles {

/// How a module is made.
enum class Phase : uint8_t {
  Single,  ///< PyModule_Create
  Multi,   ///< PyModuleDef_Init
  Export,  ///< PyModExport_NAME returns the slots
  Library, ///< by the macro of a binding library
  Elsewhere, ///< a PyInit_ function calls what other files define
};

/// A macro of a binding library that defines a module.
struct Library {
  llvm::StringRef Macro;
  /// The class that declares what the module does without the GIL, or empty.
  llvm::StringRef Option;
};

/// The macro that F comes out of; empty when there is none.
Library libraryOf(const clang::FunctionDecl &F, const clang::ASTContext &Context);

/// A module that the file makes.
struct Module {
  Phase As;
  /// Where it is defined: its slots, the call that makes it, or the macro.
  clang::SourceLocation Loc;
  const clang::FunctionDecl *In = nullptr;
  /// The call of the C API that makes it; null for the others.
  const capi::Use *Made = nullptr;
  const clang::VarDecl *Definition = nullptr;
  /// The array of slots; null when there is none, or it is not known.
  const clang::VarDecl *Slots = nullptr;
  /// The macro, and the class of its library that declares; else empty.
  llvm::StringRef Macro, Option;
};

class Modules {
public:
  Modules(const clang::ASTContext &Context, const Roles &R);

  /// Looks at one function definition of the main file.
  void read(const clang::FunctionDecl &F, const capi::Uses &Uses);

  /// The modules of the functions that were read.
  std::vector<Module> all() const;

  /// Where the main file, or a header beside it, declares what its modules do
  /// without the GIL, compiled or not.
  const std::vector<capi::Mention> &declarations();

  /// True for the name of something that says "the GIL is not used".
  static bool claims(llvm::StringRef Name);
  /// True for what only a free-threaded build has.
  static bool isOnlyFree(llvm::StringRef Name);

private:
  const clang::VarDecl *slotsOf(const clang::VarDecl &Definition) const;

  const clang::ASTContext &Context;
  const Roles &R;
  std::vector<Module> Found;
  bool Declared = false;
  std::vector<capi::Mention> Declarations;
};

} // namespace ftidy::roles

#endif
