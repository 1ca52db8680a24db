//===-- OriginTest.cpp - whose text is this? --------------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CApi/Origin.h"
#include "Analysed.h"
#include "CApi/Use.h"
#include "gtest/gtest.h"

using namespace clang;

namespace ftidy::capi {
namespace {

using test::Analysed;
using test::Files;
using test::Language;

/// The origin of the function of that name.
Origin originOf(Analysed &A, llvm::StringRef Function) {
  const FunctionDecl *F = A.decl(Function);
  return F ? A.session().origins().of(F->getLocation()) : Origin::User;
}

std::string generatorOf(Analysed &A, llvm::StringRef Function) {
  const FunctionDecl *F = A.decl(Function);
  return A.session()
      .origins()
      .generator(A.sources().getFileID(F->getLocation()))
      .str();
}

/// A main file alone, with exactly this text and the mock's headers.
struct Whole : Analysed {
  Whole(std::string Text, std::string Path = "/project/module.c")
      : Analysed({"-I" FTIDY_TEST_DIR "/Inputs/mock", Path}, {{Path, Text}}) {
    EXPECT_EQ(errors(), "");
  }
};

//===----------------------------------------------------------------------===//
// Headers
//===----------------------------------------------------------------------===//

// setuptools passes CPython's folder with -I: it is no system folder to clang.
TEST(Headers, PythonByItsFolder) {
  Analysed A("void mine(void) {}");
  EXPECT_EQ(originOf(A, "mine"), Origin::User);
  EXPECT_EQ(originOf(A, "PyList_GetItem"), Origin::Python);
  EXPECT_EQ(originOf(A, "Py_INCREF"), Origin::Python);
  EXPECT_EQ(originOf(A, "malloc"), Origin::System);
}

const char TinyPython[] = "typedef struct _object PyObject;\n"
                          "#include \"cpython/deep.h\"\n"
                          "static inline void in_python(void) {}\n";

// Only the folder itself and what is below it, not a folder whose name begins
// the same.
TEST(Headers, FoldersBesidePython) {
  Analysed A({"-I/include/python3.13", "-I/include/python3.13-mine", "-I/other",
              "/project/module.c"},
             {{"/project/module.c", "#include <Python.h>\n#include \"mine.h\"\n"
                                    "#include \"other.h\"\n"},
              {"/include/python3.13/Python.h", TinyPython},
              {"/include/python3.13/cpython/deep.h",
               "static inline void deep(void) {}\n"},
              {"/include/python3.13-mine/mine.h",
               "static inline void beside(void) {}\n"},
              {"/other/other.h", "static inline void other(void) {}\n"}});
  ASSERT_EQ(A.errors(), "");
  EXPECT_EQ(originOf(A, "in_python"), Origin::Python);
  EXPECT_EQ(originOf(A, "deep"), Origin::Python);
  EXPECT_EQ(originOf(A, "beside"), Origin::User);
  EXPECT_EQ(originOf(A, "other"), Origin::User);
}

TEST(Headers, SystemPython) {
  Analysed A({"-isystem", "/include/python3.13", "/project/module.c"},
             {{"/project/module.c", "#include <Python.h>\n"},
              {"/include/python3.13/Python.h", TinyPython},
              {"/include/python3.13/cpython/deep.h",
               "static inline void deep(void) {}\n"}});
  ASSERT_EQ(A.errors(), "");
  EXPECT_NE(originOf(A, "deep"), Origin::User);
  EXPECT_NE(originOf(A, "in_python"), Origin::User);
}

TEST(Headers, CompatHeaderOfTheProject) {
  Analysed A(
      "#include \"pythoncapi_compat.h\"\n#include \"mine.h\"\n", Language::C,
      {}, {},
      {{"/project/pythoncapi_compat.h", "static inline void shim(void) {}\n"},
       {"/project/mine.h", "static inline void mine(void) {}\n"}});
  EXPECT_EQ(originOf(A, "shim"), Origin::Python);
  EXPECT_EQ(originOf(A, "mine"), Origin::User);
}

// Without PyObject there is no folder of Python's: nothing is taken for it.
TEST(Headers, NoPython) {
  Whole A("void mine(void) {}\n");
  EXPECT_EQ(originOf(A, "mine"), Origin::User);
}

TEST(Headers, PyObjectOfTheMainFile) {
  Whole A("typedef struct { int x; } PyObject;\nvoid mine(PyObject *o) {}\n");
  EXPECT_EQ(originOf(A, "mine"), Origin::User);
}

// Where a macro is expanded counts, not where it is defined.
TEST(Headers, Macros) {
  Analysed A("PyObject *none(void) { Py_RETURN_NONE; }");
  const auto *Body = cast<CompoundStmt>(A.decl("none")->getBody());
  const SourceLocation L = Body->body_front()->getBeginLoc();
  ASSERT_TRUE(L.isMacroID());
  EXPECT_EQ(A.session().origins().of(L), Origin::User);
  EXPECT_NE(A.session().origins().of(SourceLocation()), Origin::User);
}

//===----------------------------------------------------------------------===//
// Generated text
//===----------------------------------------------------------------------===//

struct Generator {
  const char *Name, *Head;
};

class WholeFile : public ::testing::TestWithParam<Generator> {};
INSTANTIATE_TEST_SUITE_P(
    Generators, WholeFile,
    ::testing::Values(
        Generator{"Cython", "/* Generated by Cython 3.0.11 */\n"},
        Generator{"SWIG", "/* ----------------\n * This file was automatically "
                          "generated by SWIG (https://www.swig.org).\n */\n"},
        Generator{"f2c", "/* dlamch.f -- translated by f2c. */\n#if 0\n"
                         "#include \"f2c.h\"\n#endif\n"},
        Generator{"SWIG", "#ifndef SWIGPYTHON\n#define SWIGPYTHON\n#endif\n"},
        Generator{"Argument Clinic", "/*[clinic input]\npreserve\n"
                                     "[clinic start generated code]*/\n"}),
    [](const auto &I) {
      std::string Name = I.param.Name + std::to_string(I.index);
      llvm::erase_if(Name, [](char C) { return !isalnum(C); });
      return Name;
    });

TEST_P(WholeFile, IsNotTheAuthorsOwn) {
  Whole A(std::string(GetParam().Head) + "void mine(void) {}\n");
  EXPECT_EQ(originOf(A, "mine"), Origin::Generated);
  EXPECT_EQ(generatorOf(A, "mine"), GetParam().Name);
}

// What a hand-written file says of a generator does not make it generated.
TEST(WholeFiles, WrittenByHand) {
  for (const char *Text :
       {"/* Used by code that Cython generates. */\n", "#include <Python.h>\n",
        "/* See the SWIG documentation. */\n"}) {
    Whole A(std::string(Text) + "void mine(void) {}\n");
    EXPECT_EQ(originOf(A, "mine"), Origin::User) << Text;
    EXPECT_EQ(generatorOf(A, "mine"), "") << Text;
  }
  // Far below the head of a file it is only a word.
  std::string Long = "/*" + std::string(5000, '-') + "*/\n";
  Whole A(Long + "/* Generated by Cython */\nvoid mine(void) {}\n");
  EXPECT_EQ(originOf(A, "mine"), Origin::User);
}

TEST(Blocks, ArgumentClinic) {
  Whole A(R"(void before(void) {}
/*[clinic input]
module.f
[clinic start generated code]*/
static void generated(void) {}
/*[clinic end generated code: output=0123456789abcdef input=fedcba]*/
void after(void) {}
/*[clinic input]
module.g
[clinic start generated code]*/
static void generated_too(void) {}
/*[clinic end generated code: output=0123456789abcdef input=fedcba]*/
void last(void) {}
)");
  EXPECT_EQ(originOf(A, "before"), Origin::User);
  EXPECT_EQ(originOf(A, "generated"), Origin::Generated);
  EXPECT_EQ(originOf(A, "after"), Origin::User);
  EXPECT_EQ(originOf(A, "generated_too"), Origin::Generated);
  EXPECT_EQ(originOf(A, "last"), Origin::User);
  EXPECT_EQ(generatorOf(A, "last"), "") << "the file is not, only parts of it";
}

TEST(Blocks, ClinicWithoutAnEnd) {
  Whole A("void before(void) {}\n/*[clinic input]\n"
          "[clinic start generated code]*/\nvoid generated(void) {}\n");
  EXPECT_EQ(originOf(A, "before"), Origin::User);
  EXPECT_EQ(originOf(A, "generated"), Origin::Generated);
}

// Templates such as NumPy's name the template in a line marker.
TEST(LineMarkers, Templates) {
  Whole A(R"(void before(void) {}
#line 12 "loops.c.src"
void from_template(void) {}
#line 1 "helper.c"
void from_other(void) {}
#line 3 "/project/numpy/core/src/nditer.h.src"
void from_header(void) {}
)");
  EXPECT_EQ(originOf(A, "before"), Origin::User);
  EXPECT_EQ(originOf(A, "from_template"), Origin::Generated);
  EXPECT_EQ(originOf(A, "from_other"), Origin::User);
  EXPECT_EQ(originOf(A, "from_header"), Origin::Generated);
}

//===----------------------------------------------------------------------===//
// NumPy's comment
//===----------------------------------------------------------------------===//

TEST(Noqa, OnTheLineOfTheUse) {
  Analysed A(R"(void f(PyObject *d) {
  PyDict_GetItem(d, d);  // noqa: borrowed-ref OK
  PyDict_GetItem(d, d); /* noqa: borrowed-ref - manual fix needed */
  PyDict_GetItem(d, d);  // noqa
  // noqa: borrowed-ref
  PyDict_GetItem(d, d);
})");
  std::vector<bool> Answers;
  for (const Use &U : A.function("f").uses().all())
    Answers.push_back(A.session().origins().saysNoqa(U.Loc));
  EXPECT_EQ(Answers, (std::vector<bool>{true, true, false, false}));
}

} // namespace
} // namespace ftidy::capi
