//===-- MissingVisits.h - visit what a traverse leaves out -----*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Plans the visits that a traverse function lacks: the type first, each field
// in the order of the struct, the managed dictionary last.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_MISSINGVISITS_H
#define FTIDY_LIB_FIXIT_MISSINGVISITS_H

#include "FixIt/EditPlan.h"
#include "Ownership/Visits.h"

namespace ftidy {
class Session;
}

namespace ftidy::fix {

/// What is missing from one traverse function.
struct Lacking {
  bool Type = false;
  bool ManagedDict = false;
  std::vector<own::Unvisited> Fields;
};

/// True when the function visits the type of the object in a branch that is
/// compiled for other versions of Python.
bool mentionsType(const clang::FunctionDecl &Traverse, Session &S);

/// One plan for all of it.
EditPlan addVisits(const clang::FunctionDecl &Traverse,
                   const own::Visited &Seen, const Lacking &What, Session &S);

/// Returns what a call of PyObject_VisitManagedDict returns when that is not 0.
EditPlan returnResult(const clang::CallExpr &Call,
                      const clang::FunctionDecl &Traverse, Session &S);

} // namespace ftidy::fix

#endif
