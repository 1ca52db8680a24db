//===-- GuardsTest.cpp - what ends a protection? ----------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Guards/Guards.h"
#include "Analysed.h"
#include "gtest/gtest.h"

using namespace clang;

namespace ftidy::guards {
namespace {

using test::Analysed;
using test::Language;

/// In GIL builds a section leaves nothing in the AST.
class GuardsTest : public ::testing::TestWithParam<const char *> {};
INSTANTIATE_TEST_SUITE_P(Modes, GuardsTest,
                         ::testing::Values("-UPy_GIL_DISABLED",
                                           "-DPy_GIL_DISABLED"),
                         [](const auto &I) {
                           return I.index ? "Free" : "Gil";
                         });

// A section is suspended by what runs Python code or leaves the thread state.
TEST_P(GuardsTest, Suspended) {
  Analysed A(R"(void own(PyObject *);
void f(PyObject *l, PyObject *o) {
  PyList_GetItem(l, 0);
  Py_INCREF(o);
  own(o);
  PyObject_CallNoArgs(o);
  PyList_GetItem(l, 1);
  Py_BEGIN_ALLOW_THREADS
  Py_END_ALLOW_THREADS
  PyList_GetItem(l, 2);
})",
             Language::C, {GetParam()});
  const capi::Uses &Uses = A.function("f").uses();
  auto Suspends = [&](llvm::StringRef From, llvm::StringRef To) {
    return A.session().guards().maySuspend(Uses, A.placeOf(From),
                                           A.placeOf(To));
  };
  EXPECT_FALSE(Suspends("PyList_GetItem(l, 0)", "own(o);"));
  EXPECT_TRUE(Suspends("PyList_GetItem(l, 0)", "PyList_GetItem(l, 1)"));
  EXPECT_TRUE(Suspends("own(o);", "PyObject_CallNoArgs"))
      << "the end is part of it";
  EXPECT_FALSE(Suspends("PyObject_CallNoArgs", "PyList_GetItem(l, 1)"))
      << "the begin is not";
  EXPECT_TRUE(Suspends("PyList_GetItem(l, 1)", "PyList_GetItem(l, 2)"));
}

} // namespace
} // namespace ftidy::guards
