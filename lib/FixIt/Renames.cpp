//===-- Renames.cpp - other names for calls
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/Renames.h"
#include "FixIt/SourceText.h"
#include "Session.h"
#include "clang/AST/ASTContext.h"

namespace ftidy::fix {

EditPlan renameCalls(llvm::ArrayRef<Rename> Calls, Session &S) {
  std::vector<Edit> Edits;
  for (const Rename &R : Calls) {
    const SourceText Text(S.context(), R.Name);
    if (Text.isHeader(S.origins()))
      return EditPlan::refuse(Reason::InHeader);
    if (!Text.isWritable())
      return EditPlan::refuse(Reason::ReadOnly);
    const auto Call = Text.call(R.Name);
    if (!Call)
      return EditPlan::refuse(Reason::HiddenByMacro);
    Edits.push_back(
        {Call->Name.Begin, Call->Name.End - Call->Name.Begin, R.To});
  }
  llvm::sort(Edits);
  return EditPlan::of(std::move(Edits));
}

} // namespace ftidy::fix
