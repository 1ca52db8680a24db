//===-- Analysed.h - code, parsed and ready to be asked ---------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Parses one translation unit as clang-tidy does (the session is attached to
// the preprocessor before the first token) and keeps it, so that a test can ask
// the rooms about it. Code is looked up by its own text: find("f", "use(x)").
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_TEST_LIB_ANALYSED_H
#define FTIDY_TEST_LIB_ANALYSED_H

#include "Session.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace ftidy::test {

enum class Language : uint8_t { C, CXX };

using Arguments = std::vector<std::string>;
/// Path and text of files that exist for the parser only.
using Files = std::vector<std::pair<std::string, std::string>>;

class Analysed {
public:
  /// Parses Code behind `#include <Python.h>`, which is the mock. The current
  /// test fails when it does not compile.
  explicit Analysed(llvm::StringRef Code, Language L = Language::C,
                    Arguments Args = {}, Options O = {}, Files Others = {});

  /// Parses the last argument of a clang command line without the program's
  /// name. Errors are only kept.
  Analysed(Arguments Command, Files Virtual, Options O = {});

  ~Analysed();

  /// The compiler's errors, empty when there are none.
  const std::string &errors() const { return Errors; }

  Session &session() { return S; }
  clang::ASTContext &context() { return Compiler->getASTContext(); }
  clang::SourceManager &sources() { return Compiler->getSourceManager(); }
  /// The text of the main file.
  llvm::StringRef text();

  /// The functions defined in the main file, in source order. Templates are
  /// there as they are written and once for each instantiation.
  std::vector<const clang::FunctionDecl *> definitions();

  /// The definition of that name, or else a declaration. Null, and a failure
  /// of the test, when there is none; so do all look-ups below.
  const clang::FunctionDecl *decl(llvm::StringRef Function);
  const clang::VarDecl *variable(llvm::StringRef Function,
                                 llvm::StringRef Name);

  /// The Nth node of that function, in source order, whose text is exactly
  /// this; of nested ones the outermost.
  const clang::Stmt *find(llvm::StringRef Function, llvm::StringRef Text,
                          unsigned Nth = 0);
  const clang::Expr *findExpr(llvm::StringRef Function, llvm::StringRef Text,
                              unsigned Nth = 0) {
    return llvm::dyn_cast_or_null<clang::Expr>(find(Function, Text, Nth));
  }

  /// Only for a function that is there.
  Function &function(llvm::StringRef Name);

  /// The text that a node covers in the main file, or empty.
  llvm::StringRef textOf(const clang::Stmt *S);

  /// The place where Text first stands in the main file.
  clang::SourceLocation placeOf(llvm::StringRef Text);

  /// The line, from 1, of a place in the main file.
  unsigned line(clang::SourceLocation L);

private:
  class Keeper;
  class Action;

  Session S;
  std::unique_ptr<clang::DiagnosticConsumer> Diagnostics;
  std::string Errors;
  llvm::IntrusiveRefCntPtr<clang::FileManager> Manager;
  std::unique_ptr<clang::CompilerInstance> Compiler;
  std::unique_ptr<clang::FrontendAction> Running;
};

} // namespace ftidy::test

#endif
