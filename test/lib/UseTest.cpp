//===-- UseTest.cpp - one occurrence of a C API name ------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// That every spelling is found with every header set is the business of
// test/recogniser. Here is what a Use says besides its name.
//
//===----------------------------------------------------------------------===//

#include "CApi/Use.h"
#include "Analysed.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/StringExtras.h"
#include "gtest/gtest.h"

using namespace clang;

namespace ftidy::capi {
namespace {

using test::Analysed;
using test::Language;

/// All uses of a function as "PyList_GetItem(l, 0)", with "in a body" where it
/// is. `?` is an argument without a text, `-` one without an expression.
std::vector<std::string> usesOf(Analysed &A, llvm::StringRef Name) {
  std::vector<std::string> Result;
  for (const Use &U : A.function(Name).uses().all()) {
    std::vector<std::string> Args;
    for (const Expr *E : U.Args) {
      const llvm::StringRef Text = E ? written(E, A.context()) : "-";
      Args.push_back(Text.empty() ? "?" : Text.str());
    }
    Result.push_back(U.F->Name.str() + "(" + llvm::join(Args, ", ") +
                     (U.InMacroBody ? ") in a body" : ")"));
  }
  return Result;
}

using Names = std::vector<std::string>;

class UseTest : public ::testing::TestWithParam<Language> {};
INSTANTIATE_TEST_SUITE_P(Languages, UseTest,
                         ::testing::Values(Language::C, Language::CXX),
                         [](const auto &I) {
                           return I.param == Language::C ? "C" : "CXX";
                         });

TEST_P(UseTest, SourceOrder) {
  Analysed A(R"(
    PyObject *f(PyObject *l, PyObject *d, PyObject *k) {
      PyObject *a = PyList_GetItem(l, 0);
      if (PyList_Check(a))
        Py_INCREF(a);
      return PyDict_GetItem(d, k);
    })",
             GetParam());
  EXPECT_EQ(usesOf(A, "f"), (Names{"PyList_GetItem(l, 0)", "PyList_Check(a)",
                                   "Py_INCREF(a)", "PyDict_GetItem(d, k)"}));
}

TEST_P(UseTest, NothingOfOthers) {
  Analysed A(R"(
    PyObject *PyList_of_mine(PyObject *);
    PyObject *(*pointer)(PyObject *, Py_ssize_t) = PyList_GetItem;
    struct S { int ob_refcnt; };
    PyObject *f(PyObject *l, struct S *s) {
      ++s->ob_refcnt;
      pointer = PyList_GetItem;
      return pointer(PyList_of_mine(l), 0);
    })",
             GetParam());
  EXPECT_EQ(usesOf(A, "f"), Names{});
}

TEST_P(UseTest, ExpressionsAndStatements) {
  Analysed A(R"(
    void f(PyObject *l, PyObject *v) {
      v = PyList_GET_ITEM(l, 0);
      Py_CLEAR(v);
      Py_BEGIN_ALLOW_THREADS
      Py_END_ALLOW_THREADS
    })",
             GetParam());
  const auto All = A.function("f").uses().all();
  ASSERT_GE(All.size(), 3u);
  EXPECT_TRUE(All[0].expr());
  EXPECT_TRUE(isa<ArraySubscriptExpr>(strip(All[0].expr())));
  EXPECT_FALSE(All[1].expr());
  EXPECT_TRUE(isa<DoStmt>(All[1].Node));
  EXPECT_FALSE(All[2].expr());
  EXPECT_TRUE(isa<CompoundStmt>(All[2].Node));
}

TEST_P(UseTest, FoundByItsNode) {
  Analysed A(R"(
    PyObject *f(PyObject *l, PyObject *d) {
      PyObject *v = (PyObject *)(PyList_GET_ITEM(l, 0));
      return PyDict_GetItem(d, v);
    })",
             GetParam());
  const Uses &U = A.function("f").uses();
  // As written, with and without what is around it.
  const Expr *Cast = A.findExpr("f", "(PyObject *)(PyList_GET_ITEM(l, 0))");
  ASSERT_TRUE(Cast);
  ASSERT_TRUE(U.at(Cast));
  EXPECT_EQ(U.at(Cast)->F->Name, "PyList_GET_ITEM");
  EXPECT_EQ(U.at(Cast), U.at(strip(Cast)));
  const Stmt *Call = A.find("f", "PyDict_GetItem(d, v)");
  ASSERT_TRUE(Call);
  ASSERT_TRUE(U.at(Call));
  EXPECT_EQ(U.at(Call)->F->Name, "PyDict_GetItem");
  EXPECT_FALSE(U.at(A.find("f", "d")));
  EXPECT_FALSE(U.at(nullptr));
}

TEST_P(UseTest, Places) {
  Analysed A(R"(
#define GET(d, k) PyDict_GetItem(d, k)
#define LOCAL(d) do { PyObject *x = GET(d, d); Py_INCREF(x); } while (0)
    void f(PyObject *d, PyObject *k) {
      GET(d, k);
      LOCAL(d);
      Py_INCREF(PyDict_GetItem(d, k));
    })",
             GetParam());
  const auto All = A.function("f").uses().all();
  ASSERT_EQ(All.size(), 5u);
  for (const Use &U : All)
    EXPECT_TRUE(U.Loc.isFileID()) << U.F->Name.str();
  EXPECT_EQ(All[0].Loc, A.placeOf("GET(d, k);"));
  EXPECT_TRUE(All[0].InMacroBody);
  EXPECT_EQ(All[1].Loc, A.placeOf("LOCAL(d);"));
  EXPECT_EQ(All[2].Loc, A.placeOf("LOCAL(d);"));
  EXPECT_TRUE(All[2].InMacroBody);
  EXPECT_EQ(All[3].Loc, A.placeOf("Py_INCREF(PyDict"));
  EXPECT_FALSE(All[3].InMacroBody);
  EXPECT_EQ(All[4].Loc, A.placeOf("PyDict_GetItem(d, k));"));
  EXPECT_FALSE(All[4].InMacroBody);
}

// The arguments come in the order of the argument list, wherever the tokens
// that an argument's macro expands to are defined.
TEST_P(UseTest, ArgumentsThatAreMacros) {
  Analysed A(R"(
#define FIRST 0
#define LIST ((PyObject *)l)
#define ITEM(i) PyList_GET_ITEM(l, i)
    void f(PyObject *l) {
      PyList_GET_ITEM(l, FIRST);
      PyList_GET_ITEM(LIST, FIRST);
      PyList_GET_ITEM(ITEM(FIRST), 1);
      PyTuple_GET_ITEM(ITEM(0), PyList_GET_SIZE(ITEM(1)));
    })",
             GetParam());
  std::vector<const Use *> Outer;
  for (const Use &U : A.function("f").uses().all())
    if (!U.InMacroBody && U.F->Name.ends_with("_GET_ITEM"))
      Outer.push_back(&U);
  ASSERT_EQ(Outer.size(), 4u);
  for (const Use *U : Outer) {
    ASSERT_EQ(U->Args.size(), 2u);
    EXPECT_TRUE(U->Args[0]->getType()->isPointerType());
    EXPECT_TRUE(U->Args[1]->getType()->isIntegerType());
  }
  EXPECT_TRUE(isa<ArraySubscriptExpr>(Outer[2]->Args[0]));
}

TEST_P(UseTest, ArgumentsAreStripped) {
  Analysed A(R"(
    void f(PyTypeObject *t, PyObject *v) {
      Py_INCREF(((PyObject *)(t)));
      PyDict_GetItem((PyObject *)t, ((v)));
    })",
             GetParam());
  for (const Use &U : A.function("f").uses().all())
    for (const Expr *E : U.Args)
      EXPECT_TRUE(isa<DeclRefExpr>(E)) << U.F->Name.str();
  EXPECT_EQ(usesOf(A, "f"), (Names{"Py_INCREF(t)", "PyDict_GetItem(t, v)"}));
}

// A type leaves no expression behind, but keeps its position.
TEST_P(UseTest, ArgumentsThatAreTypes) {
  Analysed A(R"(
    void *f(PyTypeObject *t, Py_ssize_t n) {
      PyMem_New(long, n);
      return PyObject_New(PyListObject, t);
    })",
             GetParam());
  EXPECT_EQ(usesOf(A, "f"), (Names{"PyMem_New(-, n)", "PyObject_New(-, t)"}));
}

// A GIL build's section is a brace; the object is in the MacroLog.
TEST_P(UseTest, ArgumentsThatVanish) {
  const char *Code = R"(
    void f(PyObject *l) {
      Py_BEGIN_CRITICAL_SECTION(l);
      Py_END_CRITICAL_SECTION();
    })";
  Analysed Gil(Code, GetParam());
  EXPECT_EQ(usesOf(Gil, "f"), Names{"Py_BEGIN_CRITICAL_SECTION(-)"});
  Analysed Free(Code, GetParam(), {"-DPy_GIL_DISABLED"});
  EXPECT_EQ(usesOf(Free, "f"), (Names{"Py_BEGIN_CRITICAL_SECTION(l)",
                                      "Py_END_CRITICAL_SECTION()"}));
}

// The text of an argument that is a macro as a whole.
TEST_P(UseTest, ArgumentsAsWritten) {
  Analysed A(R"(
#define ITEM(i) PyList_GET_ITEM(l, i)
    void f(PyObject *l, PyObject *d, PyObject *v) {
      PyDict_GetItem(ITEM(0), v);
      PyWeakref_NewRef(v, NULL);
      Py_XINCREF(PyTuple_GET_ITEM(v, 0));
    })",
             GetParam());
  EXPECT_EQ(
      usesOf(A, "f"),
      (Names{"PyDict_GetItem(ITEM(0), v)", "PyList_GET_ITEM(?, 0) in a body",
             "PyWeakref_NewRef(v, NULL)", "Py_XINCREF(PyTuple_GET_ITEM(v, 0))",
             "PyTuple_GET_ITEM(v, 0)"}));
}

TEST_P(UseTest, EvaluatedTwiceFoundOnce) {
  Analysed A(R"(
#define TWICE(x) ((x), (x))
    void f(PyObject *l, PyObject *d, PyObject *k) {
      TWICE(PyDict_GetItem(d, k));
      TWICE(PyList_GET_ITEM(l, 0));
      assert(PyDict_GetItem(d, k) && PyList_GET_ITEM(l, 1));
    })",
             GetParam());
  EXPECT_EQ(usesOf(A, "f"),
            (Names{"PyDict_GetItem(d, k)", "PyList_GET_ITEM(l, 0)",
                   "PyDict_GetItem(d, k)", "PyList_GET_ITEM(l, 1)"}));
}

// The underscored name is how some versions spell what the public one does.
TEST_P(UseTest, UnderscoredNames) {
  Analysed A(R"(
    PyObject *f(PyObject *o) {
      return _Py_NewRef(o);
    })",
             GetParam());
  EXPECT_EQ(usesOf(A, "f"), Names{"Py_NewRef(o)"});
}

//===----------------------------------------------------------------------===//
// Where C++ hides them
//===----------------------------------------------------------------------===//

TEST(UseInCxx, LambdasAreFunctionsOfTheirOwn) {
  Analysed A(R"(
    PyObject *f(PyObject *d, PyObject *k) {
      auto Later = [Now = PyList_GetItem(d, 0), d, k] {
        Py_INCREF(Now);
        return PyDict_GetItem(d, k);
      };
      return Later();
    })",
             Language::CXX);
  EXPECT_EQ(usesOf(A, "f"), Names{"PyList_GetItem(d, 0)"});
  EXPECT_EQ(usesOf(A, "operator()"),
            (Names{"Py_INCREF(Now)", "PyDict_GetItem(d, k)"}));
}

TEST(UseInCxx, Templates) {
  Analysed A(R"(
    template <class T> PyObject *pattern(T *d, PyObject *k) {
      return PyDict_GetItem((PyObject *)d, k);
    }
    PyObject *f(PyObject *d) { return pattern(d, d); })",
             Language::CXX);
  unsigned Instances = 0;
  for (const FunctionDecl *F : A.definitions())
    if (F->isTemplateInstantiation()) {
      ++Instances;
      const auto All = A.session().function(*F).uses().all();
      ASSERT_EQ(All.size(), 1u);
      EXPECT_EQ(All[0].F->Name, "PyDict_GetItem");
    }
  EXPECT_EQ(Instances, 1u);
}

TEST(UseInCxx, ConstructorInitialisers) {
  Analysed A(R"(
    struct Holder {
      PyObject *Held, *Other;
      Holder(PyObject *d, PyObject *k)
          : Held(PyDict_GetItem(d, k)), Other(PyList_GET_ITEM(Held, 0)) {
        Py_INCREF(Held);
      }
    };)",
             Language::CXX);
  EXPECT_EQ(usesOf(A, "Holder"),
            (Names{"PyDict_GetItem(d, k)", "PyList_GET_ITEM(Held, 0)",
                   "Py_INCREF(Held)"}));
}

TEST(UseInCxx, Casts) {
  Analysed A(R"(
    void f(PyObject *l) {
      auto *a = reinterpret_cast<PyListObject *>(PyList_GET_ITEM(l, 0));
      auto *b = static_cast<void *>(PyDict_GetItem(l, l));
      PyObject *both[] = {PyTuple_GET_ITEM(l, 0), PyList_GetItem(l, 1)};
      (void)a, (void)b, (void)both;
    })",
             Language::CXX);
  EXPECT_EQ(usesOf(A, "f"),
            (Names{"PyList_GET_ITEM(l, 0)", "PyDict_GetItem(l, l)",
                   "PyTuple_GET_ITEM(l, 0)", "PyList_GetItem(l, 1)"}));
  const Uses &U = A.function("f").uses();
  EXPECT_TRUE(U.at(A.variable("f", "a")->getInit()));
  EXPECT_TRUE(U.at(A.variable("f", "b")->getInit()));
}

// A member of a project's class is not CPython's function of that name.
TEST(UseInCxx, MembersOfTheSameName) {
  Analysed A(R"(
    struct Api {
      PyObject *PyDict_GetItem(PyObject *, PyObject *);
      PyObject *(*PyList_GetItem)(PyObject *, int);
    };
    namespace mine { PyObject *PyDict_GetItemString(PyObject *, const char *); }
    void f(Api &api, PyObject *d) {
      api.PyDict_GetItem(d, d);
      api.PyList_GetItem(d, 0);
      mine::PyDict_GetItemString(d, "");
    })",
             Language::CXX);
  EXPECT_EQ(usesOf(A, "f"), Names{});
}

//===----------------------------------------------------------------------===//
// Expressions
//===----------------------------------------------------------------------===//

TEST_P(UseTest, None) {
  Analysed A(R"(
#define NOTHING Py_None
    void f(PyObject *v) {
      v == Py_None; v == ((PyObject *)(Py_None)); v == NOTHING;
      v == &_Py_NoneStruct; v == NULL; v == Py_True; v == Py_NotImplemented;
    })",
             GetParam());
  std::vector<bool> Answers;
  for (const Stmt *S : A.decl("f")->getBody()->children())
    Answers.push_back(isNone(cast<BinaryOperator>(S)->getRHS()));
  EXPECT_EQ(Answers,
            (std::vector<bool>{true, true, true, true, false, false, false}));
  EXPECT_FALSE(isNone(nullptr));
}

TEST_P(UseTest, Strip) {
  Analysed A(R"(
    void f(PyObject *v, long n) {
      (v); (PyObject *)v; ((PyObject *)(void *)(((v)))); (const void *)(v);
    })",
             GetParam());
  for (const Stmt *S : A.decl("f")->getBody()->children())
    EXPECT_TRUE(isa<DeclRefExpr>(strip(cast<Expr>(S))));
  EXPECT_EQ(strip(nullptr), nullptr);
}

TEST(Strip, Generic) {
  Analysed A(R"(
    PyObject *f(PyObject *v) {
      return _Generic(v, PyObject *: (v), default: (PyObject *)0);
    })");
  const auto *Return = cast<ReturnStmt>(*A.decl("f")->getBody()->child_begin());
  EXPECT_TRUE(isa<DeclRefExpr>(strip(Return->getRetValue())));
}

TEST(Strip, Temporaries) {
  Analysed A(R"(
    const PyObject *const &f(PyObject *l) {
      const PyObject *const &bound = PyList_GetItem(l, 0);
      return bound;
    })",
             Language::CXX);
  EXPECT_TRUE(isa<CallExpr>(strip(A.variable("f", "bound")->getInit())));
}

TEST_P(UseTest, Written) {
  Analysed A(R"(
#define ID(x) x
#define BODY v + 1
    void f(long v) {
      v + 2; ID(v + 3); ID(v) + 4; BODY + 5; v
          +  6;
    })",
             GetParam());
  std::vector<std::string> Texts;
  for (const Stmt *S : A.decl("f")->getBody()->children())
    Texts.push_back(written(cast<Expr>(S), A.context()).str());
  EXPECT_EQ(Texts, (Names{"v + 2", "v + 3", "ID(v) + 4", "BODY + 5",
                          "v\n          +  6"}));
}

TEST_P(UseTest, MacroName) {
  Analysed A(R"(
#define INNER(x) ((x) + 1)
#define OUTER(x) INNER(x)
    void f(long v) { OUTER(v); })",
             GetParam());
  const Stmt *S = *A.decl("f")->getBody()->child_begin();
  const auto *Sum = cast<BinaryOperator>(strip(cast<Expr>(S)));
  EXPECT_EQ(macroName(Sum->getOperatorLoc(), A.context()), "INNER");
}

} // namespace
} // namespace ftidy::capi
