//===-- GraphTest.cpp - what runs before what -------------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Flow/Graph.h"
#include "Analysed.h"
#include "clang/AST/Stmt.h"
#include "llvm/ADT/DenseSet.h"
#include "gtest/gtest.h"
#include <map>
#include <set>

using namespace clang;

namespace ftidy::flow {
namespace {

using test::Analysed;
using test::Language;

/// The conditions of the `if` statements of a function, in source order.
std::vector<const Expr *> conditions(Analysed &A, llvm::StringRef Function) {
  std::vector<const Expr *> Result;
  for (const Stmt *S : A.decl(Function)->getBody()->children())
    if (const auto *If = dyn_cast<IfStmt>(S))
      Result.push_back(If->getCond());
  return Result;
}

//===----------------------------------------------------------------------===//
// Tests of pointers
//===----------------------------------------------------------------------===//

struct Spelling {
  const char *Text;
  /// 'n': p is null where the condition is true; 'o': where it is false; '-':
  /// it says nothing of p alone.
  char Says;
};

const Spelling PointerTests[] = {
    {"p", 'o'},
    {"!p", 'n'},
    {"!!p", 'o'},
    {"!!!p", 'n'},
    {"p == NULL", 'n'},
    {"NULL == p", 'n'},
    {"p != NULL", 'o'},
    {"NULL != p", 'o'},
    {"p == 0", 'n'},
    {"(p) != ((void *)0)", 'o'},
    {"p == (PyObject *)NULL", 'n'},
    {"(PyVarObject *)p == NULL", 'n'},
    {"!(p != NULL)", 'n'},
    {"!(p == NULL)", 'o'},
    {"(p = next()) == NULL", 'n'},
    {"(p = next()) != NULL", 'o'},
    {"(p = next())", 'o'},
    {"!(p = next())", 'n'},
    {"__builtin_expect(p == NULL, 0)", 'n'},
    {"__builtin_expect(!!(p), 1)", 'o'},
    {"__builtin_expect(!p, 0)", 'n'},
    {"UNLIKELY(p == NULL)", 'n'},
    {"LIKELY(p)", 'o'},
    {"!LIKELY(p != NULL)", 'n'},
    {"(p == NULL) == 0", 'o'},
    {"(p == NULL) != 0", 'n'},
    {"0 == !p", 'o'},
    {"p == q", '-'},
    {"p != q", '-'},
    {"p == Py_None", '-'},
    {"n", '-'},
    {"n == 0", '-'},
    {"p->ob_type == 0", '-'},
    {"is_none(p)", '-'},
    {"!is_none(p)", '-'},
    {"p && q", '-'},
    {"p == NULL || q == NULL", '-'},
    {"p < q", '-'},
};

class NullTests : public ::testing::TestWithParam<Language> {};
INSTANTIATE_TEST_SUITE_P(Languages, NullTests,
                         ::testing::Values(Language::C, Language::CXX),
                         [](const auto &I) {
                           return I.param == Language::C ? "C" : "CXX";
                         });

TEST_P(NullTests, EverySpelling) {
  std::string Code = R"(
#define LIKELY(x) __builtin_expect(!!(x), 1)
#define UNLIKELY(x) __builtin_expect(!!(x), 0)
PyObject *next(void);
int is_none(PyObject *);
void f(PyObject *p, PyObject *q, int n) {
)";
  for (const Spelling &S : PointerTests)
    Code += std::string("  if (") + S.Text + ") ++n;\n";
  Analysed A(Code + "}\n", GetParam());
  const auto Conditions = conditions(A, "f");
  ASSERT_EQ(Conditions.size(), std::size(PointerTests));
  const VarDecl *P = A.variable("f", "p");
  for (size_t I = 0; I < Conditions.size(); ++I) {
    const auto Test = nullTest(Conditions[I]);
    const auto *Ref = Test ? dyn_cast<DeclRefExpr>(Test->Subject) : nullptr;
    const char Says =
        !Ref || Ref->getDecl() != P ? '-' : (Test->NullWhen ? 'n' : 'o');
    EXPECT_EQ(Says, PointerTests[I].Says) << PointerTests[I].Text;
  }
}

TEST(NullTestsOfCxx, Nullptr) {
  Analysed A(R"(
    void f(PyObject *p, int n) {
      if (p == nullptr) ++n;
      if (nullptr != p) ++n;
      if (p == __null) ++n;
      if (static_cast<void *>(p) == nullptr) ++n;
    })",
             Language::CXX);
  std::string Says;
  for (const Expr *Condition : conditions(A, "f"))
    Says +=
        nullTest(Condition) ? (nullTest(Condition)->NullWhen ? 'n' : 'o') : '-';
  EXPECT_EQ(Says, "nonn");
}

TEST(TruthTests, Calls) {
  Analysed A(R"(
    int is_none(PyObject *);
    void f(PyObject *p, int n) {
      if (is_none(p)) ++n;
      if (!is_none(p)) ++n;
      if (is_none(p) == 0) ++n;
      if (is_none(p) != 0) ++n;
      if (__builtin_expect(!!(is_none(p)), 0)) ++n;
      if (__builtin_expect(!is_none(p), 0)) ++n;
      if (is_none(p) == 1) ++n;
    })");
  std::string Says;
  for (const Expr *Condition : conditions(A, "f")) {
    const TruthTest Test = truthTest(Condition);
    Says += !isa<CallExpr>(Test.Subject) ? '-' : Test.TrueWhen ? 't' : 'f';
  }
  EXPECT_EQ(Says, "tffttf-");
}

TEST(NullConstants, EverySpelling) {
  const char *Text = R"(
    void f(PyObject *p) {
      p = 0; p = NULL; p = ((PyObject *)0); p = (void *)NULL; p = (0L);
      p = Py_None; p = p; p = (PyObject *)1;
    })";
  Analysed A(Text);
  std::string Says;
  for (const Stmt *S : A.decl("f")->getBody()->children())
    Says += isNullConstant(cast<BinaryOperator>(S)->getRHS()) ? 'y' : 'n';
  EXPECT_EQ(Says, "yyyyynnn");
}

//===----------------------------------------------------------------------===//
// The graph
//===----------------------------------------------------------------------===//

/// What must hold for every graph: each block once, ranks as in order(), the
/// entry first, and of two blocks that follow each other without a loop the
/// first before the second.
void expectWellFormed(const Graph &G) {
  ASSERT_FALSE(G.order().empty());
  EXPECT_EQ(G.order().front(), &G.cfg().getEntry());
  llvm::DenseSet<const CFGBlock *> Seen;
  for (unsigned I = 0; I < G.order().size(); ++I) {
    EXPECT_EQ(G.rank(G.order()[I]), I);
    EXPECT_TRUE(Seen.insert(G.order()[I]).second);
  }
  // Closed under successors: what can be reached is there.
  for (const CFGBlock *B : G.order())
    for (const CFGBlock *Next : B->succs())
      EXPECT_TRUE(!Next || Seen.count(Next));
}

const Graph &graphOf(Analysed &A, llvm::StringRef Function) {
  const Graph *G = A.function(Function).graph();
  EXPECT_TRUE(G) << Function.str();
  expectWellFormed(*G);
  return *G;
}

/// The block whose elements hold this node.
const CFGBlock *blockOf(const Graph &G, const Stmt *S) {
  for (const CFGBlock *B : G.order())
    for (const CFGElement &E : *B)
      if (auto Statement = E.getAs<CFGStmt>())
        if (Statement->getStmt() == S)
          return B;
  return nullptr;
}

const char Shapes[] = R"(
int use(PyObject *);
void die(void) __attribute__((noreturn));
int straight(PyObject *p) { return use(p); }
int branches(PyObject *p, int n) {
  if (n == 1) { n = use(p); } else if (n == 2) { n = 3; }
  return n;
}
int loops(PyObject *p, int n) {
  for (int i = 0; i < n; ++i) { if (use(p)) continue; if (i == 7) break; }
  while (n-- > 0) use(p);
  do { n = use(p); } while (n);
  return n;
}
int jumps(PyObject *p, int n) {
again:
  if (use(p)) goto done;
  if (n--) goto again;
done:
  return n;
}
int cases(PyObject *p, int n) {
  switch (n) {
  case 1: use(p); break;
  case 2: n = 5; /* fall through */
  default: n = 6;
  }
  return n;
}
int dead(PyObject *p, int n) {
  return 1;
  use(p);
  return 2;
}
int constant(PyObject *p, int n) {
  if (0) use(p);
  if (1) n = 1; else n = 2;
  while (1) { if (use(p)) break; }
  return n;
}
int dies(PyObject *p, int n) {
  if (n) die();
  return use(p);
}
int forever(PyObject *p) { for (;;) use(p); }
int choice(PyObject *p, int n) { return n && use(p) ? n : (n || use(p)); }
int computed(PyObject *p, int n) {
  static void *where[] = {&&one, &&two};
  goto *where[n];
one: use(p);
two: return n;
}
void empty(void) {}
int declared(PyObject *p);
)";

TEST(Graphs, EveryShape) {
  for (Language L : {Language::C, Language::CXX}) {
    Analysed A(Shapes, L);
    for (const FunctionDecl *F : A.definitions())
      graphOf(A, F->getName());
  }
}

TEST(Graphs, NoneWithoutABody) {
  Analysed A(Shapes);
  EXPECT_FALSE(Graph::build(*A.decl("declared"), A.context()));
}

TEST(Graphs, NoneOfATemplateButOfItsInstances) {
  Analysed A(R"(
    template <class T> int pattern(T *p) { return p ? 1 : 2; }
    int use(PyObject *p) { return pattern(p); })",
             Language::CXX);
  unsigned Built = 0, Refused = 0;
  for (const FunctionDecl *F : A.definitions())
    if (F->getName() == "pattern")
      ++(A.session().function(*F).graph() ? Built : Refused);
  EXPECT_EQ(Built, 1u);
  EXPECT_EQ(Refused, 1u);
}

TEST(Graphs, BlocksComeAfterWhatRunsBefore) {
  Analysed A(Shapes);
  const Graph &G = graphOf(A, "branches");
  const auto At = [&](llvm::StringRef Text) {
    const CFGBlock *B = blockOf(G, A.find("branches", Text));
    EXPECT_TRUE(B) << Text.str();
    return B ? G.rank(B) : 0;
  };
  EXPECT_LT(At("n == 1"), At("n = use(p)"));
  EXPECT_LT(At("n == 1"), At("n == 2"));
  EXPECT_LT(At("n == 2"), At("n = 3"));
  EXPECT_LT(At("n = 3"), At("return n"));
  EXPECT_LT(At("n = use(p)"), At("return n"));
}

TEST(Graphs, DeadCodeIsLeftOut) {
  Analysed A(Shapes);
  const Graph &Dead = graphOf(A, "dead");
  EXPECT_TRUE(blockOf(Dead, A.find("dead", "return 1")));
  EXPECT_FALSE(blockOf(Dead, A.find("dead", "use(p)")));
  EXPECT_FALSE(blockOf(Dead, A.find("dead", "return 2")));
  const Graph &Constant = graphOf(A, "constant");
  EXPECT_FALSE(blockOf(Constant, A.find("constant", "use(p)", 0)));
  EXPECT_TRUE(blockOf(Constant, A.find("constant", "n = 1")));
  EXPECT_FALSE(blockOf(Constant, A.find("constant", "n = 2")));
  EXPECT_TRUE(blockOf(Constant, A.find("constant", "use(p)", 1)));
}

// Every operand is an element of its own, in order of evaluation.
TEST(Graphs, Elements) {
  Analysed A("int use(PyObject *, PyObject *);\n"
             "int f(PyObject *l) {\n"
             "  return use(PyList_GetItem(l, 0), PyList_GetItem(l, 1));\n}\n");
  const Graph &G = graphOf(A, "f");
  std::vector<std::string> Calls;
  for (const CFGBlock *B : G.order())
    for (const CFGElement &E : *B)
      if (auto S = E.getAs<CFGStmt>(); S && isa<CallExpr>(S->getStmt()))
        Calls.push_back(A.textOf(S->getStmt()).str());
  EXPECT_EQ(Calls, (std::vector<std::string>{
                       "PyList_GetItem(l, 0)", "PyList_GetItem(l, 1)",
                       "use(PyList_GetItem(l, 0), PyList_GetItem(l, 1))"}));
}

TEST(Graphs, MemberInitialisers) {
  Analysed A(R"(
    struct Holder {
      PyObject *Held;
      Holder(PyObject *d) : Held(PyDict_GetItem(d, d)) {}
    };)",
             Language::CXX);
  const Graph &G = graphOf(A, "Holder");
  unsigned Calls = 0;
  for (const CFGBlock *B : G.order())
    for (const CFGElement &E : *B)
      if (auto S = E.getAs<CFGStmt>(); S && isa<CallExpr>(S->getStmt()))
        ++Calls;
  EXPECT_EQ(Calls, 1u);
}

//===----------------------------------------------------------------------===//
// Branches
//===----------------------------------------------------------------------===//

/// The texts of all conditions that decide a branch of the function.
std::multiset<std::string> decided(Analysed &A, llvm::StringRef Function) {
  std::multiset<std::string> Result;
  for (const CFGBlock *B : graphOf(A, Function).order())
    if (const Expr *Condition = branchCondition(*B))
      Result.insert(A.textOf(Condition).str());
  return Result;
}

using TextSet = std::multiset<std::string>;

TEST(Branches, Conditions) {
  Analysed A(Shapes);
  EXPECT_EQ(decided(A, "straight"), TextSet{});
  EXPECT_EQ(decided(A, "branches"), (TextSet{"n == 1", "n == 2"}));
  EXPECT_EQ(decided(A, "loops"),
            (TextSet{"i < n", "use(p)", "i == 7", "n-- > 0", "n"}));
  EXPECT_EQ(decided(A, "jumps"), (TextSet{"use(p)", "n--"}));
  EXPECT_EQ(decided(A, "forever"), TextSet{});
  EXPECT_EQ(decided(A, "computed"), TextSet{});
}

// `&&`, `||` and `?:` are branches; each is decided by its own last operand.
TEST(Branches, SplitConditions) {
  Analysed A(R"(
    int f(PyObject *p, PyObject *q, int n) {
      if (p && q) ++n;
      if (!p || n == 3) ++n;
      return n;
    })");
  EXPECT_EQ(decided(A, "f"), (TextSet{"p", "q", "!p", "n == 3"}));
}

// A switch has no outcome "true".
TEST(Branches, NotOfASwitch) {
  Analysed A(R"(
    int two(int n) { switch (n) { case 1: return 2; } return 3; }
    int many(int n) { switch (n) { case 1: n = 2; case 3: n = 4; default:; }
                      return n; })");
  EXPECT_EQ(decided(A, "two"), TextSet{});
  EXPECT_EQ(decided(A, "many"), TextSet{});
}

TEST(Branches, NotOfATry) {
  Analysed A(R"(
    int use(PyObject *);
    int f(PyObject *p) {
      try { use(p); } catch (int n) { return n; }
      return 0;
    })",
             Language::CXX, {"-fcxx-exceptions", "-fexceptions"});
  EXPECT_EQ(decided(A, "f"), TextSet{});
}

//===----------------------------------------------------------------------===//
// The solver
//===----------------------------------------------------------------------===//

/// Which string literals a path may have passed. Conditions of the form
/// `n == 1` on the way are noted as "n == 1" or "not n == 1".
struct Passed {
  using State = std::set<std::string>;
  Analysed &A;
  unsigned Transfers = 0;

  State entry() { return {"entry"}; }
  void transfer(const CFGElement &E, State &S) {
    ++Transfers;
    if (auto Statement = E.getAs<CFGStmt>())
      if (const auto *L = dyn_cast<StringLiteral>(Statement->getStmt()))
        S.insert(L->getString().str());
  }
  void assume(const Expr *Condition, bool Taken, State &S) {
    S.insert((Taken ? "" : "not ") + A.textOf(Condition).str());
  }
  bool join(State &Into, const State &From) {
    const size_t Before = Into.size();
    Into.insert(From.begin(), From.end());
    return Into.size() != Before;
  }
};

/// What may have been passed at the block of each string of the function.
std::map<std::string, std::set<std::string>> solved(Analysed &A,
                                                    llvm::StringRef Function) {
  const Graph &G = graphOf(A, Function);
  Passed D{A};
  std::map<std::string, std::set<std::string>> Result;
  std::vector<unsigned> Visited;
  solveForward(G, D, [&](const CFGBlock &B, const Passed::State &S) {
    Visited.push_back(G.rank(&B));
    for (const CFGElement &E : B)
      if (auto Statement = E.getAs<CFGStmt>())
        if (const auto *L = dyn_cast<StringLiteral>(Statement->getStmt()))
          Result[L->getString().str()] = S;
  });
  // Once each, in order.
  for (size_t I = 1; I < Visited.size(); ++I)
    EXPECT_LT(Visited[I - 1], Visited[I]);
  return Result;
}

using Set = std::set<std::string>;

TEST(Solver, Branches) {
  Analysed A(R"(
    void at(const char *);
    void f(int n) {
      if (n == 1)
        at("then");
      else
        at("else");
      at("end");
    })");
  auto S = solved(A, "f");
  EXPECT_EQ(S["then"], (Set{"entry", "n == 1"}));
  EXPECT_EQ(S["else"], (Set{"entry", "not n == 1"}));
  EXPECT_EQ(S["end"], (Set{"entry", "n == 1", "not n == 1", "then", "else"}));
}

TEST(Solver, Loops) {
  Analysed A(R"(
    void at(const char *);
    void f(int n) {
      while (n > 0) {
        at("head");
        if (n == 3)
          continue;
        at("body");
      }
      at("end");
    })");
  auto S = solved(A, "f");
  const Set Everything = {"entry", "n > 0",      "n == 3",
                          "body",  "not n == 3", "head"};
  EXPECT_EQ(S["head"], Everything) << "also what later rounds bring";
  EXPECT_EQ(S["body"], Everything);
  Set AtEnd = Everything;
  AtEnd.insert("not n > 0");
  EXPECT_EQ(S["end"], AtEnd);
}

TEST(Solver, UnreachableEdges) {
  Analysed A(R"(
    void at(const char *);
    void die(void) __attribute__((noreturn));
    void f(int n) {
      if (0)
        at("never");
      if (n == 1) {
        at("dying");
        die();
      }
      at("alive");
      while (1)
        at("forever");
      at("after");
    })");
  auto S = solved(A, "f");
  EXPECT_FALSE(S.count("never"));
  EXPECT_TRUE(S.count("dying"));
  EXPECT_FALSE(S["alive"].count("dying"));
  EXPECT_TRUE(S["alive"].count("not n == 1"));
  EXPECT_TRUE(S["forever"].count("forever"));
  EXPECT_FALSE(S.count("after"));
}

TEST(Solver, Switches) {
  Analysed A(R"(
    void at(const char *);
    void f(int n) {
      switch (n) {
      case 1:
        at("one");
      case 2:
        at("two");
        break;
      default:
        at("other");
      }
      at("end");
    })");
  auto S = solved(A, "f");
  EXPECT_EQ(S["one"], (Set{"entry"}));
  EXPECT_EQ(S["two"], (Set{"entry", "one"}));
  EXPECT_EQ(S["other"], (Set{"entry"}));
  EXPECT_EQ(S["end"], (Set{"entry", "one", "two", "other"}));
}

// Each element runs as often as the state before it changes, not once for each
// path: 64 branches in a row have 2^64 paths.
TEST(Solver, NotByPaths) {
  std::string Code = "void at(const char *);\nvoid f(int n) {\n";
  for (int I = 0; I < 64; ++I)
    Code += "  if (n & 1) at(\"" + std::to_string(I) + "\");\n";
  Analysed A(Code + "}\n");
  const Graph &G = graphOf(A, "f");
  Passed D{A};
  solveForward(G, D, [](const CFGBlock &, const Passed::State &) {});
  unsigned Elements = 0;
  for (const CFGBlock *B : G.order())
    Elements += B->size();
  EXPECT_LE(D.Transfers, Elements);
}

} // namespace
} // namespace ftidy::flow
