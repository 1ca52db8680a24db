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
#include "FixIt/SourceText.h"
#include "FixIt/Structure.h"
#include "Ownership/BorrowedSites.h"

namespace ftidy::fix {

class StrongCall {
public:
  StrongCall(Function &F, Session &S, const SourceText &Text,
             const Structure &Tree)
      : F(F), S(S), Text(Text), Tree(Tree) {}

  struct Result {
    Reason Why = Reason::None;
    std::string Detail;
    std::vector<std::string> Changes; ///< what a reviewer must agree to
    std::vector<Edit> Edits;
  };
  Result acquire(const own::BorrowedSite &Site, const clang::VarDecl *Holder);

private:
  bool outParameter(const own::BorrowedSite &Site, const capi::Fact &Twin,
                    const clang::VarDecl *Holder, const SourceText::Call &Call);
  bool mayHavePendingError();
  bool leavesWithError(const clang::VarDecl *Holder, const clang::Stmt *After);
  bool refuse(Reason Why, std::string Detail = {});

  Function &F;
  Session &S;
  const SourceText &Text;
  const Structure &Tree;
  Result R;
};

} // namespace ftidy::fix

#endif
