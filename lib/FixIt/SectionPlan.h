//===-- SectionPlan.h - sections that are there, made right ----*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_SECTIONPLAN_H
#define FTIDY_LIB_FIXIT_SECTIONPLAN_H

#include "FixIt/LockRegion.h"

namespace ftidy::fix {

/// Plans for critical sections of one function that are misused.
class SectionPlan {
public:
  SectionPlan(Function &F, Session &S);

  /// Makes every way out of a section lead through its end. Safe: a build with
  /// the GIL does what it did.
  EditPlan repair(const guards::Section &Of) { return Region.repair(Of); }

  /// Makes one section on two objects out of two on one each, when nothing
  /// stands between them. Needs review: both are held at once.
  EditPlan join(const guards::Section &Outer, const guards::Section &Inner);

  /// Makes a section on one object lock that of a variable, too.
  EditPlan widen(const guards::Section &Of, const clang::VarDecl &Other);

  /// Ends the block of a section's holder before this statement of it.
  EditPlan endBefore(const guards::Section &Of, const clang::Stmt &Statement);

  /// The section whose block holds the block of S directly, or null.
  const guards::Section *outerOf(const guards::Section &S) const;
  /// S lies in another section that a macro begins.
  bool isInside(const guards::Section &S) const;

  const Structure &tree() const { return Region.tree(); }

private:
  Reason editable(const guards::Section &Of) const;
  std::vector<const clang::Stmt *> inside(const guards::Section &Of) const;
  void remove(clang::SourceLocation Macro, std::vector<Edit> &Into) const;

  Function &F;
  Session &S;
  SourceText Text;
  LockRegion Region;
};

} // namespace ftidy::fix

#endif
