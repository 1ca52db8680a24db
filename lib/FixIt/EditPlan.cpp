//===-- EditPlan.cpp - the change that keeps every path balanced
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/EditPlan.h"

namespace ftidy::fix {

llvm::StringRef reasonText(Reason R) {
  switch (R) {
  case Reason::None:
    return "";
#define REASON(ENUMERATOR, TEXT)                                               \
  case Reason::ENUMERATOR:                                                     \
    return TEXT;
#include "FixIt/Reasons.def"
#undef REASON
  }
  return "";
}

std::string EditPlan::note() const {
  if (WithLine)
    return "fixed together with line " + std::to_string(WithLine);
  if (L == Level::Review)
    return "fix needs review: " + Changes + " (FixLevel=review)";
  if (L == Level::None && Why != Reason::None)
    return "no fix: " + reasonText(Why).str() +
           (Detail.empty() ? "" : " (" + Detail + ")");
  return std::string();
}

std::vector<Edit> inOrder(std::vector<Edit> Edits) {
  llvm::stable_sort(Edits);
  std::vector<Edit> Result;
  for (Edit &E : Edits) {
    if (!Result.empty() && Result.back().Offset == E.Offset &&
        Result.back().Length == 0) {
      Result.back().Length = E.Length;
      Result.back().Text += E.Text;
    } else {
      Result.push_back(std::move(E));
    }
  }
  return Result;
}

} // namespace ftidy::fix
