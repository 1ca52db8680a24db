//===-- SectionsTest.cpp - which critical section holds here? ----*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Guards/Sections.h"
#include "Analysed.h"
#include "gtest/gtest.h"

using namespace clang;

namespace ftidy::guards {
namespace {

using test::Analysed;
using test::Language;

/// In GIL builds a section leaves nothing in the AST.
class SectionsTest : public ::testing::TestWithParam<const char *> {
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
        Result += A.function("f").sections().on(U.arg(0), U.Loc) ? '+' : '-';
    return Result;
  }
};
INSTANTIATE_TEST_SUITE_P(Modes, SectionsTest,
                         ::testing::Values("-UPy_GIL_DISABLED",
                                           "-DPy_GIL_DISABLED"),
                         [](const auto &I) {
                           return I.index ? "Free" : "Gil";
                         });

TEST_P(SectionsTest, InsideAndOutside) {
  EXPECT_EQ(guarded("PyList_GetItem(l, 0);\n"
                    "Py_BEGIN_CRITICAL_SECTION(l);\n"
                    "PyList_GetItem(l, 1); PyList_GetItem(o, 1);\n"
                    "Py_END_CRITICAL_SECTION();\n"
                    "PyList_GetItem(l, 2);"),
            "-+--");
}

TEST_P(SectionsTest, OneOfTwo) {
  EXPECT_EQ(guarded("Py_BEGIN_CRITICAL_SECTION2(l, o);\n"
                    "PyList_GetItem(l, 1); PyList_GetItem(o, 1);\n"
                    "PyList_GetItem((PyObject *)self, 1);\n"
                    "Py_END_CRITICAL_SECTION2();"),
            "++-");
}

// Casts, parentheses and white space make no other object.
TEST_P(SectionsTest, SpelledOtherwise) {
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

TEST_P(SectionsTest, ByAMacro) {
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
TEST_P(SectionsTest, OnlyCriticalSections) {
  EXPECT_EQ(guarded("Py_BEGIN_ALLOW_THREADS\n"
                    "PyList_GetItem(l, 1);\n"
                    "Py_END_ALLOW_THREADS\n"),
            "-");
}

TEST_P(SectionsTest, Wrappers) {
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

TEST_P(SectionsTest, TheInnermostIsFound) {
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
  const Sections &Found = A.function("f").sections();
  const Section *Section = Found.on(Call->getArg(0), Call->getBeginLoc());
  ASSERT_TRUE(Section);
  EXPECT_EQ(A.line(Section->Begin), 5u);
  EXPECT_FALSE(Found.on(nullptr, Call->getBeginLoc()));
}

// A wrapper whose name says nothing: what is inside it speaks for it.
TEST_P(SectionsTest, WrappersOfAnyName) {
  EXPECT_EQ(guarded("LOCK(l);\n"
                    "PyList_GetItem(l, 1); PyList_GetItem(o, 1);\n"
                    "UNLOCK();\n"
                    "PyList_GetItem(l, 1);\n"
                    "LOCKED(l, PyList_GetItem(l, 1));\n"
                    "PyList_GetItem(l, 1);\n",
                    "#define LOCK(o) MY_BEGIN_CRITICAL_SECTION(o)\n"
                    "#define UNLOCK() MY_END_CRITICAL_SECTION()\n"
                    "#define MY_BEGIN_CRITICAL_SECTION(o) "
                    "Py_BEGIN_CRITICAL_SECTION(o)\n"
                    "#define MY_END_CRITICAL_SECTION() "
                    "Py_END_CRITICAL_SECTION()\n"
                    "#define LOCKED(o, code) Py_BEGIN_CRITICAL_SECTION(o); "
                    "code; Py_END_CRITICAL_SECTION()\n"),
            "+--+-");
}

// The names and places of the sections of f; a '{' where one has a block.
static std::string listed(Analysed &A, llvm::StringRef Function = "f") {
  std::string Result;
  for (const Section &S : A.function(Function).sections().all()) {
    Result += S.Name.str() + (S.Body ? "{" : "");
    for (const std::string &Object : S.Objects)
      Result += " " + Object;
    Result += " " + std::to_string(A.line(S.Begin)) + "-" +
              std::to_string(A.line(S.End)) + "\n";
  }
  return Result;
}

TEST_P(SectionsTest, Forms) {
  Analysed A(R"(#define MY_BEGIN_CRITICAL_SECTION_NO_BRACKETS(o) (void)(o)
#define MY_END_CRITICAL_SECTION_NO_BRACKETS() (void)0
static PyMutex lock;
void f(PyObject *a, PyObject *b) {
  Py_BEGIN_CRITICAL_SECTION2(a, b);
  Py_BEGIN_CRITICAL_SECTION_MUTEX(&lock);
  Py_END_CRITICAL_SECTION();
  Py_END_CRITICAL_SECTION2();
  MY_BEGIN_CRITICAL_SECTION_NO_BRACKETS(a);
  MY_END_CRITICAL_SECTION_NO_BRACKETS();
})",
             Language::C, {GetParam(), "-DPY_VERSION_HEX=0x030E0000"});
  EXPECT_EQ(listed(A), "Py_BEGIN_CRITICAL_SECTION2{ a b 6-9\n"
                       "Py_BEGIN_CRITICAL_SECTION_MUTEX{ &lock 7-8\n"
                       "MY_BEGIN_CRITICAL_SECTION_NO_BRACKETS a 10-11\n");
}

TEST_P(SectionsTest, ObjectsThatHoldOne) {
  Analysed A(R"(namespace nanobind {
struct handle { handle(PyObject *) {} };
struct ft_object_guard { ft_object_guard(handle) {} };
struct ft_object2_guard { ft_object2_guard(handle, handle) {} };
}
namespace pybind11 {
struct handle { handle(PyObject *o = nullptr) {} };
struct scoped_critical_section { scoped_critical_section(handle, handle = handle()) {} };
}
void f(PyObject *a, PyObject *b) {
  pybind11::scoped_critical_section both(a, b);
  {
    nanobind::ft_object_guard guard(a);
    PyList_GetItem(a, 0);
  }
  nanobind::ft_object2_guard two{a, b};
  pybind11::scoped_critical_section one{a};
})",
             Language::CXX, {GetParam()});
  EXPECT_EQ(listed(A), "scoped_critical_section{ a b 12-19\n"
                       "ft_object_guard{ a 14-16\n"
                       "ft_object2_guard{ a b 17-19\n"
                       "scoped_critical_section{ a 18-19\n");
  const auto *Call = cast<CallExpr>(A.find("f", "PyList_GetItem(a, 0)"));
  const Section *Section =
      A.function("f").sections().on(Call->getArg(0), Call->getBeginLoc());
  ASSERT_TRUE(Section);
  EXPECT_EQ(A.line(Section->Begin), 14u);
}

// Each lambda has sections of its own.
TEST_P(SectionsTest, Lambdas) {
  Analysed A(R"(void f(PyObject *a) {
  auto inner = [](PyObject *b) {
    Py_BEGIN_CRITICAL_SECTION(b);
    Py_END_CRITICAL_SECTION();
  };
  inner(a);
})",
             Language::CXX, {GetParam()});
  EXPECT_EQ(listed(A), "");
}

// A field's protection may be the lock of the object that it is a field of.
TEST_P(SectionsTest, OwnersProtect) {
  Analysed A(R"(struct box { PyObject_HEAD PyObject *items; };
void f(struct box *self, struct box *other) {
  Py_BEGIN_CRITICAL_SECTION(self);
  PyList_GetItem(self->items, 0);
  PyList_GetItem(other->items, 0);
  Py_END_CRITICAL_SECTION();
})",
             Language::C, {GetParam()});
  const Sections &Found = A.function("f").sections();
  std::string Result;
  for (const capi::Use &U : A.function("f").uses().all())
    if (U.F->Name == "PyList_GetItem") {
      EXPECT_FALSE(Found.on(U.arg(0), U.Loc));
      Result += Found.protecting(U.arg(0), U.Loc) ? '+' : '-';
    }
  EXPECT_EQ(Result, "+-");
}

} // namespace
} // namespace ftidy::guards
