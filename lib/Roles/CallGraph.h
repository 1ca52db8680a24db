//===-- CallGraph.h - what is known from the mentions of a function -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Collects every mention of the functions of one translation unit, then answers
// two questions about them: is it only reached from module initialisation, and
// which of its parameters are always an argument tuple or keyword dictionary.
//
// Both are answered in two passes along the calls, which look at each call a
// constant number of times. The first assumes the property of everything that
// is reached from where the interpreter grants it; the second removes it from
// what anything else calls, and from what that calls in turn. So recursion does
// no harm, and code that nobody calls proves nothing.
//
// A function is judged only when all its mentions are known: internal linkage,
// every declaration of it seen, no address taken, no unresolved name in a
// template that may mean it. Everything else is answered with "no".
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_ROLES_CALLGRAPH_H
#define FTIDY_LIB_ROLES_CALLGRAPH_H

#include "Roles/Tables.h"
#include "clang/AST/DeclarationName.h"
#include <vector>

namespace ftidy::roles {

class CallGraph {
public:
  explicit CallGraph(clang::ASTContext &Context) : Context(Context) {}

  /// The walk has seen this declaration.
  void addDeclaration(const clang::FunctionDecl *F);
  /// The function is handed to CPython.
  void addEntry(const Entry &E);
  /// The import system calls F.
  void addModuleInit(const clang::FunctionDecl *F);
  /// Caller calls Callee; Caller is null outside of functions. Call is null
  /// when the arguments are not known.
  void addCall(const clang::FunctionDecl *Caller,
               const clang::FunctionDecl *Callee, const clang::CallExpr *Call);
  /// The address of F goes to a place that is not followed.
  void addCallback(const clang::FunctionDecl *F);
  /// A function of this name may be meant, for any purpose.
  void addUnresolved(clang::DeclarationName Name) { Unresolved.insert(Name); }
  /// The parameter is assigned to, or something else can assign to it.
  void addChange(const clang::ParmVarDecl *P);
  /// A PARSER gets these two arguments.
  void addParser(const clang::Expr *Tuple, const clang::Expr *Dict);

  /// Answers everything; called once, after the last mention.
  void solve();

  RoleSet rolesOf(const clang::FunctionDecl *F) const;
  bool isInitOnly(const clang::FunctionDecl *F) const;
  /// A function that does not only run at initialisation calls F.
  bool isCalledLater(const clang::FunctionDecl *F) const;
  /// See Roles::callersHere.
  llvm::SmallVector<const clang::FunctionDecl *, 4>
  callersHere(const clang::FunctionDecl *F) const;
  bool isTuple(const clang::ParmVarDecl *P) const;
  bool isDict(const clang::ParmVarDecl *P) const;
  /// The same where the function begins: it may assign to P later on.
  bool isDictAtEntry(const clang::ParmVarDecl *P) const;
  /// See Roles::callersOf.
  std::optional<llvm::SmallVector<Caller, 4>>
  callersOf(const clang::FunctionDecl *F) const;

private:
  static constexpr unsigned None = ~0u;

  /// One parameter of one function.
  struct Param {
    unsigned Node = None;
    unsigned Index = 0;
  };
  /// A parameter of the callee gets a parameter of the caller, or NULL when
  /// From.Node is None.
  struct Passed {
    unsigned Index;
    Param From;
  };
  struct CallSite {
    unsigned Caller;
    unsigned Callee;
    unsigned ArgumentsEnd; ///< its own begin where those before it end
    const clang::CallExpr *Call; ///< null when the arguments are not known
  };
  struct Node {
    const clang::FunctionDecl *Function;
    RoleSet Given;
    bool InTable = false; ///< handed to CPython in this file
    bool Open = false;    ///< mentioned in a way that is not followed
    bool Closed = false;  ///< every mention is known
    bool InitOnly = false;
    /// What all tables agree to pass. Meaningful when InTable.
    Arguments Promised{~ParamMask(0), ~ParamMask(0)};
    Arguments Parsed; ///< what is passed on to a PARSER
    ParamMask Changed = 0;
    Arguments Proved; ///< the answer
    llvm::SmallVector<unsigned, 2> CalledAt; ///< places in Calls
  };

  unsigned nodeOf(const clang::FunctionDecl *F);
  const Node *find(const clang::FunctionDecl *F) const;
  Param paramOf(const clang::ParmVarDecl *P);
  Param readParam(const clang::Expr *E);
  bool isClosed(const Node &N) const;
  void solveInitOnly();
  void solveParams(ParamMask Arguments::*Which);

  clang::ASTContext &Context;
  std::vector<Node> Nodes;
  std::vector<CallSite> Calls;
  std::vector<Passed> PassedArguments; ///< of all Calls, in their order
  llvm::DenseMap<const clang::FunctionDecl *, unsigned> Index;
  llvm::DenseSet<const clang::FunctionDecl *> Seen;
  llvm::DenseSet<clang::DeclarationName> Unresolved;
};

} // namespace ftidy::roles

#endif
