//===-- BorrowedSitesTest.cpp - borrowed from what others change -*- C++
//-*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Ownership/BorrowedSites.h"
#include "Analysed.h"
#include "gtest/gtest.h"

using namespace clang;

namespace ftidy::own {
namespace {

using test::Analysed;
using test::Language;
using Texts = std::vector<std::string>;

/// "PyDict_GetItem from d"; a function of the project is written "f() from x".
Texts sitesOf(Analysed &A, llvm::StringRef Name = "f") {
  Texts Result;
  for (const BorrowedSite &S : A.function(Name).borrowed().all()) {
    std::string Text =
        S.Use ? S.Use->F->Name.str() : S.Through->getNameAsString() + "()";
    if (S.Lender)
      Text += " from " + capi::written(S.Lender, A.context()).str();
    Result.push_back(Text);
  }
  return Result;
}

class BorrowedSitesTest : public ::testing::TestWithParam<Language> {};
INSTANTIATE_TEST_SUITE_P(Languages, BorrowedSitesTest,
                         ::testing::Values(Language::C, Language::CXX),
                         [](const auto &I) {
                           return I.param == Language::C ? "C" : "CXX";
                         });

TEST_P(BorrowedSitesTest, EveryLender) {
  Analysed A(R"(
    void f(PyObject *l, PyObject *d, PyObject *o) {
      PyList_GetItem(l, 0); PyList_GET_ITEM(l, 0); PyDict_GetItem(d, o);
      PySys_GetObject("path"); PyImport_AddModule("m");
      PyTuple_GET_ITEM(o, 0); PyObject_GetAttr(o, d); Py_INCREF(o);
    })",
             GetParam());
  EXPECT_EQ(sitesOf(A),
            (Texts{"PyList_GetItem from l", "PyList_GET_ITEM from l",
                   "PyDict_GetItem from d", "PySys_GetObject",
                   "PyImport_AddModule"}));
}

TEST_P(BorrowedSitesTest, PrivateLenders) {
  Analysed A(R"(
    void f(PyObject *l, PyObject *d, PyObject *o) {
      PyObject *mine = PyList_New(1);
      PyList_GetItem(mine, 0);
      if (PyTuple_Check(o)) PySequence_Fast_GET_ITEM(o, 0);
      PyList_Append(l, mine);
      PyList_GetItem(mine, 0);
    })",
             GetParam());
  EXPECT_EQ(sitesOf(A), Texts{"PyList_GetItem from mine"});
}

const char Helpers[] = R"(
static PyObject *item(int n, PyObject *from) {
  if (n < 0) return NULL;
  PyObject *v = PyList_GetItem(from, n);
  return v;
}
static PyObject *strong(PyObject *from) {
  PyObject *v = PyList_GetItem(from, 0);
  Py_XINCREF(v);
  return v;
}
static PyObject *path(void) { return PySys_GetObject("path"); }
static PyObject *twice(PyObject *a, PyObject *b) { return item(1, b); }
static PyObject *itself(PyObject *a, int n) {
  return n ? itself(a, n - 1) : PyList_GetItem(a, 0);
}
static PyObject *check(PyObject *a) {
  return PyList_GetItem(a, 0) ? a : NULL;
}
)";

TEST_P(BorrowedSitesTest, ThroughFunctionsOfTheFile) {
  Analysed A(std::string(Helpers) + R"(
    void f(PyObject *l, PyObject *o) {
      item(2, l);
      strong(l);
      path();
      twice(o, l);
      itself(l, 3);
      check(l);
    })",
             GetParam());
  EXPECT_EQ(sitesOf(A), (Texts{"item() from l", "path()", "twice() from l",
                               "itself() from l"}));
}

TEST_P(BorrowedSitesTest, ThroughFunctionsOfPrivateLenders) {
  Analysed A(std::string(Helpers) + R"(
    void f(PyObject *l) {
      PyObject *mine = PyList_New(1);
      item(0, mine);
      item(0, l);
    })",
             GetParam());
  EXPECT_EQ(sitesOf(A), Texts{"item() from l"});
}

TEST_P(BorrowedSitesTest, Results) {
  Analysed A(Helpers, GetParam());
  auto From = [&](llvm::StringRef Name) -> int {
    const auto Result = A.session().borrowedResult(*A.decl(Name));
    return Result ? Result->FromParameter : -9;
  };
  EXPECT_EQ(From("item"), 1);
  EXPECT_EQ(From("strong"), -9);
  EXPECT_EQ(From("path"), -1);
  EXPECT_EQ(From("twice"), 1);
  EXPECT_EQ(From("itself"), 0);
  EXPECT_EQ(From("check"), -9);
}

TEST_P(BorrowedSitesTest, AnnotatedFunctions) {
  Analysed A(R"(
    __attribute__((annotate("ftidy:returns_borrowed")))
    PyObject *elsewhere(PyObject *);
    PyObject *unknown(PyObject *);
    void f(PyObject *l) { elsewhere(l); unknown(l); })",
             GetParam());
  EXPECT_EQ(sitesOf(A), Texts{"elsewhere()"});
}

TEST_P(BorrowedSitesTest, WhileTheModuleIsInitialised) {
  Analysed A(R"(
    static int add(PyObject *m) {
      PyObject *d = PyModule_GetDict(m);
      return PyDict_GetItemString(d, "x") != NULL;
    }
    __attribute__((annotate("ftidy:init_only")))
    void annotated(PyObject *d) { PyDict_GetItemString(d, "x"); }
    static struct PyModuleDef module = {
      PyModuleDef_HEAD_INIT, "m", 0, -1, 0, 0, 0, 0, 0};
    PyMODINIT_FUNC PyInit_m(void) {
      PyObject *m = PyModule_Create(&module);
      PyImport_AddModule("other");
      return add(m) ? NULL : m;
    })",
             GetParam());
  EXPECT_EQ(sitesOf(A, "PyInit_m"), Texts{});
  EXPECT_EQ(sitesOf(A, "add"), Texts{});
  EXPECT_EQ(sitesOf(A, "annotated"), Texts{});
}

// A shim for an older Python, which has no free threads; a branch that only a
// Python with a GIL compiles.
TEST_P(BorrowedSitesTest, ForPythonsWithAGil) {
  Analysed A(R"(
    static int PyDict_ContainsString(PyObject *d, const char *k) {
      return PyDict_GetItemString(d, k) != NULL;
    }
    void f(PyObject *l) {
#ifndef Py_GIL_DISABLED
      PyList_GetItem(l, 0);
#endif
      PyList_GetItem(l, 1);
    })",
             GetParam(), {"-DPY_VERSION_HEX=0x030C0000"});
  EXPECT_EQ(sitesOf(A, "PyDict_ContainsString"), Texts{});
  EXPECT_EQ(sitesOf(A), Texts{"PyList_GetItem from l"});
}

} // namespace
} // namespace ftidy::own
