//===-- MacroLogTest.cpp - what the preprocessor saw ------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Scopes are written as "BEGIN-LINE..END-LINE NAME(ARGUMENTS)"; the first line
// of the code is line 2, behind `#include <Python.h>`.
//
//===----------------------------------------------------------------------===//

#include "CApi/MacroLog.h"
#include "Analysed.h"
#include "llvm/ADT/StringExtras.h"
#include "gtest/gtest.h"

using namespace clang;

namespace ftidy::capi {
namespace {

using test::Analysed;
using test::Language;
using Texts = std::vector<std::string>;

/// All scopes; "T" or "C" says whether one is of threads or a section.
Texts scopesOf(Analysed &A) {
  Texts Result;
  for (const ScopeMacro &S : A.session().macros().scopes())
    Result.push_back(std::to_string(A.line(S.Begin)) + ".." +
                     (S.End.isValid() ? std::to_string(A.line(S.End)) : "") +
                     (S.Kind == ScopeKind::AllowThreads ? " T " : " C ") +
                     S.Name.str() + "(" + llvm::join(S.Args, "; ") + ")");
  return Result;
}

/// The same in both languages, with and without the GIL.
void expectScopes(llvm::StringRef Code, const Texts &Expected) {
  for (Language L : {Language::C, Language::CXX})
    for (const char *Mode : {"-UPy_GIL_DISABLED", "-DPy_GIL_DISABLED"}) {
      Analysed A(Code, L, {Mode});
      EXPECT_EQ(scopesOf(A), Expected) << Mode;
    }
}

TEST(Scopes, OneOfEach) {
  expectScopes(R"(void f(PyObject *a, PyObject *b) {
  Py_BEGIN_CRITICAL_SECTION(a);
  Py_END_CRITICAL_SECTION();
  Py_BEGIN_CRITICAL_SECTION2(a, b);
  Py_END_CRITICAL_SECTION2();
  Py_BEGIN_ALLOW_THREADS
  Py_END_ALLOW_THREADS
})",
               {"3..4 C Py_BEGIN_CRITICAL_SECTION(a)",
                "5..6 C Py_BEGIN_CRITICAL_SECTION2(a; b)",
                "7..8 T Py_BEGIN_ALLOW_THREADS()"});
}

TEST(Scopes, ArgumentsAsWritten) {
  expectScopes(R"(#define SELF ((PyObject *)self)
PyObject *pick(PyObject *, int);
void f(PyListObject *self) {
  Py_BEGIN_CRITICAL_SECTION(  (PyObject*)self  );
  Py_END_CRITICAL_SECTION();
  Py_BEGIN_CRITICAL_SECTION(SELF);
  Py_END_CRITICAL_SECTION();
  Py_BEGIN_CRITICAL_SECTION2(pick(SELF, 1),
                             self->ob_item[ 0 ]);
  Py_END_CRITICAL_SECTION2();
})",
               {"5..6 C Py_BEGIN_CRITICAL_SECTION((PyObject*)self)",
                "7..8 C Py_BEGIN_CRITICAL_SECTION(SELF)",
                "9..11 C Py_BEGIN_CRITICAL_SECTION2(pick(SELF, 1); "
                "self->ob_item[ 0 ])"});
}

TEST(Scopes, InsideEachOther) {
  expectScopes(R"(void f(PyObject *a, PyObject *b) {
  Py_BEGIN_CRITICAL_SECTION(a);
  Py_BEGIN_CRITICAL_SECTION(b);
  Py_BEGIN_ALLOW_THREADS
  Py_END_ALLOW_THREADS
  Py_END_CRITICAL_SECTION();
  Py_END_CRITICAL_SECTION();
})",
               {"3..8 C Py_BEGIN_CRITICAL_SECTION(a)",
                "4..7 C Py_BEGIN_CRITICAL_SECTION(b)",
                "5..6 T Py_BEGIN_ALLOW_THREADS()"});
}

TEST(Scopes, BlockedInBetween) {
  expectScopes(
      R"(void f(int stop) {
  Py_BEGIN_ALLOW_THREADS
  if (stop) {
    Py_BLOCK_THREADS
    Py_UNBLOCK_THREADS
  }
  Py_END_ALLOW_THREADS
})",
      {"3..5 T Py_BEGIN_ALLOW_THREADS()", "6..8 T Py_UNBLOCK_THREADS()"});
}

// A file that ends first; an end without a begin.
TEST(Scopes, Unbalanced) {
  Analysed Open(R"(#define LATER }
void f(PyObject *a) {
  Py_BEGIN_CRITICAL_SECTION(a);
  LATER
})");
  EXPECT_EQ(scopesOf(Open), Texts{"4.. C Py_BEGIN_CRITICAL_SECTION(a)"});
  Analysed Closed(R"(#define SOONER {
void f(PyObject *a) {
  SOONER
  Py_END_CRITICAL_SECTION();
})");
  EXPECT_EQ(scopesOf(Closed), Texts{});
}

// An end belongs to the last begin of its kind that is still open.
TEST(Scopes, TwoFunctions) {
  expectScopes(R"(void f(PyObject *a) {
  Py_BEGIN_CRITICAL_SECTION(a);
  Py_END_CRITICAL_SECTION();
}
void g(PyObject *b) {
  Py_BEGIN_CRITICAL_SECTION(b);
  Py_END_CRITICAL_SECTION();
})",
               {"3..4 C Py_BEGIN_CRITICAL_SECTION(a)",
                "7..8 C Py_BEGIN_CRITICAL_SECTION(b)"});
}

TEST(Scopes, SkippedText) {
  expectScopes(R"(void f(PyObject *a) {
#if 0
  Py_BEGIN_CRITICAL_SECTION(a);
  Py_END_CRITICAL_SECTION();
#endif
#ifdef Py_BEGIN_CRITICAL_SECTION
  Py_BEGIN_CRITICAL_SECTION(a);
  Py_END_CRITICAL_SECTION();
#endif
})",
               {"8..9 C Py_BEGIN_CRITICAL_SECTION(a)"});
}

// The project's own wrapper counts, the macro inside it does not again.
TEST(Scopes, Wrappers) {
  expectScopes(
      R"(#define MY_BEGIN_CRITICAL_SECTION(o) Py_BEGIN_CRITICAL_SECTION(o)
#define MY_END_CRITICAL_SECTION() Py_END_CRITICAL_SECTION()
#define MY_BEGIN_ALLOW_THREADS Py_BEGIN_ALLOW_THREADS
#define MY_END_ALLOW_THREADS Py_END_ALLOW_THREADS
void f(PyObject *a) {
  MY_BEGIN_CRITICAL_SECTION(a);
  MY_BEGIN_ALLOW_THREADS
  MY_END_ALLOW_THREADS
  MY_END_CRITICAL_SECTION();
})",
      {"7..10 C MY_BEGIN_CRITICAL_SECTION(a)",
       "8..9 T MY_BEGIN_ALLOW_THREADS()"});
}

TEST(Scopes, NotInSystemHeaders) {
  Analysed A(
      "#include <wrapped.h>\n", Language::C, {"-isystem", "/elsewhere"}, {},
      {{"/elsewhere/wrapped.h", "static inline void wrapped(PyObject *o) {\n"
                                "  Py_BEGIN_CRITICAL_SECTION(o);\n"
                                "  Py_END_CRITICAL_SECTION();\n}\n"}});
  EXPECT_EQ(scopesOf(A), Texts{});
}

TEST(Expansions, KnownByTheirPlace) {
  Analysed A(R"(
#define GET(l) PyList_GET_ITEM(l, 0)
    void f(PyObject *l) {
      Py_INCREF(PyTuple_GET_ITEM(l, 1));
      GET(l);
      PyList_GetItem(l, 0);
    })");
  const MacroLog &Log = A.session().macros();
  auto NameAt = [&](llvm::StringRef Text) {
    const Fact *F = Log.expandedAt(A.placeOf(Text));
    return F ? F->Name : "";
  };
  EXPECT_EQ(NameAt("Py_INCREF(PyTuple"), "Py_INCREF");
  EXPECT_EQ(NameAt("GET(l);"), "") << "the project's own name";
  EXPECT_EQ(NameAt("PyList_GetItem(l, 0);"), "") << "no macro";
  EXPECT_EQ(NameAt("PyList_GET_ITEM(l, 0)"), "") << "only defined here";
  EXPECT_FALSE(Log.expandedAt(SourceLocation()));
}

//===----------------------------------------------------------------------===//
// Branches that only a Python with a GIL compiles
//===----------------------------------------------------------------------===//

/// Which of the functions a, b, c, ... of the code are such branches. Only the
/// branches that are compiled hold functions.
std::string gilOnly(llvm::StringRef Code, test::Arguments Args = {}) {
  Analysed A(Code, Language::C, std::move(Args));
  std::string Result;
  for (const FunctionDecl *F : A.definitions())
    if (A.session().macros().isGilOnly(F->getLocation(), A.sources()))
      Result += F->getName();
  return Result;
}

TEST(GilOnly, ByTheMode) {
  const char Code[] = R"(
void a(void) {}
#ifndef Py_GIL_DISABLED
void b(void) {}
#else
void c(void) {}
#endif
#ifdef Py_GIL_DISABLED
void d(void) {}
#else
void e(void) {}
#endif
#if !defined(Py_GIL_DISABLED)
void f(void) {}
#endif
#if defined ( Py_GIL_DISABLED )
void g(void) {}
#else
void h(void) {}
#endif
#if ! defined Py_GIL_DISABLED && 1
void i(void) {}
#endif
void j(void) {}
)";
  EXPECT_EQ(gilOnly(Code), "befhi");
  EXPECT_EQ(gilOnly(Code, {"-DPy_GIL_DISABLED"}), "");
}

TEST(GilOnly, ByTheVersion) {
  EXPECT_EQ(gilOnly(R"(
#if PY_VERSION_HEX < 0x030D0000
void a(void) {}
#endif
#if PY_VERSION_HEX >= 0x030D0000
void b(void) {}
#else
void c(void) {}
#endif
#if PY_VERSION_HEX < 0x030E0000
void d(void) {}
#endif
#if PY_VERSION_HEX >= 0x03080000
void e(void) {}
#else
void f(void) {}
#endif
)",
                    {"-DPY_VERSION_HEX=0x030C0000"}),
            "ac");
}

// What may be compiled without the GIL as well.
TEST(GilOnly, NotProved) {
  EXPECT_EQ(gilOnly(R"(
#if !defined(Py_GIL_DISABLED) || 1
void a(void) {}
#endif
#if !(defined(Py_GIL_DISABLED) && defined(OTHER))
void b(void) {}
#endif
#ifndef OTHER
void c(void) {}
#endif
#if PY_VERSION_HEX < 0x030D0000 || 1
void d(void) {}
#endif
#if defined(Py_GIL_DISABLED) && defined(OTHER)
#else
void e(void) {}
#endif
#if defined(OTHER)
#elif defined(Py_GIL_DISABLED)
#elif defined(ANOTHER)
#endif
void f(void) {}
)"),
            "");
}

TEST(GilOnly, BehindElif) {
  EXPECT_EQ(gilOnly(R"(
#if defined(Py_GIL_DISABLED)
#elif defined(OTHER)
#else
void a(void) {}
#endif
#if defined(OTHER)
#elif defined(Py_GIL_DISABLED)
#else
void b(void) {}
#endif
#if defined(OTHER)
#elif PY_VERSION_HEX < 0x030D0000
void c(void) {}
#else
void d(void) {}
#endif
#if defined(Py_GIL_DISABLED)
#elif 1
void e(void) {}
#endif
)",
                    {"-DPY_VERSION_HEX=0x030C0000"}),
            "abce");
}

TEST(OlderThan, AVersion) {
  Analysed A(R"(
#if PY_VERSION_HEX >= 0x030E0000
#elif defined(OTHER)
#else
void a(void) {}
#endif
#if PY_VERSION_HEX < 0x030E00B1
void b(void) {}
#endif
#if PY_VERSION_HEX < 0x030F0000
void c(void) {}
#endif
#ifndef Py_GIL_DISABLED
void d(void) {}
#endif
)");
  std::string Result;
  for (const FunctionDecl *F : A.definitions())
    if (A.session().macros().isOlderThan(version(3, 14), F->getLocation(),
                                         A.sources()))
      Result += F->getName();
  EXPECT_EQ(Result, "abd");
}

TEST(GilOnly, InsideEachOther) {
  EXPECT_EQ(gilOnly(R"(
#ifndef Py_GIL_DISABLED
#if 1
void a(void) {}
#else
void b(void) {}
#endif
#ifdef OTHER
#else
void c(void) {}
#endif
void d(void) {}
#endif
void e(void) {}
#if 1
#ifndef Py_GIL_DISABLED
void f(void) {}
#endif
void g(void) {}
#endif
)"),
            "acdf");
}

} // namespace
} // namespace ftidy::capi
