//===-- GuardsTest.cpp - what protects this point? --------------*- C++ -*-===//
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
class GuardsTest : public ::testing::TestWithParam<const char *> {
protected:
  /// For each PyList_GetItem of f: "+" when a section holds its list.
  std::string guarded(llvm::StringRef Body, llvm::StringRef Before = "") {
    Analysed A((Before +
                "PyObject *f(PyListObject *self, PyObject *l, "
                "PyObject *o, int n) {\n" +
                Body + "\nreturn NULL;\n}\n")
                   .str(),
               Language::C, {GetParam()});
    std::string Result;
    for (const capi::Use &U : A.function("f").uses().all())
      if (U.F->Name == "PyList_GetItem")
        Result += A.session().guards().sectionOn(U.arg(0), U.Loc) ? '+' : '-';
    return Result;
  }
};
INSTANTIATE_TEST_SUITE_P(Modes, GuardsTest,
                         ::testing::Values("-UPy_GIL_DISABLED",
                                           "-DPy_GIL_DISABLED"),
                         [](const auto &I) {
                           return I.index ? "Free" : "Gil";
                         });

TEST_P(GuardsTest, InsideAndOutside) {
  EXPECT_EQ(guarded("PyList_GetItem(l, 0);\n"
                    "Py_BEGIN_CRITICAL_SECTION(l);\n"
                    "PyList_GetItem(l, 1); PyList_GetItem(o, 1);\n"
                    "Py_END_CRITICAL_SECTION();\n"
                    "PyList_GetItem(l, 2);"),
            "-+--");
}

TEST_P(GuardsTest, OneOfTwo) {
  EXPECT_EQ(guarded("Py_BEGIN_CRITICAL_SECTION2(l, o);\n"
                    "PyList_GetItem(l, 1); PyList_GetItem(o, 1);\n"
                    "PyList_GetItem((PyObject *)self, 1);\n"
                    "Py_END_CRITICAL_SECTION2();"),
            "++-");
}

// Casts, parentheses and white space make no other object.
TEST_P(GuardsTest, SpelledOtherwise) {
  EXPECT_EQ(guarded("Py_BEGIN_CRITICAL_SECTION(self);\n"
                    "PyList_GetItem((PyObject *)self, 1);\n"
                    "PyList_GetItem((PyObject*) (self), 1);\n"
                    "Py_END_CRITICAL_SECTION();\n"
                    "Py_BEGIN_CRITICAL_SECTION((PyObject *)self);\n"
                    "PyList_GetItem((PyObject *)self, 1);\n"
                    "Py_END_CRITICAL_SECTION();\n"
                    "Py_BEGIN_CRITICAL_SECTION(self->ob_item[ n ]);\n"
                    "PyList_GetItem(self->ob_item[n], 1);\n"
                    "PyList_GetItem(self->ob_item[0], 1);\n"
                    "Py_END_CRITICAL_SECTION();\n"),
            "++++-");
}

TEST_P(GuardsTest, ByAMacro) {
  const char *Before = "#define ITEMS(x) PyTuple_GET_ITEM(x, 0)\n";
  EXPECT_EQ(guarded("Py_BEGIN_CRITICAL_SECTION(ITEMS(o));\n"
                    "PyList_GetItem(ITEMS(o), 1);\n"
                    "PyList_GetItem(ITEMS(l), 1);\n"
                    "PyList_GetItem(o, 1);\n"
                    "Py_END_CRITICAL_SECTION();\n",
                    Before),
            "+--");
}

// Threads that are allowed protect nothing.
TEST_P(GuardsTest, OnlyCriticalSections) {
  EXPECT_EQ(guarded("Py_BEGIN_ALLOW_THREADS\n"
                    "PyList_GetItem(l, 1);\n"
                    "Py_END_ALLOW_THREADS\n"),
            "-");
}

TEST_P(GuardsTest, Wrappers) {
  EXPECT_EQ(guarded("MY_BEGIN_CRITICAL_SECTION(l);\n"
                    "PyList_GetItem(l, 1);\n"
                    "MY_END_CRITICAL_SECTION();\n"
                    "PyList_GetItem(l, 1);\n",
                    "#define MY_BEGIN_CRITICAL_SECTION(o) "
                    "Py_BEGIN_CRITICAL_SECTION(o)\n"
                    "#define MY_END_CRITICAL_SECTION() "
                    "Py_END_CRITICAL_SECTION()\n"),
            "+-");
}

TEST_P(GuardsTest, TheInnermostIsFound) {
  Analysed A(R"(void f(PyObject *l, PyObject *o) {
  Py_BEGIN_CRITICAL_SECTION(l);
  Py_BEGIN_CRITICAL_SECTION(o);
  Py_BEGIN_CRITICAL_SECTION(l);
  PyList_GetItem(l, 0);
  Py_END_CRITICAL_SECTION();
  Py_END_CRITICAL_SECTION();
  Py_END_CRITICAL_SECTION();
})",
             Language::C, {GetParam()});
  const auto *Call = cast<CallExpr>(A.find("f", "PyList_GetItem(l, 0)"));
  const capi::ScopeMacro *Section =
      A.session().guards().sectionOn(Call->getArg(0), Call->getBeginLoc());
  ASSERT_TRUE(Section);
  EXPECT_EQ(A.line(Section->Begin), 5u);
  EXPECT_FALSE(A.session().guards().sectionOn(nullptr, Call->getBeginLoc()));
}

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
