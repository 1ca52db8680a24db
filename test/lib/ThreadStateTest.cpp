//===-- ThreadStateTest.cpp - is the thread attached here? ------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Guards/ThreadState.h"
#include "Analysed.h"
#include "Roles/Callees.h"
#include "Roles/Roles.h"
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

/// One letter for each call of at(): Attached, Detached, ? for unknown.
std::string states(llvm::StringRef Code, llvm::StringRef Name = "f",
                   Language L = Language::C) {
  Analysed A("void at(int);\n" + Code.str(), L);
  const ThreadState &S = A.session().threadStates().in(*A.decl(Name));
  std::string Result;
  for (const roles::Callee &C : A.function(Name).callees())
    if (C.Function && C.Function->getDeclName().isIdentifier() &&
        C.Function->getName() == "at")
      switch (S.before(C.At)) {
      case Attachment::Attached:
        Result += 'A';
        break;
      case Attachment::Detached:
        Result += 'D';
        break;
      case Attachment::Unknown:
        Result += '?';
        break;
      }
  return Result;
}

TEST(ThreadStateTest, Regions) {
  EXPECT_EQ(states("void f(PyObject *o) { at(0); Py_BEGIN_ALLOW_THREADS at(1);"
                   " Py_BLOCK_THREADS at(2); Py_UNBLOCK_THREADS at(3);"
                   " Py_END_ALLOW_THREADS at(4); }"),
            "ADADA");
  EXPECT_EQ(states("void f(PyObject *o) { PyThreadState *s = "
                   "PyEval_SaveThread(); at(0); PyEval_RestoreThread(s);"
                   " at(1); }"),
            "DA");
}

TEST(ThreadStateTest, AtTheBeginning) {
  EXPECT_EQ(states("void f(PyObject *o) { at(0); }"), "A") << "a parameter";
  EXPECT_EQ(states("void f(int n) { at(0); }"), "?");
  EXPECT_EQ(states("void f(int n) { at(0); PyErr_SetNone(PyExc_IOError); }"),
            "A")
      << "a use";
  EXPECT_EQ(states("void f(int n) { at(0); Py_BEGIN_ALLOW_THREADS at(1);"
                   " Py_END_ALLOW_THREADS }"),
            "AD");
  EXPECT_EQ(states("void f(void *p) { at(0); PyGILState_STATE s = "
                   "PyGILState_Ensure(); at(1); PyGILState_Release(s);"
                   " at(2); }"),
            "?A?");
  EXPECT_EQ(states("static int f(void *self) { at(0); return 0; }\n"
                   "PyTypeObject T = {.tp_dealloc = (destructor)f};"),
            "A")
      << "a role";
}

TEST(ThreadStateTest, NewThreads) {
  EXPECT_EQ(states("#include <pthread.h>\n"
                   "static void *f(void *p) { at(0); PyGILState_STATE s = "
                   "PyGILState_Ensure(); at(1); PyGILState_Release(s); at(2);"
                   " return 0; }\n"
                   "void g(pthread_t *t) { pthread_create(t, 0, f, 0); }"),
            "DAD");
}

TEST(ThreadStateTest, NewThreadsOfCxx) {
  EXPECT_EQ(states(STD_MUTEX
                   "static void f(PyObject *o) { at(0); }\n"
                   "void g(PyObject *o) { std::thread t(f, o); t.detach(); }",
                   "f", Language::CXX),
            "D");
}

TEST(ThreadStateTest, WhatAllCallersHave) {
  const char *Code = "static void f(int n) { at(n); }\n"
                     "void g(PyObject *o) { Py_BEGIN_ALLOW_THREADS f(1);"
                     " Py_END_ALLOW_THREADS }\n";
  EXPECT_EQ(states(Code), "D");
  EXPECT_EQ(states(std::string(Code) + "void h(PyObject *o) { f(2); }"), "?");
}

TEST(ThreadStateTest, SavedOnSomePaths) {
  EXPECT_EQ(states("void f(PyObject *o, int n) {\n"
                   "PyThreadState *save = NULL;\n"
                   "if (n > 500) save = PyEval_SaveThread();\n"
                   "at(0);\n"
                   "if (save) PyEval_RestoreThread(save);\n"
                   "at(1); }"),
            "?A");
}

TEST(ThreadStateTest, ThroughFunctionsOfTheFile) {
  const char *Both = "static PyThreadState *s;\n"
                     "static void leave(void) { s = PyEval_SaveThread(); }\n"
                     "static void enter(void) { PyEval_RestoreThread(s); }\n"
                     "static void both(void) { leave(); enter(); }\n";
  EXPECT_EQ(states(std::string(Both) +
                   "void f(PyObject *o) { leave(); at(0); enter(); at(1);"
                   " both(); at(2); }"),
            "DAA");
}

TEST(ThreadStateTest, Guards) {
  const char *Pybind = "namespace pybind11 {\n"
                       "struct gil_scoped_release { gil_scoped_release();"
                       " ~gil_scoped_release(); };\n"
                       "struct gil_scoped_acquire { gil_scoped_acquire();"
                       " ~gil_scoped_acquire(); };\n}\n";
  EXPECT_EQ(states(std::string(Pybind) +
                       "void f(PyObject *o) { at(0);\n"
                       "{ pybind11::gil_scoped_release r; at(1);\n"
                       "  { pybind11::gil_scoped_acquire a; at(2); } }\n"
                       "at(3); }",
                   "f", Language::CXX),
            "ADAA");
  EXPECT_EQ(states("struct Released { PyThreadState *s;\n"
                   "Released() : s(PyEval_SaveThread()) {}\n"
                   "~Released() { PyEval_RestoreThread(s); } };\n"
                   "void f(PyObject *o) { at(0); { Released r; at(1);"
                   " if (o) return; at(2); } at(3); }",
                   "f", Language::CXX),
            "ADDA")
      << "a class of the file";
}

} // namespace
} // namespace ftidy::guards
