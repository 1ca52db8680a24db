//===-- FirstUseTest.cpp - what is filled on first use?
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each fill is written down as "variable in function, data...".
//
//===----------------------------------------------------------------------===//

#include "Analysed.h"
#include "CApi/Use.h"
#include "Guards/Held.h"
#include "Roles/FirstUse.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "gtest/gtest.h"

using namespace clang;
using namespace ftidy;
using namespace ftidy::roles;
using test::Analysed;
using List = std::vector<std::string>;

namespace {

List fills(llvm::StringRef Text, test::Language L = test::Language::C) {
  Analysed A(Text, L);
  List Result;
  for (const Fill &F : A.session().firstUses().all()) {
    std::string One =
        F.Variable->getNameAsString() + " in " + F.In->getNameAsString();
    if (F.Helper)
      One += " by " + F.Helper->getNameAsString();
    if (F.IsFlag)
      One += F.SetFirst ? " flag first" : " flag";
    for (const VarDecl *V : F.Data)
      One += ", " + V->getNameAsString();
    Result.push_back(One);
  }
  return Result;
}

TEST(FirstUseTest, Tests) {
  EXPECT_EQ(fills(R"(
static PyObject *a, *b, *c, *d, *e, *f;
static int g = -1, h = -1000;
PyObject *fa(void) { if (a == NULL) { a = PyLong_FromLong(1); } return a; }
PyObject *fb(void) { if (!b) b = PyLong_FromLong(1); return b; }
PyObject *fc(void) { if (c) return c; c = PyLong_FromLong(1); return c; }
PyObject *fd(void) { return d ? d : (d = PyLong_FromLong(1)); }
PyObject *fe(void) { if (e != NULL) { return e; } else { e = PyLong_FromLong(1); } return e; }
int ff(void) { return f || (f = PyLong_FromLong(1)); }
long fg(PyObject *o) { if (g < 0) g = (int)PyLong_AsLong(o); return g; }
long fh(PyObject *o) { if (h == -1000) { h = (int)PyLong_AsLong(o); } return h; }
)"),
            List({"a in fa", "b in fb", "c in fc", "d in fd", "e in fe",
                  "f in ff", "g in fg", "h in fh"}));
}

TEST(FirstUseTest, OtherTests) {
  EXPECT_EQ(fills(R"(
struct node { struct node *next; };
static struct node *free_list;
static int count, state;
static PyObject *last;
struct node *take(void) {
  struct node *n;
  if (free_list) { n = free_list; free_list = n->next; return n; }
  return NULL;
}
struct node *take2(void) {
  struct node *n;
  if (free_list == NULL) return NULL;
  n = free_list; free_list = n->next; return n;
}
void more(void) { if (count < 10) count++; if (state == 3) state = 4; }
void reset(void) { if (last) last = NULL; }
)"),
            List());
}

TEST(FirstUseTest, Flags) {
  EXPECT_EQ(fills(R"(
static int ready, early, warned, set_up, reported;
static int table[8], other[8];
static void fill(void) { other[0] = 1; }
int start(void);
void f(void) { if (!ready) { for (int i = 0; i < 8; i++) table[i] = i; ready = 1; } }
void g(void) { if (!early) { early = 1; fill(); } }
void h(void) { if (!warned) { warned = 1; PyErr_WarnEx(NULL, "old", 1); } }
void i(void) { if (!set_up) { start(); set_up = 1; } }
)"),
            List({"ready in f flag, table", "early in g flag first, other",
                  "set_up in i flag"}));
}

TEST(FirstUseTest, Helpers) {
  EXPECT_EQ(fills(R"(
static PyObject *outer;
static inline void cache_import(const char *name, PyObject **cache) {
  if (*cache == NULL) { *cache = PyImport_ImportModule(name); }
}
void unknown_import(const char *name, PyObject **cache);
int look(PyObject **cache);
PyObject *f(void) { static PyObject *a = NULL; cache_import("a", &a); return a; }
PyObject *g(void) { static PyObject *b; unknown_import("b", &b); return b; }
PyObject *h(void) { cache_import("c", &outer); return outer; }
)"),
            List({"outer in h by cache_import", "a in f by cache_import",
                  "b in g by unknown_import"}));
}

TEST(FirstUseTest, FilledByTheFunctionThatItCalls) {
  EXPECT_EQ(fills(R"(
static int imported;
static PyObject *first, *second;
static int import(void) {
  first = PyDict_New(); second = PyDict_New();
  imported = 1;
  return 0;
}
PyObject *f(void) { if (!imported && import() < 0) return NULL; return first; }
PyObject *g(void) { if (imported == 0) { import(); } return second; }
)"),
            List({"imported in g flag, first, second"}));
}

TEST(FirstUseTest, InitAndOthers) {
  EXPECT_EQ(fills(R"(
static PyObject *cache;
static _Thread_local PyObject *mine;
static _Atomic(PyObject *) shared;
static struct PyModuleDef def = {PyModuleDef_HEAD_INIT, "m", NULL, -1, NULL};
PyMODINIT_FUNC PyInit_m(void) {
  if (cache == NULL) cache = PyLong_FromLong(1);
  return PyModule_Create(&def);
}
PyObject *f(void) { if (!mine) mine = PyLong_FromLong(1); return mine; }
PyObject *g(void) { if (!shared) shared = PyLong_FromLong(1); return shared; }
)"),
            List());
}

TEST(FirstUseTest, Macros) {
  EXPECT_EQ(fills(R"(
#define INTERN(var, text) \
  static PyObject *var = NULL; \
  if (var == NULL) { var = PyUnicode_InternFromString(text); }
PyObject *f(void) { INTERN(one, "1") return one; }
)"),
            List({"one in f"}));
}

TEST(FirstUseTest, CxxMembersAndContainers) {
  EXPECT_EQ(fills(R"(
template <class T> struct Vec { bool empty() const; void push_back(T); T *items; };
static Vec<int> table;
struct Box { static Box *instance; static Box *get() { if (!instance) instance = new Box(); return instance; } };
Box *Box::instance;
void f() { if (table.empty()) table.push_back(1); }
)",
                  test::Language::CXX),
            List({"table in f", "instance in get"}));
}

TEST(FirstUseTest, Covers) {
  Analysed A(R"(
static int ready;
static int table[8], mixed[8];
static void fill(void) { table[0] = 1; mixed[0] = 1; }
void f(void) { if (!ready) { fill(); ready = 1; } }
void g(void) { mixed[1] = 2; }
)");
  const FirstUses &Uses = A.session().firstUses();
  std::vector<bool> Answers;
  for (const VarDecl *V : A.session().accesses().variables())
    Answers.push_back(Uses.covers(V));
  EXPECT_EQ(Answers, std::vector<bool>({true, true, false}));
}

class HeldTest : public ::testing::Test {
protected:
  void parse(llvm::StringRef Text, test::Language L = test::Language::C) {
    A = std::make_unique<Analysed>(Text, L);
  }
  bool held(llvm::StringRef Function, llvm::StringRef Text) {
    return A->session().held().at(A->find(Function, Text)->getBeginLoc(),
                                  *A->decl(Function));
  }
  std::unique_ptr<Analysed> A;
};

TEST_F(HeldTest, CallsAndMacros) {
  parse(R"(
typedef struct { int x; } mutex_t;
static mutex_t mutex;
void mutex_lock(mutex_t *); void mutex_unlock(mutex_t *);
#define CACHE_LOCK()
#define CACHE_UNLOCK()
void use(int);
void f(int stop) {
  use(0);
  mutex_lock(&mutex);
  if (stop) { mutex_unlock(&mutex); return; }
  use(1);
  mutex_unlock(&mutex);
  use(2);
}
void g(void) { use(0); CACHE_LOCK(); use(1); CACHE_UNLOCK(); use(2); }
static void inner(void) { use(1); }
void h(void) { CACHE_LOCK(); inner(); CACHE_UNLOCK(); }
)");
  for (const char *F : {"f", "g"}) {
    EXPECT_FALSE(held(F, "use(0)")) << F;
    EXPECT_TRUE(held(F, "use(1)")) << F;
    EXPECT_FALSE(held(F, "use(2)")) << F;
  }
  EXPECT_TRUE(held("inner", "use(1)"));
}

TEST_F(HeldTest, SectionsOnWhatAllShare) {
  parse(R"(
static PyObject *registry;
void use(int);
void f(PyObject *self) {
  Py_BEGIN_CRITICAL_SECTION(self);
  use(0);
  Py_END_CRITICAL_SECTION();
  Py_BEGIN_CRITICAL_SECTION(registry);
  use(1);
  Py_END_CRITICAL_SECTION();
}
)");
  EXPECT_FALSE(held("f", "use(0)"));
  EXPECT_TRUE(held("f", "use(1)"));
}

TEST_F(HeldTest, GuardObjects) {
  parse(R"(
struct mutex {};
struct lock_guard { explicit lock_guard(mutex &); ~lock_guard(); };
static mutex m;
void use(int);
void f() { use(0); { lock_guard held(m); use(1); } use(2); }
)",
        test::Language::CXX);
  EXPECT_FALSE(held("f", "use(0)"));
  EXPECT_TRUE(held("f", "use(1)"));
  EXPECT_FALSE(held("f", "use(2)"));
}

} // namespace
