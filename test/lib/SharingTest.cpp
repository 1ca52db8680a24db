//===-- SharingTest.cpp - who else can see this object? ---------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The code asks by itself: look(x) is a call of a function that nothing is
// known of, and the tests say who can see x there. The n-th call asks for the
// n-th answer, in source order.
//
//===----------------------------------------------------------------------===//

#include "Sharing/Sharing.h"
#include "Analysed.h"
#include "Guards/ThreadState.h"
#include "Roles/Callees.h"
#include "Sharing/Summaries.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "gtest/gtest.h"

using namespace clang;

namespace ftidy::sharing {
namespace {

using test::Analysed;
using test::Language;
using Answers = std::vector<std::string>;

const char *name(Seen S) {
  switch (S) {
  case Seen::Unknown:
    return "unknown";
  case Seen::Null:
    return "null";
  case Seen::Fresh:
    return "fresh";
  case Seen::Immutable:
    return "immutable";
  case Seen::CallPrivate:
    return "call-private";
  case Seen::ThreadPrivate:
    return "thread-private";
  }
  return "?";
}

class LookFinder : public RecursiveASTVisitor<LookFinder> {
public:
  std::vector<const CallExpr *> Calls;
  bool VisitCallExpr(CallExpr *Call) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    if (Callee && Callee->getNameAsString() == "look")
      Calls.push_back(Call);
    return true;
  }
};

const char Look[] = R"(
#ifdef __cplusplus
extern "C"
#endif
void look(PyObject *);
)";

Answers looked(Analysed &A, llvm::StringRef Function = "f") {
  LookFinder Finder;
  Finder.TraverseStmt(A.decl(Function)->getBody());
  EXPECT_FALSE(Finder.Calls.empty());
  const Sharing &S = *A.function(Function).sharing();
  Answers Result;
  for (const CallExpr *Call : Finder.Calls)
    Result.push_back(name(S.ofArgument(Call, 0)));
  return Result;
}

class SharingTest : public ::testing::TestWithParam<Language> {
protected:
  /// The answers inside `void f(PyObject *a, PyObject *b, int n) { Body }`.
  Answers inside(llvm::StringRef Body, llvm::StringRef Before = "") {
    Analysed A((Look + Before + "void f(PyObject *a, PyObject *b, int n) {\n" +
                Body + "\n}\n")
                   .str(),
               GetParam());
    return looked(A);
  }
};
INSTANTIATE_TEST_SUITE_P(Languages, SharingTest,
                         ::testing::Values(Language::C, Language::CXX),
                         [](const auto &I) {
                           return I.param == Language::C ? "C" : "CXX";
                         });

//===----------------------------------------------------------------------===//
// Fresh objects
//===----------------------------------------------------------------------===//

TEST_P(SharingTest, MadeHere) {
  EXPECT_EQ(inside("PyObject *x = PyList_New(0); look(x);"), Answers{"fresh"});
  EXPECT_EQ(inside("PyObject *x; x = PyDict_New(); look(x);"),
            Answers{"fresh"});
  EXPECT_EQ(inside("look(PyDict_Copy(a));"), Answers{"fresh"});
  EXPECT_EQ(inside("PyObject *x = (PyObject *)PyList_New(n); look((x));"),
            Answers{"fresh"});
  EXPECT_EQ(inside("PyObject *x; if (!(x = PyList_New(0))) return; look(x);"),
            Answers{"fresh"});
}

TEST_P(SharingTest, OfOthers) {
  EXPECT_EQ(inside("look(a);"), Answers{"unknown"});
  EXPECT_EQ(inside("PyObject *x = PyDict_GetItem(a, b); look(x);"),
            Answers{"unknown"});
  EXPECT_EQ(inside("PyObject *x; look(x);"), Answers{"unknown"});
  EXPECT_EQ(inside("PyObject *x = make(); look(x);", "PyObject *make(void);\n"),
            Answers{"unknown"});
  EXPECT_EQ(inside("static PyObject *x; x = PyList_New(0); look(x);"),
            Answers{"unknown"});
  EXPECT_EQ(inside("x = PyList_New(0); look(x);", "PyObject *x;\n"),
            Answers{"unknown"});
}

TEST_P(SharingTest, Aliases) {
  EXPECT_EQ(inside("PyObject *x = PyList_New(0), *y = x; look(y); look(x);"),
            (Answers{"fresh", "fresh"}));
  EXPECT_EQ(inside("PyObject *x, *y; y = x = PyList_New(0); look(y); look(x);"),
            (Answers{"fresh", "fresh"}));
  // Publishing one name publishes the object, and no other object.
  EXPECT_EQ(inside("PyObject *x = PyList_New(0), *y = x, *z = PyList_New(0);"
                   "PyList_Append(a, x); look(x); look(y); look(z);"),
            (Answers{"unknown", "unknown", "fresh"}));
}

TEST_P(SharingTest, Published) {
  const char *Publish[] = {"PyList_Append(a, x);",
                           "PyDict_SetItem(a, b, x);",
                           "PyDict_SetItem(a, x, b);",
                           "global = x;",
                           "where[0] = x;",
                           "((PyListObject *)a)->ob_item[0] = x;",
                           "*where = x;",
                           "*pointer() = x;",
                           "PyObject_SetAttr(a, b, x);",
                           "PyObject_CallOneArg(a, x);",
                           "PyObject_CallFunctionObjArgs(a, x, NULL);",
                           "PyModule_AddObject(a, \"x\", x);",
                           "PyTuple_SET_ITEM(a, 0, x);",
                           "PyList_SET_ITEM(a, 0, x);"};
  for (const char *How : Publish)
    EXPECT_EQ(inside(std::string("PyObject *x = PyList_New(0); look(x);\n") +
                         How + " look(x);",
                     "PyObject *global, **where; PyObject **pointer(void);\n"),
              (Answers{"fresh", "unknown"}))
        << How;
}

TEST_P(SharingTest, NotYetPublished) {
  const char *Keep[] = {"PyList_Append(x, a);",
                        "PyDict_SetItem(x, a, b);",
                        "n = PyList_GET_SIZE(x);",
                        "n = x == a;",
                        "n = PyObject_IsTrue(x);",
                        "PyList_Append(y, x);",
                        "Py_INCREF(x);",
                        "if (x) n = 1;",
                        "PyList_SET_ITEM(x, 0, a);",
                        "PyObject *z = x;"};
  for (const char *How : Keep)
    EXPECT_EQ(inside(std::string("PyObject *x = PyList_New(0), *y = "
                                 "PyList_New(0);\n") +
                     How + " look(x);"),
              Answers{"fresh"})
        << How;
}

// A helper of the project that is handed a fresh list usually fills it.
TEST_P(SharingTest, HelpersOfTheProject) {
  EXPECT_EQ(inside("PyObject *x = PyList_New(0); fill(x, n); look(x);",
                   "void fill(PyObject *, int);\n"),
            Answers{"fresh"});
}

TEST_P(SharingTest, Cleared) {
  EXPECT_EQ(inside("PyObject *x = PyList_New(0);"
                   "if (n) Py_CLEAR(x); look(x);"),
            Answers{"fresh"});
  EXPECT_EQ(inside("PyObject *x = PyList_New(0); Py_CLEAR(x); look(x);"),
            Answers{"null"});
}

//===----------------------------------------------------------------------===//
// The functions around
//===----------------------------------------------------------------------===//

TEST_P(SharingTest, WhatCallersPass) {
  const char *Helper = "static void f(PyObject *x) { look(x); }\n";
  const auto Callers = [&](llvm::StringRef Text) {
    Analysed A((llvm::Twine(Look) + Helper + Text).str(), GetParam());
    return looked(A);
  };
  EXPECT_EQ(Callers("void g(void) { f(PyList_New(0)); }"), Answers{"fresh"});
  EXPECT_EQ(Callers("void g(void) { f(PyList_New(0)); f(PyDict_New()); }"),
            Answers{"fresh"});
  EXPECT_EQ(Callers("void g(void) { f(PyList_New(0)); f(NULL); }"),
            Answers{"fresh"});
  EXPECT_EQ(Callers("static void h(PyObject *y) { f(y); }"
                    "void g(void) { h(PyList_New(0)); }"),
            Answers{"fresh"});
  EXPECT_EQ(Callers("void g(PyObject *t) { if (PyTuple_Check(t)) f(t);"
                    "  f(PyList_New(0)); }"),
            Answers{"call-private"});
  EXPECT_EQ(Callers("void g(PyObject *y) { f(PyList_New(0)); f(y); }"),
            Answers{"unknown"});
  EXPECT_EQ(Callers("void g(PyObject *l) { PyObject *y = PyList_New(0);"
                    "  PyList_Append(l, y); f(y); }"),
            Answers{"unknown"});
  EXPECT_EQ(Callers("void g(void) { f(NULL); }"), Answers{"unknown"});
  EXPECT_EQ(Callers("void (*p)(PyObject *) = f;"
                    "void g(void) { f(PyList_New(0)); }"),
            Answers{"unknown"});
}

TEST_P(SharingTest, WhatFunctionsReturn) {
  const auto Returns = [&](llvm::StringRef Body) {
    return inside("PyObject *x = make(a, n); if (!x) return; look(x);",
                  "PyObject *global; static PyObject *make(PyObject *y, int n) "
                  "{ " + Body.str() + " }\n");
  };
  EXPECT_EQ(Returns("return PyList_New(0);"), Answers{"fresh"});
  EXPECT_EQ(Returns("if (n) return NULL; return PyList_New(0);"),
            Answers{"fresh"});
  EXPECT_EQ(Returns("PyObject *z = PyDict_New(); if (z && "
                    "PyDict_SetItem(z, y, y) < 0) Py_CLEAR(z); return z;"),
            Answers{"fresh"});
  EXPECT_EQ(Returns("return n ? make(y, n - 1) : PyList_New(0);"),
            Answers{"unknown"});
  EXPECT_EQ(Returns("if (n) return y; return PyList_New(0);"),
            Answers{"unknown"});
  EXPECT_EQ(Returns("global = PyList_New(0); return global;"),
            Answers{"unknown"});
  EXPECT_EQ(Returns("PyObject *z = PyList_New(0); global = z; return z;"),
            Answers{"unknown"});
  EXPECT_EQ(Returns("return NULL;"), Answers{"unknown"});
}

TEST_P(SharingTest, WhatFunctionsKeep) {
  const auto Gives = [&](llvm::StringRef Body) {
    return inside("PyObject *x = PyList_New(0); keep(a, x); look(x);",
                  "PyObject *global; static void keep(PyObject *to, PyObject "
                  "*x) { " + Body.str() + " }\n");
  };
  EXPECT_EQ(Gives("PyList_Append(x, to);"), Answers{"fresh"});
  EXPECT_EQ(Gives("PyList_Append(to, x);"), Answers{"unknown"});
  EXPECT_EQ(Gives("global = x;"), Answers{"unknown"});
  EXPECT_EQ(Gives("PyObject *y = x; if (to) global = y;"), Answers{"unknown"});
  EXPECT_EQ(Gives("if (to) keep(NULL, x);"), Answers{"fresh"});
}

TEST_P(SharingTest, AddressTaken) {
  EXPECT_EQ(inside("PyObject *x = PyList_New(0); fill(&x); look(x);",
                   "void fill(PyObject **);\n"),
            Answers{"unknown"});
}

TEST_P(SharingTest, AssignedAgain) {
  EXPECT_EQ(inside("PyObject *x = PyList_New(0); look(x); x = a; look(x);"
                   "x = PyDict_New(); look(x); x = NULL; look(x);"),
            (Answers{"fresh", "unknown", "fresh", "null"}));
}

//===----------------------------------------------------------------------===//
// Paths
//===----------------------------------------------------------------------===//

TEST_P(SharingTest, JoinsForget) {
  EXPECT_EQ(inside("PyObject *x = PyList_New(0); if (n) PyList_Append(a, x);"
                   "look(x);"),
            Answers{"unknown"});
  EXPECT_EQ(inside("PyObject *x = a; if (n) x = PyList_New(0); look(x);"),
            Answers{"unknown"});
  EXPECT_EQ(inside("PyObject *x = NULL; if (n) x = PyList_New(0); look(x);"),
            Answers{"fresh"});
  EXPECT_EQ(inside("PyObject *x = n ? PyList_New(0) : NULL; look(x);"),
            Answers{"fresh"});
  EXPECT_EQ(inside("PyObject *x = n ? PyList_New(0) : a; look(x);"),
            Answers{"unknown"});
}

TEST_P(SharingTest, Loops) {
  // The first round is fresh, the second has published.
  EXPECT_EQ(inside("PyObject *x = PyList_New(0);"
                   "while (n--) { look(x); PyList_Append(a, x); }"),
            Answers{"unknown"});
  // A new object each round.
  EXPECT_EQ(inside("while (n--) { PyObject *x = PyList_New(0); look(x);"
                   "  PyList_Append(a, x); look(x); }"),
            (Answers{"fresh", "unknown"}));
  EXPECT_EQ(inside("PyObject *x; do { x = PyList_New(0); } while (n--);"
                   "look(x);"),
            Answers{"fresh"});
}

TEST_P(SharingTest, ErrorPaths) {
  EXPECT_EQ(inside("PyObject *x = PyList_New(0);"
                   "if (x == NULL) return;"
                   "if (PyList_Append(x, a) < 0) goto error;"
                   "look(x); PyDict_SetItem(b, a, x); look(x); return;"
                   "error: look(x); Py_DECREF(x);"),
            (Answers{"fresh", "unknown", "fresh"}));
}

//===----------------------------------------------------------------------===//
// Objects that cannot change
//===----------------------------------------------------------------------===//

TEST_P(SharingTest, TuplesByTheirCheck) {
  EXPECT_EQ(inside("if (PyTuple_Check(a)) look(a); else look(a);"),
            (Answers{"immutable", "unknown"}));
  EXPECT_EQ(inside("if (!PyTuple_Check(a)) return; look(a);"),
            Answers{"immutable"});
  EXPECT_EQ(inside("if (PyTuple_CheckExact(a) && n) look(a); look(a);"),
            (Answers{"immutable", "unknown"}));
  EXPECT_EQ(inside("if (n || !PyTuple_Check(a)) look(a); else look(a);"),
            (Answers{"unknown", "immutable"}));
  EXPECT_EQ(inside("if (PyTuple_Check(a) == 0) look(a); else look(a);"),
            (Answers{"unknown", "immutable"}));
  EXPECT_EQ(inside("if (PyTuple_Check(a) != 0) look(a);"),
            Answers{"immutable"});
  EXPECT_EQ(inside("if (__builtin_expect(!PyTuple_Check(a), 0)) return;"
                   "look(a);"),
            Answers{"immutable"});
  EXPECT_EQ(inside("if (PyTuple_Check(b)) look(a);"), Answers{"unknown"})
      << "another object";
  EXPECT_EQ(inside("if (PyList_Check(a)) look(a);"), Answers{"unknown"})
      << "a list can change";
}

TEST_P(SharingTest, CheckedThenAssigned) {
  EXPECT_EQ(inside("if (!PyTuple_Check(a)) return; a = b; look(a);"),
            Answers{"unknown"});
  EXPECT_EQ(inside("while (n--) { if (!PyTuple_Check(a)) return; look(a);"
                   "  a = PyDict_GetItem(b, b); look(a); }"),
            (Answers{"immutable", "unknown"}));
}

TEST_P(SharingTest, ImmutableResults) {
  EXPECT_EQ(inside("PyObject *x = PySequence_Tuple(a); look(x);"
                   "PyList_Append(b, x); look(x);"),
            (Answers{"immutable", "immutable"}))
      << "others may see a tuple";
}

TEST_P(SharingTest, PerThread) {
  EXPECT_EQ(inside("look(PyThreadState_GetDict());"),
            Answers{"thread-private"});
}

TEST_P(SharingTest, FastSequences) {
  // The argument itself, or a fresh list of its items.
  EXPECT_EQ(inside("look(PySequence_Fast(a, \"\"));"), Answers{"unknown"});
  EXPECT_EQ(inside("PyObject *t = PySequence_Tuple(a);"
                   "PyObject *x = PySequence_Fast(t, \"\"); look(x);"),
            Answers{"immutable"});
  EXPECT_EQ(inside("if (!PyTuple_Check(a)) return;"
                   "PyObject *x = PySequence_Fast(a, \"\"); look(x);"),
            Answers{"immutable"});
}

TEST_P(SharingTest, NewReferencesToTheSame) {
  EXPECT_EQ(inside("PyObject *x = PyList_New(0), *y = Py_NewRef(x); look(y);"
                   "PyList_Append(a, y); look(x);"),
            (Answers{"fresh", "unknown"}));
}

TEST_P(SharingTest, OriginalOfAFastSequence) {
  Analysed A(R"(
    void f(PyObject *a, PyObject *b, int n) {
      PyObject *once = PySequence_Fast(a, "");
      PyObject *twice = PySequence_Fast(a, "");
      twice = PySequence_Fast(b, "");
      PyObject *none = a;
      once; twice; none;
    })",
             GetParam());
  const Sharing &S = *A.function("f").sharing();
  const Expr *Original = S.originalOf(A.findExpr("f", "once"));
  ASSERT_TRUE(Original);
  EXPECT_EQ(A.textOf(Original), "a");
  EXPECT_FALSE(S.originalOf(A.findExpr("f", "twice"))) << "more than one";
  EXPECT_FALSE(S.originalOf(A.findExpr("f", "none")));
  EXPECT_FALSE(S.originalOf(nullptr));
}

//===----------------------------------------------------------------------===//
// By role, and by what the project says
//===----------------------------------------------------------------------===//

const char Module[] = R"(
static PyObject *method(PyObject *self, PyObject *args, PyObject *kwds) {
  look(kwds);
  look(args);
  look(self);
  return 0;
}
static PyObject *plain(PyObject *self, PyObject *args) { look(args); return 0; }
static PyObject *one(PyObject *self, PyObject *arg) { look(arg); return 0; }
static PyMethodDef methods[] = {
  {"method", (PyCFunction)(void *)method, METH_VARARGS | METH_KEYWORDS, 0},
  {"plain", plain, METH_VARARGS, 0},
  {"one", one, METH_O, 0},
  {0, 0, 0, 0}};
static struct PyModuleDef module = {
  PyModuleDef_HEAD_INIT, "m", 0, -1, methods, 0, 0, 0, 0};
PyMODINIT_FUNC PyInit_m(void) { return PyModule_Create(&module); }
)";

TEST_P(SharingTest, Roles) {
  Analysed A(std::string(Look) + Module, GetParam());
  EXPECT_EQ(looked(A, "method"),
            (Answers{"call-private", "immutable", "unknown"}));
  EXPECT_EQ(looked(A, "plain"), Answers{"immutable"});
  EXPECT_EQ(looked(A, "one"), Answers{"unknown"});
}

TEST_P(SharingTest, RolesUntilAssigned) {
  std::string Text = Module;
  Text.replace(Text.find("  look(kwds);"), 13,
               "  if (kwds == NULL) kwds = self;\n  look(kwds);");
  Analysed A(std::string(Look) + Text, GetParam());
  EXPECT_EQ(looked(A, "method")[0], "unknown");
}

TEST_P(SharingTest, Annotations) {
  const char *Before = R"(
#define FTIDY(x) __attribute__((annotate("ftidy:" #x)))
struct Config { PyObject *options FTIDY(immutable); PyObject *cache; };
static struct Config *config;
static PyObject *table FTIDY(immutable), *other;
FTIDY(immutable) PyObject *constants(void);
static PyObject *reader(void) { return config ? config->options : NULL; }
static PyObject *chooser(int n) {
  if (!n) return NULL;
  return config->options;
}
static PyObject *writer(int n) {
  if (n) return config->cache;
  return config->options;
}
)";
  EXPECT_EQ(inside("look(config->options); look(config->cache); look(table);"
                   "look(other); look(constants()); look(chooser(n));"
                   "look(writer(n));",
                   Before),
            (Answers{"immutable", "unknown", "immutable", "unknown",
                     "immutable", "immutable", "unknown"}));
  EXPECT_EQ(inside("PyObject *x = config->options; look(x); x = config->cache;"
                   "look(x);",
                   Before),
            (Answers{"immutable", "unknown"}));
}

TEST_P(SharingTest, AnnotatedParameters) {
  Analysed A(std::string(Look) + R"(
#define FTIDY(x) __attribute__((annotate("ftidy:" #x)))
    void f(PyObject *a FTIDY(call_private), PyObject *b FTIDY(immutable),
           PyObject *c) {
      look(a); look(b); look(c);
    })",
             GetParam());
  EXPECT_EQ(looked(A), (Answers{"call-private", "immutable", "unknown"}));
}

//===----------------------------------------------------------------------===//
// Limits
//===----------------------------------------------------------------------===//

TEST(SharingLimits, ManyVariables) {
  std::string Code = std::string(Look) + "void f(PyObject *a) {\n";
  const unsigned Count = Sharing::MaxTracked + 10;
  for (unsigned I = 0; I < Count; ++I)
    Code += "PyObject *x" + std::to_string(I) + " = PyList_New(0);\n";
  Code += "look(x0); look(x" + std::to_string(Count - 1) + ");\n}\n";
  Analysed A(Code);
  EXPECT_EQ(looked(A), (Answers{"fresh", "unknown"}))
      << "what is not tracked is unknown, never private";
}

TEST(SharingInCxx, References) {
  Analysed A(std::string(Look) + R"(
    void fill(PyObject *&);
    void f(PyObject *a) {
      PyObject *x = PyList_New(0), *y = PyList_New(0);
      fill(x);
      look(x);
      PyObject *&name = y;
      name = a;
      look(y);
    })",
             Language::CXX);
  EXPECT_EQ(looked(A), (Answers{"unknown", "unknown"}));
}

TEST(SharingInCxx, Lambdas) {
  Analysed A(std::string(Look) + R"(
    void f(PyObject *a) {
      PyObject *x = PyList_New(0);
      auto change = [&] { x = a; };
      change();
      look(x);
    })",
             Language::CXX);
  EXPECT_EQ(looked(A), Answers{"unknown"});
}

} // namespace
} // namespace ftidy::sharing
