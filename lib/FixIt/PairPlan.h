//===-- PairPlan.h - two calls made one ------------------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Plans for what is added to a dict when it is missing, or deleted when it is
// there. The question stays; the act becomes a call that asks again under the
// dict's own lock:
//   - PyDict_DelItem becomes PyDict_Pop, which does nothing when another thread
//     was first;
//   - PyDict_SetItem becomes PyDict_SetDefaultRef, and the variable with the new
//     value takes what is in the dict now. It must own a reference, and be the
//     only name of the value.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_PAIRPLAN_H
#define FTIDY_LIB_FIXIT_PAIRPLAN_H

#include "FixIt/EditPlan.h"
#include "FixIt/SourceText.h"
#include "FixIt/Structure.h"
#include "Sharing/Pairs.h"

namespace ftidy {
class Function;
class Session;
} // namespace ftidy

namespace ftidy::fix {

class PairPlan {
public:
  PairPlan(Function &F, Session &S);

  /// The plan for one pair of the function.
  EditPlan of(const sharing::Pair &P);

private:
  EditPlan remove(const sharing::Pair &P);
  bool isAlone(const sharing::Pair &P) const;
  bool tells(const clang::Stmt *Condition, const capi::Use &Ask) const;
  EditPlan insert(const sharing::Pair &P);
  /// How the result of the call is used.
  enum class Tested : uint8_t { Never, Negative, Otherwise };
  Tested testOf(const clang::Stmt *Call) const;
  bool ownsNewReference(const sharing::Pair &P, const clang::VarDecl &V) const;

  Function &F;
  Session &S;
  SourceText Text;
  Structure Tree;
};

} // namespace ftidy::fix

#endif
