//===-- StrongCall.h - the call that gives a strong reference -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Rewrites the call of a site into its strong twin. A twin of the same shape
// (`v = PyList_GetItemRef(l, i)`) only changes its name. A twin with an
// out-parameter (`PyDict_GetItemRef(d, k, &v)`) becomes a statement of its own.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_STRONGCALL_H
#define FTIDY_LIB_FIXIT_STRONGCALL_H

#include "FixIt/EditPlan.h"
#include "FixIt/ErrorBranches.h"
#include "FixIt/SourceText.h"
#include "FixIt/Structure.h"
#include "Ownership/BorrowedSites.h"
#include <optional>

namespace ftidy::fix {

class StrongCall {
public:
  /// Claimant is the function in whose name an include is inserted.
  StrongCall(Function &F, Session &S, const SourceText &Text,
             const Structure &Tree, ErrorBranches &Errors,
             const clang::FunctionDecl &Claimant)
      : F(F), S(S), Text(Text), Tree(Tree), Errors(Errors),
        Claimant(Claimant) {}

  struct Result {
    Reason Why = Reason::None;
    std::string Detail;
    std::vector<std::string> Changes; ///< what a reviewer must agree to
    std::vector<Edit> Edits;
    /// The code tests the new reference for NULL itself, or now does.
    bool NullTested = false;
    /// It now leaves the function or the loop when the reference is NULL.
    bool LeavesOnFailure = false;
    /// The statement before which the call was hoisted, with its release.
    bool ReleasedHere = false;
    /// The statement got braces of its own, with the release inside.
    bool Wraps = false;
    /// The test for NULL that was rewritten to ask for the call's failure.
    const clang::Expr *FailureTest = nullptr;
    /// The holder is set to NULL before the statement of the call.
    bool SetsNull = false;
    /// The variables that outlive their statement.
    std::vector<NewVariable> Variables;
  };

  /// For a site whose result goes into a variable.
  Result assigned(const own::BorrowedSite &Site, const clang::VarDecl *Holder);

  /// For a site nested in an expression: the call moves before its statement,
  /// into a new variable of that name. Computed, if any, is the part of an `if`
  /// or `return` that holds all uses: it is computed into a variable, too, and
  /// the release follows at once. Given are the variables of other plans.
  Result nested(const own::BorrowedSite &Site, llvm::StringRef Name,
                const clang::Expr *Computed,
                const NewVariables &Given);

  /// For `s->x = f(...);`: the twin fills that place.
  Result stored(const own::BorrowedSite &Site, const clang::Expr *Place);

  /// For PySys_GetObject("modules"): the dictionary of modules that the
  /// interpreter keeps, which no thread can take away.
  Result kept(const own::BorrowedSite &Site);

  /// For `return f(...);` in a function that is to return a new reference: it
  /// returns the twin's, by way of a variable of that name if need be.
  Result returned(const own::BorrowedSite &Site, llvm::StringRef Name);

private:
  /// The strong twin, when it can be used here.
  const capi::Fact *twin(const own::BorrowedSite &Site);
  bool outParameter(const own::BorrowedSite &Site, const capi::Fact &Twin,
                    const clang::VarDecl *Holder, const SourceText::Call &Call);
  /// Nobody asks whether an item was there, and from now on it may not be.
  bool wantsTest(const own::BorrowedSite &Site,
                 const clang::VarDecl *Holder) const;
  /// Of a weak reference: see WeakCall.cpp.
  const clang::IfStmt *failureTest(const own::BorrowedSite &Site,
                                   const clang::VarDecl *Holder) const;
  bool weakWithFailure(const own::BorrowedSite &Site, const capi::Fact &Twin,
                       const clang::VarDecl *Holder,
                       const SourceText::Call &Call, const clang::IfStmt &Test);
  /// The twin's call with an out-parameter as a statement.
  std::optional<std::string> outCode(const own::BorrowedSite &Site,
                                     const capi::Fact &Twin,
                                     const SourceText::Call &Call,
                                     llvm::StringRef Address,
                                     const clang::VarDecl *Holder,
                                     const clang::Stmt *Statement);
  /// The same while a pending exception is set aside.
  std::optional<std::string> setAside(const own::BorrowedSite &Site,
                                      const std::string &NewCall,
                                      unsigned Begin);
  /// The condition of an if that assigns the result: what is evaluated before
  /// the call, and what is tested. See GuardedCall.cpp.
  struct Guarded {
    const clang::BinaryOperator *Assign = nullptr;
    const clang::Expr *Test = nullptr;
    const clang::Expr *Before = nullptr; ///< null: nothing
    bool CalledWhenTrue = true;          ///< when Before is true
  };
  std::optional<Guarded> guarded(const clang::IfStmt &If,
                                 const own::BorrowedSite &Site,
                                 const clang::VarDecl *Holder) const;
  /// `v = Condition ? f() : NULL`, or the other way round.
  struct Choice {
    const clang::Expr *Condition;
    bool CalledWhenTrue;
  };
  std::optional<Choice> choice(const clang::Expr *Value,
                               const clang::Expr *Node,
                               const clang::VarDecl *Holder) const;
  std::string asked(const clang::Expr &Condition, bool WhenTrue,
                    bool Alone) const;
  std::string under(const clang::Expr &Condition, bool WhenTrue,
                    const std::string &Code, unsigned Begin) const;
  bool assignBefore(const clang::IfStmt &If, const Guarded &G,
                    const clang::VarDecl *Holder, const std::string &Code);
  /// The failure that an unchecked call did not have, as lines after it.
  std::optional<std::string> failure(const capi::Fact &Twin,
                                     llvm::StringRef Name,
                                     const clang::Stmt *Statement,
                                     const clang::VarDecl *Holder);
  bool canDeclareBefore(const clang::Stmt *Statement) const;
  bool isUnbracedBody(const clang::Stmt *Statement) const;
  void wrap(const clang::Stmt *Statement, std::string &Code,
            const std::string &Behind);
  bool isEvaluatedOnce(const clang::Expr *Node,
                       const clang::Stmt *Statement) const;
  /// The statement after Call is `if (v == NULL)`; Leaves: with an error exit.
  bool testsNullNext(const clang::VarDecl *Holder, const clang::Stmt *Call,
                     bool Leaves) const;
  bool refuse(Reason Why, std::string Detail = {});

  Function &F;
  Session &S;
  const SourceText &Text;
  const Structure &Tree;
  ErrorBranches &Errors;
  const clang::FunctionDecl &Claimant;
  Result R;
};

} // namespace ftidy::fix

#endif
