//===-- RefcountTestsTest.cpp - who asks how many there are ----*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Sharing/RefcountTests.h"
#include "Analysed.h"
#include "gtest/gtest.h"

namespace ftidy::sharing {
namespace {

using test::Analysed;

/// For each test of f: 1 unique, + shared, ? other.
std::string tests(llvm::StringRef Body) {
  Analysed A(("static PyObject *o;\nint f(PyObject *l) {\n" + Body + "\n}").str());
  std::string Result;
  for (const RefcountTest &T : refcountTests(A.function("f"), A.session()))
    Result += T.What == Asks::Unique ? '1' : T.What == Asks::Shared ? '+' : '?';
  return Result;
}

TEST(RefcountTests, Meanings) {
  EXPECT_EQ(tests("return Py_REFCNT(o) == 1;"), "1");
  EXPECT_EQ(tests("return Py_REFCNT(o) <= 1;"), "1");
  EXPECT_EQ(tests("return Py_REFCNT(o) < 2;"), "1");
  EXPECT_EQ(tests("return 2 > Py_REFCNT(o);"), "1");
  EXPECT_EQ(tests("return Py_REFCNT(o) != 1;"), "+");
  EXPECT_EQ(tests("return Py_REFCNT(o) > 1;"), "+");
  EXPECT_EQ(tests("return 2 <= Py_REFCNT(o);"), "+");
  EXPECT_EQ(tests("return Py_REFCNT(o) > 2;"), "?");
  EXPECT_EQ(tests("return Py_REFCNT(o) == 3;"), "?");
  EXPECT_EQ(tests("return Py_REFCNT(o) > 0 || Py_REFCNT(o) >= 1 || "
                  "Py_REFCNT(o) == 0 || Py_REFCNT(o) < 1;"),
            "");
  EXPECT_EQ(tests("return Py_REFCNT(o) == Py_REFCNT(l);"), "");
}

TEST(RefcountTests, ThroughOneVariable) {
  EXPECT_EQ(tests("int n; n = (int)Py_REFCNT(o); return n == 1;"), "1");
  EXPECT_EQ(tests("int n = (int)Py_REFCNT(o); n--; return n == 1;"), "");
  EXPECT_EQ(tests("int n = (int)Py_REFCNT(o); n = 4; return n == 1;"), "");
}

TEST(RefcountTests, DecidesNothing) {
  EXPECT_EQ(tests("assert(Py_REFCNT(o) == 1); return 0;"), "");
  EXPECT_EQ(tests("printf(\"%d\", Py_REFCNT(o) == 1); return 0;"), "");
  EXPECT_EQ(tests("if (Py_REFCNT(o) != 1) abort(); return 0;"), "");
  EXPECT_EQ(tests("if (Py_REFCNT(o) != 1) return 1; return 0;"), "+");
}

TEST(RefcountTests, Private) {
  EXPECT_EQ(tests("PyObject *p = PyList_New(0); return Py_REFCNT(p) == 1;"), "");
  EXPECT_EQ(tests("PyObject *p = PyList_New(0); o = p; return Py_REFCNT(p) == 1;"), "1");
}

} // namespace
} // namespace ftidy::sharing
