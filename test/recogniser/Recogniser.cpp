//===-- Recogniser.cpp - prints the uses of a file --------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   ftidy-recogniser [CLANG-FLAG...] FILE    the uses and scopes of FILE
//   ftidy-recogniser --facts                 every fact's name and versions
//
// One line each, its fields separated by tabs:
//   use    LINE  NAME  plain|body  ARGUMENT...     (`-`: nothing in the AST)
//   scope  LINE  NAME  END-LINE    ARGUMENT...     (END-LINE 0: never ended)
//   fact   NAME  SINCE REMOVED                     (PY_VERSION_HEX, or 0)
// Exits with 1 when FILE does not compile.
//
//===----------------------------------------------------------------------===//

#include "test/lib/Analysed.h"
#include "CApi/MacroLog.h"
#include "CApi/Use.h"
#include "llvm/Support/raw_ostream.h"

using namespace ftidy;

// White space in an argument says nothing.
static std::string oneLine(llvm::StringRef Text) {
  std::string Result;
  for (char C : Text) {
    const bool Blank = isspace(static_cast<unsigned char>(C));
    if (!Blank)
      Result += C;
    else if (!Result.empty() && Result.back() != ' ')
      Result += ' ';
  }
  return Result;
}

static void printUses(test::Analysed &A, const clang::FunctionDecl &F) {
  for (const capi::Use &U : A.session().function(F).uses().all()) {
    llvm::outs() << "use\t" << A.line(U.Loc) << '\t' << U.F->Name << '\t'
                 << (U.InMacroBody ? "body" : "plain");
    for (const clang::Expr *E : U.Args)
      llvm::outs() << '\t'
                   << (E ? oneLine(capi::written(E, A.context())) : "-");
    llvm::outs() << '\n';
  }
}

static void printScopes(test::Analysed &A) {
  for (const capi::ScopeMacro &Scope : A.session().macros().scopes()) {
    if (!A.sources().isInMainFile(Scope.Begin))
      continue;
    llvm::outs() << "scope\t" << A.line(Scope.Begin) << '\t' << Scope.Name
                 << '\t' << (Scope.End.isValid() ? A.line(Scope.End) : 0);
    for (const std::string &Argument : Scope.Args)
      llvm::outs() << '\t' << oneLine(Argument);
    llvm::outs() << '\n';
  }
}

int main(int Count, char **Values) {
  test::Arguments Command(Values + 1, Values + Count);
  if (Command == test::Arguments{"--facts"}) {
    for (const capi::Fact &F : capi::allFacts())
      llvm::outs() << "fact\t" << F.Name << '\t' << F.Since << '\t'
                   << F.RemovedIn << '\n';
    return 0;
  }
  test::Analysed A(Command, {});
  if (!A.errors().empty()) {
    llvm::errs() << A.errors();
    return 1;
  }
  for (const clang::FunctionDecl *F : A.definitions())
    printUses(A, *F);
  printScopes(A);
  return 0;
}
