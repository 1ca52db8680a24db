//===-- Touches.h - what the code in a section works on --------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_GUARDS_TOUCHES_H
#define FTIDY_LIB_GUARDS_TOUCHES_H

#include "Guards/Sections.h"
#include <vector>

namespace ftidy::guards {

/// One access to a field of the object that a variable points to.
struct FieldTouch {
  const clang::MemberExpr *Node;
  const clang::VarDecl *Base;
  bool Writes;
};

/// What the author's code in the block of a section speaks of; what the
/// section's own macros leave there does not count.
class Touches {
public:
  Touches(const Section &In, const clang::ASTContext &Context);

  /// True when the code mentions the variable that this text begins with, as in
  /// "(PyObject *)self->items".
  bool mention(llvm::StringRef Object) const;

  /// A field of an argument of the function that is touched although only other
  /// objects are locked: the same field of the locked object is touched too, and
  /// one of the two is written. Null when there is none.
  const FieldTouch *withoutLock(const Sections &All) const;

private:
  const Section &In;
  std::vector<FieldTouch> Fields;
  llvm::SmallVector<llvm::StringRef, 16> Names;
};

} // namespace ftidy::guards

#endif
