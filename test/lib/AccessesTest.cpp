//===-- AccessesTest.cpp - who touches this variable or field?
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each place is written down as "function: kind extent": `f: write`,
// `g: address part argument 1`.
//
//===----------------------------------------------------------------------===//

#include "Analysed.h"
#include "FixIt/SourceText.h"
#include "Roles/Accesses.h"
#include "Sharing/Fields.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "gtest/gtest.h"

using namespace clang;
using namespace ftidy;
using namespace ftidy::roles;
using ftidy::test::Analysed;
using List = std::vector<std::string>;

namespace {

class Code {
public:
  explicit Code(llvm::StringRef Text, test::Language L = test::Language::C) : A(Text, L) {}

  const VarDecl *variable(llvm::StringRef Name) {
    for (const VarDecl *V : all().variables())
      if (V->getName() == Name)
        return V;
    ADD_FAILURE() << "no variable " << Name.str();
    return nullptr;
  }

  const FieldDecl *field(llvm::StringRef Name) {
    for (const FieldDecl *F : all().fields())
      if (F->getName() == Name)
        return F;
    ADD_FAILURE() << "no field " << Name.str();
    return nullptr;
  }

  const Accesses &all() { return A.session().accesses(); }

  List of(llvm::StringRef Variable) { return spell(variable(Variable)); }
  List ofField(llvm::StringRef Field) { return spell(field(Field)); }

  bool fills(llvm::StringRef Function, unsigned I) {
    return all().fills(*A.decl(Function), I);
  }

  bool onlyIn(llvm::StringRef Variable, llvm::StringRef Function) {
    return all().changedOnlyIn(
        variable(Variable),
        [&](const FunctionDecl &F) { return F.getNameAsString() == Function; });
  }

  List names() {
    List Result;
    for (const VarDecl *V : all().variables())
      Result.push_back(V->getNameAsString());
    return Result;
  }

private:
  List spell(const ValueDecl *D) {
    List Result;
    if (D)
      for (const Access &Place : all().of(D))
        Result.push_back(spell(Place));
    return Result;
  }

  static std::string spell(const Access &A) {
    static const char *const Kinds[] = {"read", "write", "readwrite", "address"};
    std::string Text = A.In ? A.In->getNameAsString() : "load";
    Text += std::string(": ") + Kinds[static_cast<unsigned>(A.Kind)];
    if (A.Of == Extent::Part)
      Text += " part";
    if (A.Of == Extent::Behind)
      Text += " behind";
    if (A.passedTo())
      Text += " argument " + std::to_string(A.Argument);
    if (A.Atomic)
      Text += " atomic";
    return Text;
  }

  Analysed A;
};

TEST(AccessesTest, PlainKinds) {
  Code C(R"(
static int count;
int get(void) { return count; }
void set(int v) { count = v; }
void more(void) { count++; --count; count += 2; }
int *where(void) { return &count; }
unsigned long size(void) { return sizeof(count); }
)");
  EXPECT_EQ(C.of("count"),
            List({"get: read", "set: write", "more: readwrite",
                  "more: readwrite", "more: readwrite", "where: address"}));
}

TEST(AccessesTest, PartsAndPointers) {
  Code C(R"(
struct entry { int key; struct entry *next; int counts[4]; };
static struct entry table[8];
static struct entry first;
static struct entry *last;
static char buffer[16];
void parts(int i) {
  table[i].key = 1;
  first.counts[i] += 1;
  last->key = 2;
  last->next->key = 3;
  *last = first;
  buffer[0] = 'a';
  *(buffer + 1) = 'b';
}
)");
  EXPECT_EQ(C.of("table"), List({"parts: write part"}));
  EXPECT_EQ(C.of("first"), List({"parts: readwrite part", "parts: read"}));
  EXPECT_EQ(C.of("last"), List({"parts: write behind", "parts: write behind",
                                "parts: write behind"}));
  EXPECT_EQ(C.of("buffer"), List({"parts: write part", "parts: write part"}));
  EXPECT_EQ(C.ofField("key"),
            List({"parts: write", "parts: write", "parts: write"}));
  EXPECT_EQ(C.ofField("next"), List({"parts: write behind"}));
  EXPECT_EQ(C.ofField("counts"), List({"parts: readwrite part"}));
}

TEST(AccessesTest, Arguments) {
  Code C(R"(
static PyObject *cache;
static char buffer[16];
void fill(PyObject **slot);
void look(PyObject *const *slot);
void use(PyObject *value);
void write(char *to, int n);
void pass(void) {
  fill(&cache);
  look(&cache);
  use(cache);
  write(buffer, 3);
}
)");
  EXPECT_EQ(C.of("cache"),
            List({"pass: address argument 0", "pass: read argument 0",
                  "pass: read argument 0"}));
  EXPECT_EQ(C.of("buffer"), List({"pass: address part argument 0"}));
}

TEST(AccessesTest, MacrosThatReplace) {
  const char Text[] = R"(
static PyObject *cache;
typedef struct { PyObject_HEAD PyObject *item; } Thing;
#define RESET() Py_CLEAR(cache)
void clear(void) { Py_CLEAR(cache); }
void set(PyObject *v) { Py_XSETREF(cache, v); }
void reset(void) { RESET(); }
void hold(PyObject **slot) { Py_XSETREF(*slot, Py_NewRef(cache)); }
void part(Thing *self) { Py_CLEAR(self->item); }
)";
  Code C(Text);
  EXPECT_EQ(C.of("cache"), List({"clear: readwrite", "set: readwrite",
                                 "reset: readwrite", "hold: read argument 0"}));
  EXPECT_EQ(C.ofField("item"), List({"part: readwrite"}));
}

TEST(AccessesTest, Atomics) {
  Code C(R"(
static int flag;
static int other;
static long total;
int load(void) { return __atomic_load_n(&flag, 2); }
void store(void) { __atomic_store_n(&flag, 1, 3); }
void add(void) { __sync_fetch_and_add(&total, 1); }
int plain(void) { return __atomic_load_n(&other, 2) + flag; }
)");
  EXPECT_EQ(C.of("flag"), List({"load: read atomic", "store: write atomic",
                                "plain: read"}));
  EXPECT_EQ(C.of("total"), List({"add: readwrite atomic"}));
}

TEST(AccessesTest, VariablesOfTheProject) {
  Code C(R"(
extern int elsewhere;
static const int fixed = 1;
int f(int parameter) {
  static int kept;
  int local = parameter + fixed;
  return kept + local + elsewhere + (Py_None != 0);
}
)");
  EXPECT_EQ(C.names(), List({"elsewhere", "fixed", "kept"}));
}

TEST(AccessesTest, LoadTime) {
  Code C(R"(
static int one;
static int *const pointer = &one;
int get(void) { return *pointer; }
)");
  EXPECT_EQ(C.of("one"), List({"load: address"}));
  EXPECT_EQ(C.of("pointer"), List({"get: read behind"}));
}

TEST(AccessesTest, StorageOfDeclarations) {
  Code C(R"(
static _Thread_local int perthread;
static __thread int older;
static _Atomic int atomic;
static const int constant = 1;
static char *const names[] = {"a", 0};
static const char *name = "a";
static char *kwlist[] = {"a", 0};
)");
  EXPECT_EQ(storageOf(*C.variable("perthread")), Storage::PerThread);
  EXPECT_EQ(storageOf(*C.variable("older")), Storage::PerThread);
  EXPECT_EQ(storageOf(*C.variable("atomic")), Storage::Atomic);
  EXPECT_EQ(storageOf(*C.variable("constant")), Storage::Constant);
  EXPECT_EQ(storageOf(*C.variable("names")), Storage::Constant);
  EXPECT_EQ(storageOf(*C.variable("name")), Storage::Plain);
  EXPECT_EQ(storageOf(*C.variable("kwlist")), Storage::Plain);
}

TEST(AccessesTest, FillsItsParameter) {
  Code C(R"(
struct pair { int a; };
int direct(PyObject **slot) { *slot = 0; return 0; }
int through(int n, PyObject **slot) { return n ? direct(slot) : 0; }
int member(struct pair *p) { p->a = 1; return 0; }
int inner(struct pair *p) { int *q = &p->a; return *q; }
int looks(PyObject **slot) { return *slot != 0; }
int moves(int *p) { p++; return p[0]; }
int again(PyObject **slot) { return slot ? again(slot) : 0; }
int unknown(PyObject **slot);
int reads(PyObject *const *slot);
)");
  EXPECT_TRUE(C.fills("direct", 0));
  EXPECT_TRUE(C.fills("through", 1));
  EXPECT_TRUE(C.fills("member", 0));
  EXPECT_TRUE(C.fills("inner", 0));
  EXPECT_FALSE(C.fills("looks", 0));
  EXPECT_FALSE(C.fills("moves", 0));
  EXPECT_FALSE(C.fills("again", 0));
  EXPECT_TRUE(C.fills("unknown", 0));
  EXPECT_FALSE(C.fills("reads", 0));
}

TEST(AccessesTest, ChangedOnlyIn) {
  Code C(R"(
static PyObject *a, *b, *c, *d;
static int looks(PyObject **slot) { return *slot != 0; }
static int sets(PyObject **slot) { *slot = 0; return 0; }
PyMODINIT_FUNC PyInit_m(void) { a = b = c = d = PyLong_FromLong(1); return a; }
int g(void) { return a == b; }
int h(void) { b = 0; return sets(&c) + looks(&d); }
)");
  EXPECT_TRUE(C.onlyIn("a", "PyInit_m"));
  EXPECT_FALSE(C.onlyIn("b", "PyInit_m"));
  EXPECT_FALSE(C.onlyIn("c", "PyInit_m"));
  EXPECT_TRUE(C.onlyIn("d", "PyInit_m"));
}

// Just enough of a library.
const char Library[] = R"(
namespace std {
template <class T> struct vector {
  T &operator[](unsigned long); const T &operator[](unsigned long) const;
  void push_back(const T &); T *begin(); const T *begin() const;
  T *end(); const T *end() const; unsigned long size() const;
  T *items;
};
template <class K, class V> struct map {
  V &operator[](const K &); void erase(const K &); unsigned long size() const;
  V *values;
};
template <class T> struct atomic { T load() const; T operator++(int); };
}
)";

TEST(AccessesTest, Containers) {
  Code C(std::string(Library) + R"(
static std::vector<int> list;
static std::map<int, int> table;
static std::map<int, std::vector<int>> lists;
static std::atomic<int> counter;
int &reference() { return list[0]; }
int reads() { int n = list[1] + list.size() + table.size(); for (int x : list) n += x; return n; }
void writes() { list[2] = 1; list.push_back(3); table[1]; table.erase(2); lists[1].push_back(2); }
void copies() { std::vector<int> copy = list; copy = list; list = copy; auto &alias = list; (void)alias; }
void counts() { counter++; }
)",
         test::Language::CXX);
  EXPECT_EQ(C.of("list"),
            List({"reference: address part", "reads: read part", "reads: read",
                  "reads: read", "writes: write part", "writes: readwrite",
                  "copies: read", "copies: read argument 0", "copies: write",
                  "copies: address"}));
  EXPECT_EQ(C.of("table"), List({"reads: read", "writes: readwrite",
                                 "writes: readwrite"}));
  EXPECT_EQ(C.of("lists"), List({"writes: readwrite part"}));
  EXPECT_EQ(storageOf(*C.variable("counter")), Storage::Atomic);
}

TEST(AccessesTest, ClassesAndLambdas) {
  Code C(R"(
struct Box {
  static int made;
  int value;
  Box(int v) : value(v) { ++made; }
  int get() const { return value; }
  void set(int v) { value = v; this->value = v; }
};
int Box::made = 0;
int f(Box &b) {
  auto change = [&] { Box::made = 3; };
  change();
  return b.get() + Box::made;
}
template <class T> struct Kept { static int uses; static void use() { ++uses; } };
template <class T> int Kept<T>::uses = 0;
int g() { return Kept<int>::uses; }
)",
         test::Language::CXX);
  EXPECT_EQ(C.of("made"),
            List({"Box: readwrite", "operator(): write", "f: read"}));
  EXPECT_EQ(C.ofField("value"),
            List({"Box: write", "get: read", "set: write", "set: write"}));
  EXPECT_EQ(C.of("uses"), List({"use: readwrite", "g: read"}));
}

} // namespace
