//===-- ErrorBranches.h - where this function leaves on errors --*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the author wrote about errors, read once for each function: the branches
// that leave after a failure, and the events that acquire or release something
// on the way. Two places between which no event lies own the same things.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_ERRORBRANCHES_H
#define FTIDY_LIB_FIXIT_ERRORBRANCHES_H

#include "CApi/Use.h"
#include "FixIt/PendingError.h"
#include "FixIt/SourceText.h"
#include "FixIt/Structure.h"
#include <memory>
#include <string>
#include <vector>

namespace ftidy {
class Function;
class Session;
} // namespace ftidy

namespace ftidy::fix {

/// Visits a statement and everything in it.
template <class Visitor> void forEach(const clang::Stmt *Root, Visitor Visit) {
  llvm::SmallVector<const clang::Stmt *, 32> Work{Root};
  while (!Work.empty()) {
    const clang::Stmt *S = Work.pop_back_val();
    Visit(S);
    for (const clang::Stmt *Child : S->children())
      if (Child)
        Work.push_back(Child);
  }
}

/// A place that may change what the function owns.
struct Event {
  unsigned At; ///< offset in the file
  const clang::Stmt *Node;
  const clang::VarDecl *Fills = nullptr;    ///< gets what is acquired
  const clang::VarDecl *Releases = nullptr; ///< is released
  bool Nulls = false; ///< what is released is NULL afterwards
};

/// The then or else part of an if, when it leaves the function and does nothing
/// before but release, report the error and set constants.
struct ErrorBranch {
  const clang::IfStmt *If;
  const clang::Stmt *Body;
  unsigned Begin, End;      ///< of the body
  const clang::Stmt *Jump;  ///< a return or goto, or the break of a loop
  bool SetsError;
  /// The branch is where one call in the condition has failed.
  bool AfterFailure;
  /// The variable that the condition has found to be NULL, negative or false.
  const clang::VarDecl *Failed;
  bool ReturnsFailed; ///< returns that variable, which is NULL
  std::vector<std::string> Code; ///< to be written elsewhere
};

class ErrorBranches {
public:
  ErrorBranches(Function &F, Session &S, const SourceText &Text,
                const Structure &Tree)
      : F(F), S(S), Text(Text), Tree(Tree) {}

  llvm::ArrayRef<ErrorBranch> branches() { return read(), Branches; }
  llvm::ArrayRef<Event> events() { return read(), Events; }

  /// Whether the text at this offset is in a part that leaves the function and
  /// holds none of these offsets: nothing flows from there to them.
  bool leavesBefore(unsigned At, unsigned A, unsigned B);

  /// Whether this call acquires or releases nothing, as far as facts say.
  bool isQuietCall(const clang::CallExpr &Call) const;

  /// Whether an exception may be set when this expression is evaluated.
  bool mayBePending(const clang::Expr *E);

  /// Whether a return of this value tells the caller of an error.
  bool isErrorValue(const clang::Expr *Value);

  /// The compound statement, or the head of a loop, that V is declared in.
  const clang::Stmt *scopeOf(const clang::VarDecl *V);

  /// The offsets at which V is assigned to.
  llvm::ArrayRef<unsigned> assignments(const clang::VarDecl *V);

  /// Whether the text before this offset gives V a value. Only a pointer without
  /// an initialiser has none.
  bool isSetBefore(const clang::VarDecl *V, unsigned At);

  /// The statements from a label to the end of its block.
  std::vector<const clang::Stmt *> behind(const clang::LabelDecl *L);

private:
  void read();
  void readEvents();
  void readBranch(const clang::IfStmt &If, const clang::Stmt *Body,
                  bool IsThen);
  bool fillsElement(const clang::Expr *Condition, const clang::IfStmt &If);
  bool readCleanup(const clang::Stmt *Each, ErrorBranch &Into);

  Function &F;
  Session &S;
  const SourceText &Text;
  const Structure &Tree;
  bool Done = false;
  bool ZeroIsError = false;
  std::unique_ptr<PendingError> Pending;
  std::vector<ErrorBranch> Branches;
  std::vector<Event> Events;
  std::vector<Stretch> Leaving;
  llvm::DenseMap<const clang::VarDecl *, const clang::Stmt *> Scopes;
  llvm::DenseMap<const clang::VarDecl *, std::vector<unsigned>> Assigned;
  llvm::DenseMap<const clang::LabelDecl *, const clang::LabelStmt *> Labels;
};

/// Whether this use begins something that another call has to end, though its
/// fact says of no reference or out-parameter: a recursion, a thread state.
bool begins(const capi::Use &U);

/// Py_CLEAR: releases what a variable holds, if anything, and leaves NULL.
bool clears(const capi::Use &U);

/// The function that frees memory that was allocated without Python objects in
/// it, and does nothing with NULL.
bool isFree(const clang::CallExpr &Call);

} // namespace ftidy::fix

#endif
