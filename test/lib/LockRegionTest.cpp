//===-- LockRegionTest.cpp - a stretch of code in a section -----*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/LockRegion.h"
#include "Analysed.h"
#include "gtest/gtest.h"

using namespace clang;

namespace ftidy::fix {
namespace {

using test::Analysed;
using test::Language;

/// Wraps the statements from First to Last of f's outermost block, and gives
/// what f's body is then, or the reason.
std::string wrapped(llvm::StringRef Body, llvm::StringRef First,
                    llvm::StringRef Last, llvm::StringRef Object = "d",
                    Language L = Language::C) {
  Analysed A(("int use(PyObject *);\nint f(PyObject *d, int n) {\n" + Body +
              "}\n")
                 .str(),
             L);
  Function &F = A.function("f");
  LockRegion Region(F, A.session());
  fix::Region R;
  R.Statements = Region.around({A.find("f", First), A.find("f", Last)});
  R.Object = A.findExpr("f", Object);
  const EditPlan Plan = Region.wrap(R);
  if (Plan.level() == Level::None)
    return reasonText(Plan.reason()).str();
  EXPECT_EQ(Plan.level(), Level::Review);
  std::string Text = A.text().str();
  for (const Edit &E : llvm::reverse(Plan.edits()))
    Text.replace(E.Offset, E.Length, E.Text);
  const size_t Open = Text.find("int n) {\n") + 9;
  return Text.substr(Open, Text.rfind('}') - Open);
}

TEST(LockRegionTest, NoExit) {
  EXPECT_EQ(wrapped("  n++;\n  use(d);\n  n = 2; // two\n  return n;\n",
                    "use(d)", "n = 2"),
            "  n++;\n"
            "  Py_BEGIN_CRITICAL_SECTION(d);\n"
            "  use(d);\n"
            "  n = 2; // two\n"
            "  Py_END_CRITICAL_SECTION();\n"
            "  return n;\n");
}

// What is declared inside and used behind the section comes before it.
TEST(LockRegionTest, Declarations) {
  EXPECT_EQ(wrapped("  int size = use(d);\n  int twice = size * 2;\n"
                    "  return twice;\n",
                    "int size = use(d);", "int twice = size * 2;"),
            "  int twice;\n"
            "  Py_BEGIN_CRITICAL_SECTION(d);\n"
            "  int size = use(d);\n"
            "  twice = size * 2;\n"
            "  Py_END_CRITICAL_SECTION();\n"
            "  return twice;\n");
  EXPECT_EQ(wrapped("  int a = use(d), b = 2;\n  return a + b;\n",
                    "int a = use(d), b = 2;", "int a = use(d), b = 2;"),
            "the declaration declares several variables");
}

TEST(LockRegionTest, ExitsInTheMiddle) {
  EXPECT_EQ(wrapped("  if (n) return use(d);\n  n = use(d);\n  return n;\n",
                    "if (n) return use(d)", "n = use(d)"),
            "  int leave = 0;\n"
            "  int outcome = 0;\n"
            "  Py_BEGIN_CRITICAL_SECTION(d);\n"
            "  if (n) {\n"
            "    outcome = use(d);\n"
            "    leave = 1;\n"
            "    goto done;\n"
            "  }\n"
            "  n = use(d);\n"
            "  done:;\n"
            "  Py_END_CRITICAL_SECTION();\n"
            "  if (leave) {\n"
            "    return outcome;\n"
            "  }\n"
            "  return n;\n");
}

TEST(LockRegionTest, Refused) {
  EXPECT_EQ(wrapped("  if (n) goto in;\n  use(d);\nin:\n  n = 2;\n  return n;\n",
                    "use(d)", "n = 2"),
            "not every exit can be given its release");
  EXPECT_EQ(wrapped("  use(d);\n  d = NULL;\n  return n;\n", "use(d)",
                    "d = NULL"),
            "the object that would be locked is replaced or released "
            "meanwhile");
  EXPECT_EQ(wrapped("  use(d);\n  Py_DECREF(d);\n  n++;\n  return n;\n",
                    "use(d)", "n++"),
            "the object that would be locked is replaced or released "
            "meanwhile");
  EXPECT_EQ(wrapped("  use(PyDict_Copy(d));\n  return n;\n",
                    "use(PyDict_Copy(d))", "use(PyDict_Copy(d))",
                    "PyDict_Copy(d)"),
            "what would be locked is no plain variable or field");
  EXPECT_EQ(wrapped("  use(d);\n  return n;\n", "use(d)", "use(d)", "d",
                    Language::CXX),
            "an exception may leave the function before the release");
}

// The smallest run of statements that holds all.
TEST(LockRegionTest, Around) {
  Analysed A(R"(int use(PyObject *);
void f(PyObject *d, int n) {
  use(d);
  if (n) {
    n = 1;
    n = 2;
    use(d);
    n = 3;
  }
})");
  LockRegion Region(A.function("f"), A.session());
  const auto Two = Region.around({A.find("f", "n = 1"), A.find("f", "use(d)", 1)});
  ASSERT_EQ(Two.size(), 3u);
  EXPECT_EQ(A.textOf(Two[1]), "n = 2");
  EXPECT_EQ(Region.around({A.find("f", "n = 1"), A.find("f", "use(d)", 0)}).size(),
            2u);
  EXPECT_TRUE(Region.around({}).empty());
}

} // namespace
} // namespace ftidy::fix
