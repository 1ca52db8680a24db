//===-- MentionsTest.cpp - names in the text, compiled or not -*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CApi/Mentions.h"
#include "Analysed.h"
#include "gtest/gtest.h"

namespace ftidy::capi {
namespace {

using test::Analysed;

TEST(Mentions, CompiledOrNot) {
  Analysed A(R"(
// wanted in a comment
const char *text = "wanted in a string";
#ifdef NEVER
#  if A > 1 && defined ( B )
int wanted;
#  elif C
int wanted;
#  else
int wanted;
#  endif
#endif
int wanted2, wanted;
)");
  std::string Found;
  for (const Mention &M : mentions(A.sources(), A.context().getLangOpts(),
                                   A.sources().getMainFileID(), {"wanted"})) {
    EXPECT_EQ(M.Name, "wanted");
    for (const Directive &D : M.Under)
      Found += "[" + D.Text + "]";
    Found += ";";
  }
  EXPECT_EQ(Found, "[ifdef NEVER][if A > 1 && defined ( B )];"
                   "[ifdef NEVER][elif C];[ifdef NEVER][else];;");
}

TEST(Mentions, NoneAtAll) {
  Analysed A("int other;");
  EXPECT_TRUE(mentions(A.sources(), A.context().getLangOpts(),
                       A.sources().getMainFileID(), {"wanted"})
                  .empty());
}

} // namespace
} // namespace ftidy::capi
