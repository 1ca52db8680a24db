//===-- OwnershipDomain.h - the transfer functions of Ownership -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_OWNERSHIP_OWNERSHIPDOMAIN_H
#define FTIDY_LIB_OWNERSHIP_OWNERSHIPDOMAIN_H

#include "Ownership/Ownership.h"

namespace ftidy::own {

/// What each element of the graph does to the state. Private to this room.
class OwnershipDomain {
public:
  using State = RefState;

  explicit OwnershipDomain(Ownership &Into) : Into(Into) {}

  /// While set, transfer() writes the uses it sees into the sites.
  bool Recording = false;

  State entry() const { return {}; }
  void transfer(const clang::CFGElement &E, State &S);
  void assume(const clang::Expr *Condition, bool Taken, State &S);
  bool join(State &A, const State &B) { return A.join(B); }

private:
  void statement(const clang::Stmt *Node, State &S);
  void evaluate(const clang::Stmt *Node, State &S);
  void store(const clang::BinaryOperator &Assign, State &S);
  void storeIn(const clang::BinaryOperator &Assign, const clang::Expr *Value,
               State &S);
  void handOver(const clang::Expr *Value, State &S);
  void apiUse(const capi::Use &U, const clang::Stmt *Node, State &S);
  void assign(const clang::VarDecl *V, const clang::Expr *Value, State &S);
  void fillOutParameters(llvm::ArrayRef<const clang::Expr *> Args,
                         const capi::Fact *F, State &S);
  void keepArguments(const clang::CallExpr &Call, State &S);
  void fillObject(const clang::CallExpr &Call, State &S);
  void giveUp(const clang::Expr *Operand, State &S);
  void release(const clang::Expr *Operand, const clang::Stmt *At, State &S);

  /// What an expression yields, given the state after its operands ran.
  HeldSet valueOf(const clang::Expr *E, const State &S) const;
  std::optional<HeldSet> apiValue(const capi::Use &U, const State &S) const;
  HeldSet derivedFrom(const HeldSet &Values) const;

  /// Notes that `What` is done with whatever E yields.
  void note(Action What, const clang::Expr *E, const clang::Stmt *At,
            const State &S);

  Ownership &Into;
};

} // namespace ftidy::own

#endif
