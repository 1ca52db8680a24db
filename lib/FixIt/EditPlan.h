//===-- EditPlan.h - the change that keeps every path balanced -*- C++ -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A plan is a value: all edits of one fix, or the reason why there is none. It
// is written whole or not at all, since all its edits hang on one diagnostic.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_LIB_FIXIT_EDITPLAN_H
#define FTIDY_LIB_FIXIT_EDITPLAN_H

#include "Options.h"
#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/StringRef.h"
#include <string>
#include <vector>

namespace ftidy::fix {

/// Why there is no fix; the texts are in Reasons.def.
enum class Reason : uint8_t {
  None,
#define REASON(ENUMERATOR, TEXT) ENUMERATOR,
#include "FixIt/Reasons.def"
#undef REASON
};

llvm::StringRef reasonText(Reason R);

/// How far a fix can be trusted. It only ever goes down.
enum class Level : uint8_t {
  None,   ///< no fix
  Review, ///< balanced, but something observable may change
  Safe,   ///< same values, same order of effects, every path balanced
};

/// Replaces `Length` bytes at `Offset` of the file that the finding is in; 0
/// inserts.
struct Edit {
  unsigned Offset;
  unsigned Length;
  std::string Text;

  /// By place; an insertion comes before what is replaced there.
  bool operator<(const Edit &O) const {
    return Offset != O.Offset ? Offset < O.Offset : Length < O.Length;
  }
  /// True when the two change one place: the order would matter.
  bool overlaps(const Edit &O) const {
    return Offset == O.Offset || (Offset < O.Offset ? Offset + Length > O.Offset
                                                    : O.Offset + O.Length > Offset);
  }
};

/// The edits in order. An insertion where a replacement begins becomes part of
/// it, as does another insertion.
std::vector<Edit> inOrder(std::vector<Edit> Edits);

class EditPlan {
public:
  /// No fix, and no note about it either (nothing was tried).
  EditPlan() = default;

  static EditPlan refuse(Reason Why, std::string Detail = {}) {
    EditPlan P;
    P.Why = Why;
    P.Detail = std::move(Detail);
    return P;
  }
  /// Written by the plan of the finding on that line.
  static EditPlan together(unsigned Line) {
    EditPlan P;
    P.WithLine = Line;
    return P;
  }
  static EditPlan of(std::vector<Edit> Edits) {
    EditPlan P;
    P.L = Level::Safe;
    P.Edits = std::move(Edits);
    return P;
  }

  Level level() const { return L; }
  Reason reason() const { return Why; }
  const std::vector<Edit> &edits() const { return Edits; }

  /// Makes a safe plan one to review; What says what may change.
  void lowerToReview(llvm::StringRef What) {
    if (L == Level::Safe)
      L = Level::Review;
    if (!Changes.empty())
      Changes += "; ";
    Changes += What;
  }

  /// True when the user's FixLevel lets this plan be written.
  bool allowed(FixLevel Wanted) const {
    return L == Level::Safe ||
           (L == Level::Review && Wanted == FixLevel::Review);
  }

  /// True when another plan of this run mends it, or the next run may.
  bool isOfOther() const { return WithLine || Why == Reason::OtherFix; }

  /// "no fix: ...", "fix needs review: ..." or empty.
  std::string note() const;

private:
  Level L = Level::None;
  unsigned WithLine = 0;
  Reason Why = Reason::None;
  std::string Detail, Changes;
  std::vector<Edit> Edits;
};

} // namespace ftidy::fix

#endif
