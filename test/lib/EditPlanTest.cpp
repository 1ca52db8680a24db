//===-- EditPlanTest.cpp - a plan is a value --------------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/EditPlan.h"
#include "gtest/gtest.h"
#include <set>

namespace ftidy::fix {
namespace {

TEST(EditPlans, NothingTried) {
  const EditPlan P;
  EXPECT_EQ(P.level(), Level::None);
  EXPECT_EQ(P.note(), "");
  EXPECT_FALSE(P.allowed(FixLevel::Safe));
  EXPECT_FALSE(P.allowed(FixLevel::Review));
}

TEST(EditPlans, Refused) {
  const EditPlan P = EditPlan::refuse(Reason::NoTwin);
  EXPECT_EQ(P.level(), Level::None);
  EXPECT_EQ(P.reason(), Reason::NoTwin);
  EXPECT_EQ(P.note(), "no fix: " + reasonText(Reason::NoTwin).str());
  EXPECT_FALSE(P.allowed(FixLevel::Review));
  EXPECT_TRUE(P.edits().empty());
  EXPECT_EQ(EditPlan::refuse(Reason::NoTwin, "that one").note(),
            "no fix: " + reasonText(Reason::NoTwin).str() + " (that one)");
}

TEST(EditPlans, Safe) {
  const EditPlan P = EditPlan::of({{10, 2, "x"}});
  EXPECT_EQ(P.level(), Level::Safe);
  EXPECT_EQ(P.note(), "");
  EXPECT_TRUE(P.allowed(FixLevel::Safe));
  EXPECT_TRUE(P.allowed(FixLevel::Review));
  ASSERT_EQ(P.edits().size(), 1u);
  EXPECT_EQ(P.edits()[0].Text, "x");
}

// Levels only go down.
TEST(EditPlans, Lowered) {
  EditPlan P = EditPlan::of({{10, 2, "x"}});
  P.lowerToReview("an error is set");
  EXPECT_EQ(P.level(), Level::Review);
  EXPECT_FALSE(P.allowed(FixLevel::Safe));
  EXPECT_TRUE(P.allowed(FixLevel::Review));
  P.lowerToReview("it lives longer");
  EXPECT_EQ(P.level(), Level::Review);
  EXPECT_EQ(P.note(), "fix needs review: an error is set; it lives longer "
                      "(FixLevel=review)");
  EditPlan Refused = EditPlan::refuse(Reason::NoTwin);
  Refused.lowerToReview("an error is set");
  EXPECT_EQ(Refused.level(), Level::None) << "no plan does not become one";
  EXPECT_FALSE(Refused.allowed(FixLevel::Review));
}

TEST(EditPlans, Together) {
  const EditPlan P = EditPlan::together(12);
  EXPECT_EQ(P.note(), "fixed together with line 12");
  EXPECT_TRUE(P.edits().empty());
  EXPECT_FALSE(P.allowed(FixLevel::Safe));
}

TEST(Reasons, EachHasItsOwnText) {
  std::set<llvm::StringRef> Texts;
  unsigned Count = 0;
#define REASON(ENUMERATOR, TEXT)                                               \
  ++Count;                                                                     \
  Texts.insert(reasonText(Reason::ENUMERATOR));
#include "FixIt/Reasons.def"
#undef REASON
  EXPECT_GT(Count, 0u);
  EXPECT_EQ(Texts.size(), Count);
  EXPECT_FALSE(Texts.count(""));
  EXPECT_EQ(reasonText(Reason::None), "");
}

} // namespace
} // namespace ftidy::fix
