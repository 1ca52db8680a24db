//===-- LocksTest.cpp - which locks are held here? --------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Guards/Locks.h"
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

/// For each call of at(): the names of the locks held there.
std::string held(llvm::StringRef Code, Language L = Language::C,
                 llvm::StringRef Name = "f") {
  Analysed A("void at(int);\n" + Code.str(), L);
  const Locks &In = A.session().locks().in(*A.decl(Name));
  std::string Result;
  for (const roles::Callee &C : A.function(Name).callees())
    if (C.Function && C.Function->getDeclName().isIdentifier() &&
        C.Function->getName() == "at") {
      std::string Names;
      for (const Acquisition *Held : In.heldAt(C.At))
        Names += (Names.empty() ? "" : ",") + Held->Name;
      Result += (Result.empty() ? "" : " ") + (Names.empty() ? "-" : Names);
    }
  return Result;
}

const char *Pthread = "#include <pthread.h>\n"
                      "static pthread_mutex_t m, other;\n";

TEST(LocksTest, Pairs) {
  EXPECT_EQ(held(std::string(Pthread) +
                 "void f(void) { at(0); pthread_mutex_lock(&m); at(1);"
                 " pthread_mutex_lock(&other); at(2);"
                 " pthread_mutex_unlock(&m); at(3);"
                 " pthread_mutex_unlock(&other); at(4); }"),
            "- m m,other other -");
  EXPECT_EQ(held("static PyMutex m;\n"
                 "void f(void) { PyMutex_Lock(&m); at(0);"
                 " PyMutex_Unlock(&m); at(1); }"),
            "m -");
  EXPECT_EQ(held("typedef struct { PyObject_HEAD PyThread_type_lock lock; } O;"
                 "void f(O *self, O *o) {"
                 " PyThread_acquire_lock(self->lock, 1); at(0);"
                 " PyThread_release_lock(o->lock); at(1);"
                 " PyThread_release_lock(self->lock); at(2); }"),
            "self->lock self->lock -");
}

TEST(LocksTest, OnEveryPath) {
  EXPECT_EQ(held(std::string(Pthread) +
                 "void f(int n) { if (n) pthread_mutex_lock(&m); at(0);"
                 " if (n) pthread_mutex_unlock(&m); at(1); }"),
            "- -");
  EXPECT_EQ(held(std::string(Pthread) +
                 "void f(int n) { pthread_mutex_lock(&m);"
                 " if (n) { pthread_mutex_unlock(&m); return; } at(0);"
                 " while (n--) at(1); pthread_mutex_unlock(&m); }"),
            "m m");
}

TEST(LocksTest, Tries) {
  EXPECT_EQ(held(std::string(Pthread) +
                 "void f(void) { if (pthread_mutex_trylock(&m) == 0) {"
                 " at(0); pthread_mutex_unlock(&m); } at(1); }"),
            "m -");
  EXPECT_EQ(held("void f(PyThread_type_lock l) {"
                 " if (!PyThread_acquire_lock(l, NOWAIT_LOCK)) {"
                 " Py_BEGIN_ALLOW_THREADS PyThread_acquire_lock(l, 1);"
                 " Py_END_ALLOW_THREADS } at(0); PyThread_release_lock(l);"
                 " at(1); }"),
            "l,l -")
      << "held on both ways";
}

TEST(LocksTest, ThroughFunctionsOfTheFile) {
  EXPECT_EQ(held(std::string(Pthread) +
                 "typedef struct { pthread_mutex_t lock; } O;\n"
                 "static void enter(O *o) { pthread_mutex_lock(&o->lock); }\n"
                 "static void leave(O *o) { pthread_mutex_unlock(&o->lock); }\n"
                 "static void both(O *o) { enter(o); leave(o); }\n"
                 "void f(O *a) { enter(a); at(0); leave(a); at(1); both(a);"
                 " at(2); }"),
            "lock - -");
}

TEST(LocksTest, Guards) {
  const char *Mutex = STD_MUTEX
                      "static std::mutex m;\n"
                      "struct S { std::mutex inner; void g(); };\n";
  EXPECT_EQ(held(std::string(Mutex) +
                     "void f(int n) { { std::lock_guard<std::mutex> g(m);"
                     " at(0); if (n) return; at(1); } at(2); }",
                 Language::CXX),
            "m m -");
  EXPECT_EQ(held(std::string(Mutex) +
                     "void f(S *s) { std::unique_lock<std::mutex> g(s->inner);"
                     " at(0); g.unlock(); at(1); g.lock(); at(2); }",
                 Language::CXX),
            "s->inner - s->inner");
  EXPECT_EQ(held(std::string(Mutex) +
                     "void f(S *s) { std::unique_lock g(m, std::defer_lock);"
                     " at(0); g.lock(); at(1);\n"
                     "std::scoped_lock both(s->inner, m); at(2); }",
                 Language::CXX),
            "- m m,s->inner,m");
  EXPECT_EQ(held(std::string(Mutex) +
                     "void S::g() { inner.lock(); at(0); inner.unlock();"
                     " at(1); }",
                 Language::CXX, "g"),
            "inner -");
}

TEST(LocksTest, GuardsOfTheFile) {
  EXPECT_EQ(held(STD_MUTEX
                 "struct Guard { std::mutex &m_;\n"
                 "Guard(std::mutex &m) : m_(m) { m_.lock(); }\n"
                 "~Guard() { m_.unlock(); } };\n"
                 "static std::mutex m;\n"
                 "void f() { { Guard g(m); at(0); } at(1); }",
                 Language::CXX),
            "m -");
  EXPECT_EQ(held(STD_MUTEX
                 "static std::mutex m;\n"
                 "class Guard { std::lock_guard<std::mutex> g;\n"
                 "public: Guard() : g(m) {} };\n"
                 "void f() { { Guard g; at(0); } at(1); }",
                 Language::CXX),
            "m -");
}

TEST(LocksTest, WhichLock) {
  Analysed A("#include <pthread.h>\n"
             "typedef struct { PyObject_HEAD pthread_mutex_t lock; } O;\n"
             "static pthread_mutex_t m; static pthread_mutex_t many[4];\n"
             "static pthread_mutex_t *of(O *);\n"
             "void f(O *a) { pthread_mutex_lock(&a->lock);"
             " pthread_mutex_lock(&m); pthread_mutex_lock(&many[1]);"
             " pthread_mutex_t *l = &m; pthread_mutex_lock(l);"
             " pthread_mutex_lock(of(a)); }\n"
             "void g(O *b) { pthread_mutex_lock(&b->lock);"
             " pthread_mutex_lock(&m); }\n");
  const auto F = A.session().locks().in(*A.decl("f")).acquisitions();
  const auto G = A.session().locks().in(*A.decl("g")).acquisitions();
  ASSERT_EQ(F.size(), 5u);
  ASSERT_EQ(G.size(), 2u);
  EXPECT_TRUE(F[0].Lock.isSameAs(G[0].Lock)) << "the same field";
  EXPECT_FALSE(F[0].Lock.isGlobal());
  EXPECT_TRUE(F[1].Lock.isSameAs(G[1].Lock));
  EXPECT_TRUE(F[1].Lock.isGlobal());
  EXPECT_FALSE(F[0].Lock.isSameAs(G[1].Lock));
  EXPECT_FALSE(F[2].Lock.isGlobal()) << "one of many";
  EXPECT_TRUE(F[3].Lock == F[1].Lock) << "a pointer to it";
  EXPECT_TRUE(F[4].Lock.Indexed) << "a result";
}

} // namespace
} // namespace ftidy::guards
