//===-- EffectsTest.cpp - what a call may do besides its result -*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Guards/Effects.h"
#include "Analysed.h"
#include "gtest/gtest.h"

using namespace clang;

// What the standard library declares, as far as it matters here.
#define STD_MUTEX                                                              \
  "namespace std {\n"                                                          \
  "struct mutex { void lock(); void unlock(); bool try_lock(); };\n"           \
  "struct defer_lock_t {}; extern defer_lock_t defer_lock;\n"                  \
  "template <class M> struct lock_guard { explicit lock_guard(M &);"           \
  " ~lock_guard(); };\n"                                                       \
  "template <class M> struct unique_lock { explicit unique_lock(M &);"         \
  " unique_lock(M &, defer_lock_t); ~unique_lock(); void lock();"              \
  " void unlock(); };\n"                                                       \
  "template <class... M> struct scoped_lock {"                                 \
  " explicit scoped_lock(M &...); ~scoped_lock(); };\n"                        \
  "struct once_flag {};\n"                                                     \
  "template <class F> void call_once(once_flag &, F &&);\n"                    \
  "template <class I, class F> void sort(I, I, F);\n"                          \
  "struct thread { template <class F, class... A> explicit thread(F &&,"       \
  " A &&...); ~thread(); void detach(); };\n"                                  \
  "}\n"

namespace ftidy::guards {
namespace {

using test::Analysed;
using test::Language;

/// "python detaches": what is known; "(python)": what is assumed.
std::string text(EffectSet Known, EffectSet Assumed) {
  const std::pair<Effect, const char *> Names[] = {
      {Collects, "collects"}, {Releases, "releases"}, {RunsPython, "python"},
      {Detaches, "detaches"}, {Attaches, "attaches"}, {Blocks, "blocks"}};
  std::string Result;
  for (const auto &[Bit, Name] : Names) {
    if (!((Known | Assumed) & Bit))
      continue;
    if (!Result.empty())
      Result += ' ';
    Result += Known & Bit ? Name : "(" + std::string(Name) + ")";
  }
  return Result;
}

std::string effects(Analysed &A, llvm::StringRef Function) {
  const FunctionDecl *F = A.decl(Function);
  Effects &E = A.session().effects();
  return text(E.proved(*F), E.assumed(*F));
}

std::string of(llvm::StringRef Code, Language L = Language::C) {
  Analysed A(Code, L);
  return effects(A, "f");
}

const char *Everything = "collects releases python detaches";
const char *Perhaps = "(collects) (releases) (python) (detaches)";

TEST(EffectsTest, Facts) {
  EXPECT_EQ(of("int f(PyObject *o) { return PyList_Check(o); }"), "");
  EXPECT_EQ(of("void f(PyObject *o) { Py_INCREF(o); }"), "");
  EXPECT_EQ(of("void f(PyObject *o) { Py_DECREF(o); }"), "collects releases");
  EXPECT_EQ(of("PyObject *f(PyObject *o) { return PyObject_Str(o); }"),
            Everything);
  EXPECT_EQ(of("void f(int n) { Py_BEGIN_ALLOW_THREADS n++;"
               " Py_END_ALLOW_THREADS }"),
            "detaches attaches");
  EXPECT_EQ(of("void f(PyObject *o) { Py_BEGIN_CRITICAL_SECTION(o);"
               " Py_END_CRITICAL_SECTION(); }"),
            "detaches");
  EXPECT_EQ(of("int f(void) { return PyGILState_Ensure(); }"), "attaches");
  EXPECT_EQ(of("void f(PyThread_type_lock l) { PyThread_acquire_lock(l, 1); }"),
            "blocks");
}

TEST(EffectsTest, WhatAUseIsGiven) {
  EXPECT_EQ(of("void f(void) { PyErr_SetString(PyExc_ValueError, \"no\"); }"),
            "collects");
  EXPECT_EQ(of("void f(int n) { PyErr_Format(PyExc_ValueError, \"%d\", n); }"),
            "collects");
  EXPECT_EQ(of("void f(PyObject *o) {"
               " PyErr_Format(PyExc_ValueError, \"%5R\", o); }"),
            "collects releases");
  EXPECT_EQ(of("void f(PyObject *c) { PyErr_SetString(c, \"no\"); }"),
            "collects releases");
  EXPECT_EQ(of("int f(PyObject *a, PyObject **o) {"
               " return PyArg_ParseTuple(a, \"O|O:name\", o, o); }"),
            "collects");
  EXPECT_EQ(of("int f(PyObject *a, int *i) {"
               " return PyArg_ParseTuple(a, \"i\", i); }"),
            Everything);
  EXPECT_EQ(of("PyObject *f(PyTypeObject *t) { return t->tp_alloc(t, 0); }"),
            "collects");
}

TEST(EffectsTest, ThroughFunctionsOfTheFile) {
  Analysed A("static PyObject *leaf(PyObject *o) { return PyObject_Str(o); }\n"
             "static PyObject *middle(PyObject *o) { return leaf(o); }\n"
             "PyObject *f(PyObject *o) { return middle(o); }\n"
             "int quiet(int n) { return n; }\n"
             "int g(int n) { return quiet(n); }\n");
  EXPECT_EQ(effects(A, "f"), Everything);
  EXPECT_EQ(effects(A, "leaf"), Everything);
  EXPECT_EQ(effects(A, "g"), "");
  Effects &E = A.session().effects();
  const Event *By = E.decidedBy(*A.decl("f"), RunsPython);
  ASSERT_TRUE(By);
  EXPECT_EQ(A.textOf(By->At), "middle(o)");
  EXPECT_EQ(By->Callee->getName(), "middle");
  EXPECT_EQ(E.nameOf(*By, RunsPython), "PyObject_Str");
  EXPECT_FALSE(E.decidedBy(*A.decl("f"), Blocks));
}

TEST(EffectsTest, Recursion) {
  Analysed A("static void b(PyObject *o, int n);\n"
             "static void a(PyObject *o, int n) { if (n) b(o, n - 1); }\n"
             "static void b(PyObject *o, int n) { a(o, n); Py_DECREF(o); }\n"
             "void f(PyObject *o) { a(o, 3); }\n");
  EXPECT_EQ(effects(A, "f"), "collects releases");
  EXPECT_EQ(effects(A, "a"), "collects releases");
  Effects &E = A.session().effects();
  EXPECT_EQ(E.nameOf(*E.decidedBy(*A.decl("f"), Releases), Releases),
            "Py_DECREF");
}

// The answer does not depend on which question came first.
TEST(EffectsTest, AskedInAnyOrder) {
  const char *Code = "static void c(PyObject *o);\n"
                     "static void a(PyObject *o) { c(o); }\n"
                     "static void b(PyObject *o) { a(o); Py_DECREF(o); }\n"
                     "static void c(PyObject *o) { if (o) b(o); }\n";
  for (const char *First : {"a", "b", "c"}) {
    Analysed A(Code);
    effects(A, First);
    for (const char *Name : {"a", "b", "c"})
      EXPECT_EQ(effects(A, Name), "collects releases") << First << Name;
  }
}

TEST(EffectsTest, TheRuleForUnknownCalls) {
  EXPECT_EQ(of("void own(PyObject *); void f(PyObject *o) { own(o); }"),
            Perhaps);
  EXPECT_EQ(of("PyObject *own(int); void f(void) { own(1); }"), Perhaps);
  EXPECT_EQ(of("typedef struct { PyObject_HEAD int n; } Foo;\n"
               "void own(Foo *); void f(Foo *o) { own(o); }"),
            Perhaps);
  EXPECT_EQ(of("int own(int, char *); void f(char *p) { own(1, p); }"), "");
  EXPECT_EQ(of("void f(PyObject *o) { Py_TYPE(o)->tp_repr(o); }"), Perhaps);
  EXPECT_EQ(of("void f(int (*p)(int)) { p(1); }"), "");
  // What is known counts, not what is assumed besides.
  EXPECT_EQ(of("void own(PyObject *);\n"
               "void f(PyObject *o) { own(o); PyObject_Str(o); }"),
            Everything);
}

TEST(EffectsTest, TheCallThatWasAssumed) {
  Analysed A("void own(PyObject *);\n"
             "static void g(PyObject *o) { own(o); }\n"
             "void f(PyObject *o) { g(o); }\n");
  Effects &E = A.session().effects();
  const Event *By = E.decidedBy(*A.decl("f"), RunsPython);
  ASSERT_TRUE(By);
  EXPECT_FALSE(By->Proved & RunsPython);
  EXPECT_EQ(E.nameOf(*By, RunsPython), "own");
}

TEST(EffectsTest, SystemFunctions) {
  EXPECT_EQ(of("#include <string.h>\n#include <unistd.h>\n"
               "void f(PyObject *o) { memset(o, 0, 1); }"),
            "");
  EXPECT_EQ(of("#include <unistd.h>\nvoid f(void) { sleep(1); }"), "blocks");
  EXPECT_EQ(of("int poll(int); void f(void) { poll(1); }"), "")
      << "the project's own";
}

TEST(EffectsTest, Cxx) {
  const char *Ref =
      "struct Ref { PyObject *p; Ref(PyObject *p) : p(p) {}\n"
      "~Ref() { Py_XDECREF(p); } };\n";
  EXPECT_EQ(of(std::string(Ref) + "void f(PyObject *o) { Ref r(o); }",
               Language::CXX),
            "collects releases")
      << "a destructor";
  EXPECT_EQ(of(std::string(Ref) + "void f(PyObject *o) { Ref{o}; }",
               Language::CXX),
            "collects releases")
      << "of a temporary";
  EXPECT_EQ(of(std::string(Ref) +
                   "struct Both { Ref a; int n; };\n"
                   "void f(PyObject *o) { Both b{Ref(o), 1}; }",
               Language::CXX),
            "collects releases")
      << "of a member";
  EXPECT_EQ(of("template <class F> void run(F &&g) { g(); }\n"
               "void f(PyObject *o) { run([&] { PyObject_Str(o); }); }",
               Language::CXX),
            Everything)
      << "a template that calls a lambda";
  EXPECT_EQ(of("void f(PyObject *o) { auto later = [=] { PyObject_Str(o); };"
               " (void)later; }",
               Language::CXX),
            "")
      << "a lambda that nobody calls";
}

TEST(EffectsTest, CalledByTheStandardLibrary) {
  EXPECT_EQ(of("#include <algorithm>\n#include <mutex>\n#include <thread>\n"
               "void f(PyObject **v, int n) {\n"
               "std::sort(v, v + n, [](PyObject *a, PyObject *b) {\n"
               "return PyObject_RichCompareBool(a, b, Py_LT) == 1; }); }",
               Language::CXX),
            Everything);
  EXPECT_EQ(of("#include <algorithm>\n#include <mutex>\n#include <thread>\n" "std::once_flag once;\n"
               "void f(PyObject *o) {\n"
               "std::call_once(once, [&] { PyObject_Str(o); }); }",
               Language::CXX),
            std::string(Everything) + " blocks");
  EXPECT_EQ(of("#include <algorithm>\n#include <mutex>\n#include <thread>\n"
               "void f(PyObject *o) {\n"
               "std::thread t([=] { PyObject_Str(o); }); t.detach(); }",
               Language::CXX),
            "")
      << "on another thread";
  EXPECT_EQ(of("#include <algorithm>\n#include <mutex>\n#include <thread>\n" "std::mutex m;\n"
               "void f() { std::lock_guard<std::mutex> g(m); }",
               Language::CXX),
            "blocks");
}

} // namespace
} // namespace ftidy::guards
