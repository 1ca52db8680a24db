//===-- OwnershipTest.cpp - who owns this reference here? -------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each test is the body of a function; its sites are the calls that lend from
// something mutable, numbered in source order. What a variable holds is written
// as "null:0 borrowed:0": what, and of which site.
//
//===----------------------------------------------------------------------===//

#include "Ownership/Ownership.h"
#include "Analysed.h"
#include "Ownership/BorrowedSites.h"
#include "gtest/gtest.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace ftidy::own {
namespace {

using test::Analysed;
using test::Language;
using Texts = std::vector<std::string>;

const char *name(Hold What) {
  static const char *const Names[] = {"other", "uninit",   "null",
                                      "none",  "borrowed", "owned",
                                      "given", "gone",     "derived",
                                      "counted", "past"};
  static_assert(std::size(Names) == static_cast<size_t>(Hold::Past) + 1);
  return Names[static_cast<unsigned>(What)];
}

const char *name(Action What) {
  static const char *const Names[] = {
      "test",   "incref",   "newref", "decref",        "deref",   "argument",
      "stolen", "returned", "stored", "address taken", "captured"};
  return Names[static_cast<unsigned>(What)];
}

std::string text(const HeldSet &S) {
  std::string Result;
  for (Held H : S)
    Result += (Result.empty() ? "" : " ") + std::string(name(H.What)) +
              (H.Site == Held::NoSite ? "" : ":" + std::to_string(H.Site));
  return Result;
}

/// A way to compile: the same must be found in all of them.
struct Mode {
  const char *Name;
  Language L;
  test::Arguments Args;
};

const char Around[] = R"(
#ifdef __cplusplus
extern "C" {
#endif
void use(PyObject *);
PyObject *other(PyObject *);
PyObject *fresh(void);
const char *text_of(PyObject *);
int ask(PyObject *);
void fill(PyObject **);
void copy(PyObject *, PyObject **);
struct pair { PyObject *first, *second; };
#ifdef __cplusplus
}
#endif
)";

/// The body of `PyObject *f(l, d, k, o, n, p)`, followed.
class Followed {
public:
  Followed(const Mode &M, llvm::StringRef Body)
      : A((Around +
           llvm::Twine("PyObject *f(PyObject *l, PyObject *d, PyObject *k, "
                       "PyObject *o, int n, struct pair *p) {\n") +
           Body + "\nreturn NULL;\n}\n")
              .str(),
          M.L, M.Args) {
    Function &F = A.function("f");
    std::vector<const Expr *> Nodes;
    for (const capi::Use &U : F.uses().all())
      if (U.F->hasHazard(capi::BorrowsFromMutable) && U.expr())
        Nodes.push_back(U.expr());
    O = std::make_unique<Ownership>(F.decl(), *F.graph(), F.uses(), Nodes);
  }

  std::string before(llvm::StringRef Text, llvm::StringRef V,
                     unsigned Nth = 0) {
    return at(Text, V, Nth, &Ownership::before);
  }
  std::string after(llvm::StringRef Text, llvm::StringRef V, unsigned Nth = 0) {
    return at(Text, V, Nth, &Ownership::after);
  }
  std::string onEdge(llvm::StringRef Text, bool Taken, llvm::StringRef V) {
    const auto *E = A.findExpr("f", Text);
    const VarDecl *Variable = A.variable("f", V);
    return E && Variable ? text(O->onEdge(E, Taken, Variable)) : "?";
  }

  /// "use(v): argument borrowed": what is done with the value of a site, where,
  /// and what is held of it there. What a macro does inside is left out.
  Texts uses(unsigned Site = 0) {
    Texts Result;
    for (const ValueUse &U : O->sites()[Site].Uses)
      if (const llvm::StringRef Text = written(U.At); !Text.empty()) {
        const std::string Line =
            Text.str() + ": " + name(U.What) + " " + name(U.As);
        if (Result.empty() || Result.back() != Line)
          Result.push_back(Line);
      }
    return Result;
  }

  std::string holder(unsigned Site = 0) {
    const VarDecl *V = O->sites()[Site].Holder;
    return V ? V->getNameAsString() : "";
  }

  Analysed A;
  std::unique_ptr<Ownership> O;

private:
  llvm::StringRef written(const Stmt *S) {
    const auto *E = dyn_cast<Expr>(S);
    return E ? capi::written(E, A.context()) : A.textOf(S);
  }

  std::string at(llvm::StringRef Text, llvm::StringRef V, unsigned Nth,
                 HeldSet (Ownership::*Ask)(const Stmt *, const VarDecl *)
                     const) {
    const Stmt *S = A.find("f", Text, Nth);
    const VarDecl *Variable = A.variable("f", V);
    return S && Variable ? text((*O.*Ask)(S, Variable)) : "?";
  }
};

class OwnershipTest : public ::testing::TestWithParam<Mode> {
protected:
  std::unique_ptr<Followed> follow(llvm::StringRef Body) {
    return std::make_unique<Followed>(GetParam(), Body);
  }
};
INSTANTIATE_TEST_SUITE_P(
    Modes, OwnershipTest,
    ::testing::Values(Mode{"C", Language::C, {}},
                      Mode{"CXX", Language::CXX, {}},
                      Mode{"Free", Language::C, {"-DPy_GIL_DISABLED"}},
                      Mode{"Ndebug", Language::C, {"-DNDEBUG"}}),
    [](const auto &I) { return I.param.Name; });

//===----------------------------------------------------------------------===//
// What a variable holds
//===----------------------------------------------------------------------===//

TEST_P(OwnershipTest, FromDeclarationOn) {
  auto F = follow("PyObject *v; n = 1; v = PyList_GetItem(l, 0); use(v);");
  EXPECT_EQ(F->before("n = 1", "v"), "uninit");
  EXPECT_EQ(F->before("v = PyList_GetItem(l, 0)", "v"), "uninit");
  EXPECT_EQ(F->after("v = PyList_GetItem(l, 0)", "v"), "null:0 borrowed:0");
  EXPECT_EQ(F->before("use(v)", "v"), "null:0 borrowed:0");
  EXPECT_EQ(F->before("use(v)", "l"), "other");
  EXPECT_EQ(F->holder(), "v");
}

TEST_P(OwnershipTest, EverySpellingOfASite) {
  for (const char *Site :
       {"PyList_GetItem(l, 0)", "PyList_GET_ITEM(l, 0)",
        "(PyObject *)PyDict_GetItem(d, k)", "PySequence_Fast_GET_ITEM(l, n)",
        "(((PyObject *)((PyList_GET_ITEM(l, 0)))))", "PyCell_GET(o)",
        "PyDict_GetItemWithError(d, PyTuple_GET_ITEM(k, 0))"}) {
    auto F = follow(std::string("PyObject *v = ") + Site + "; use(v);");
    EXPECT_EQ(F->before("use(v)", "v"), "null:0 borrowed:0") << Site;
    EXPECT_EQ(F->holder(), "v") << Site;
  }
}

TEST_P(OwnershipTest, NullTests) {
  struct Case {
    const char *Condition;
    bool NullWhen;
  };
  for (const Case &C :
       {Case{"v == NULL", true}, Case{"NULL == v", true}, Case{"!v", true},
        Case{"v != NULL", false}, Case{"v", false}, Case{"!(v == NULL)", false},
        Case{"__builtin_expect(!v, 0)", true}}) {
    auto F = follow("PyObject *v = PyList_GetItem(l, 0);\n if (" +
                    std::string(C.Condition) +
                    ") { n = 1; } else { n = 2; } use(v);");
    EXPECT_EQ(F->onEdge(C.Condition, C.NullWhen, "v"), "null:0") << C.Condition;
    EXPECT_EQ(F->onEdge(C.Condition, !C.NullWhen, "v"), "borrowed:0")
        << C.Condition;
    EXPECT_EQ(F->before("n = 1", "v"), C.NullWhen ? "null:0" : "borrowed:0")
        << C.Condition;
    EXPECT_EQ(F->before("n = 2", "v"), C.NullWhen ? "borrowed:0" : "null:0")
        << C.Condition;
    EXPECT_EQ(F->before("use(v)", "v"), "null:0 borrowed:0") << C.Condition;
  }
}

TEST_P(OwnershipTest, AssignedInTheCondition) {
  auto F = follow("PyObject *v;\n"
                  "if ((v = PyDict_GetItem(d, k)) == NULL) return NULL;\n"
                  "use(v);\n");
  EXPECT_EQ(F->before("return NULL", "v"), "null:0");
  EXPECT_EQ(F->before("use(v)", "v"), "borrowed:0");
  EXPECT_EQ(F->holder(), "v");
}

TEST_P(OwnershipTest, SplitConditions) {
  auto F = follow("PyObject *v = PyList_GetItem(l, 0);\n"
                  "if (v == NULL || n) { n = 1; } else { n = 2; }\n"
                  "if (v && ask(v)) { n = 3; } else { n = 4; }\n");
  EXPECT_EQ(F->before("n = 1", "v"), "null:0 borrowed:0");
  EXPECT_EQ(F->before("n = 2", "v"), "borrowed:0");
  EXPECT_EQ(F->before("ask(v)", "v"), "borrowed:0");
  EXPECT_EQ(F->before("n = 3", "v"), "borrowed:0");
  EXPECT_EQ(F->before("n = 4", "v"), "null:0 borrowed:0");
  EXPECT_EQ(F->onEdge("v == NULL || n", false, "v"), "borrowed:0");
  EXPECT_EQ(F->onEdge("v == NULL || n", true, "v"), "null:0 borrowed:0");
  EXPECT_EQ(F->onEdge("v && ask(v)", true, "v"), "borrowed:0");
  EXPECT_EQ(F->onEdge("v && ask(v)", false, "v"), "null:0 borrowed:0");
}

TEST_P(OwnershipTest, Increfs) {
  auto F = follow("PyObject *v = PyList_GetItem(l, 0);\n"
                  "if (v == NULL) return NULL;\n"
                  "Py_INCREF(v); use(v); Py_DECREF(v); n = 5;\n");
  EXPECT_EQ(F->before("Py_INCREF(v)", "v"), "borrowed:0");
  EXPECT_EQ(F->after("Py_INCREF(v)", "v"), "owned:0");
  EXPECT_EQ(F->before("use(v)", "v"), "owned:0");
  EXPECT_EQ(F->after("Py_DECREF(v)", "v"), "gone:0");
  EXPECT_EQ(F->before("n = 5", "v"), "gone:0");
}

TEST_P(OwnershipTest, IncrefsThatAllowNull) {
  auto F = follow("PyObject *v = PyList_GetItem(l, 0);\n"
                  "Py_XINCREF(v); use(v); Py_XDECREF(v); n = 5;\n");
  EXPECT_EQ(F->before("use(v)", "v"), "null:0 owned:0");
  EXPECT_EQ(F->before("n = 5", "v"), "null:0 gone:0");
}

TEST_P(OwnershipTest, IncrefAroundTheSite) {
  auto F = follow("PyObject *v;\n"
                  "Py_INCREF(v = PyList_GetItem(l, 0)); use(v);\n");
  EXPECT_EQ(F->before("use(v)", "v"), "null:0 owned:0");
}

TEST_P(OwnershipTest, StatementMacros) {
  auto F = follow("PyObject *v = PyList_GetItem(l, 0);\n"
                  "Py_XINCREF(v); n = 1; Py_CLEAR(v); n = 2;\n"
                  "v = PyList_GetItem(l, 1); Py_XINCREF(v);\n"
                  "Py_XSETREF(v, o); n = 3;\n");
  EXPECT_EQ(F->before("n = 1", "v"), "null:0 owned:0");
  EXPECT_EQ(F->before("Py_CLEAR(v)", "v"), "null:0 owned:0");
  EXPECT_EQ(F->after("Py_CLEAR(v)", "v"), "null");
  EXPECT_EQ(F->before("n = 2", "v"), "null");
  EXPECT_EQ(F->before("Py_XSETREF(v, o)", "v"), "null:1 owned:1");
  EXPECT_EQ(F->before("n = 3", "v"), "other");
}

TEST_P(OwnershipTest, SetrefTakesOver) {
  auto F = follow("PyObject *v = o, *w = PyList_GetItem(l, 0);\n"
                  "Py_XINCREF(w); Py_SETREF(v, w); n = 1;\n");
  EXPECT_EQ(F->before("n = 1", "w"), "null:0 given:0");
}

TEST_P(OwnershipTest, Stolen) {
  auto F = follow("PyObject *v = PyList_GetItem(l, 0);\n"
                  "if (!v) return NULL;\n"
                  "Py_INCREF(v); PyTuple_SET_ITEM(o, 0, v); n = 1;\n");
  EXPECT_EQ(F->before("n = 1", "v"), "given:0");
}

TEST_P(OwnershipTest, NewReferences) {
  auto F = follow("PyObject *v = PyList_GetItem(l, 0);\n"
                  "PyObject *w = Py_XNewRef(v); n = 1;\n"
                  "if (!v) return NULL;\n"
                  "PyObject *x = Py_NewRef(v); n = 2; Py_DECREF(x); n = 3;\n");
  EXPECT_EQ(F->before("n = 1", "w"), "null:0 owned:0");
  EXPECT_EQ(F->before("n = 1", "v"), "null:0 borrowed:0");
  EXPECT_EQ(F->before("n = 2", "x"), "owned:0");
  EXPECT_EQ(F->before("n = 2", "v"), "borrowed:0");
  EXPECT_EQ(F->before("n = 3", "x"), "gone:0");
  EXPECT_EQ(F->before("n = 3", "v"), "borrowed:0")
      << "the reference that went was another one";
}

TEST_P(OwnershipTest, Aliases) {
  auto F =
      follow("PyObject *v = PyList_GetItem(l, 0), *w = v, *x;\n"
             "x = w; n = 1; Py_XINCREF(w); n = 2; Py_XDECREF(x); n = 3;\n");
  for (const char *V : {"v", "w", "x"}) {
    EXPECT_EQ(F->before("n = 1", V), "null:0 borrowed:0") << V;
    EXPECT_EQ(F->before("n = 2", V), "null:0 owned:0") << V;
    EXPECT_EQ(F->before("n = 3", V), "null:0 gone:0") << V;
  }
}

TEST_P(OwnershipTest, AssignedAgain) {
  auto F =
      follow("PyObject *v = PyList_GetItem(l, 0); n = 1;\n"
             "v = o; n = 2; v = PyDict_GetItem(d, k); n = 3;\n"
             "v = NULL; n = 4; v = fresh(); n = 5; v = PyList_New(0); n = 6;");
  EXPECT_EQ(F->before("n = 1", "v"), "null:0 borrowed:0");
  EXPECT_EQ(F->before("n = 2", "v"), "other");
  EXPECT_EQ(F->before("n = 3", "v"), "null:1 borrowed:1");
  EXPECT_EQ(F->before("n = 4", "v"), "null");
  EXPECT_EQ(F->before("n = 5", "v"), "other");
  EXPECT_EQ(F->before("n = 6", "v"), "other");
}

TEST_P(OwnershipTest, AddressTaken) {
  auto F = follow("PyObject *v = PyList_GetItem(l, 0);\n"
                  "fill(&v); n = 1;\n");
  EXPECT_EQ(F->before("n = 1", "v"), "other");
  EXPECT_EQ(F->uses(), Texts{"&v: address taken borrowed"});
}

TEST_P(OwnershipTest, Choices) {
  auto F = follow("PyObject *v = n ? PyList_GetItem(l, 0) : NULL;\n n = 1;\n"
                  "PyObject *w = n ? v : o; n = 2;\n"
                  "PyObject *x = (use(o), v); n = 3;\n");
  EXPECT_EQ(F->before("n = 1", "v"), "null:0 null borrowed:0");
  EXPECT_EQ(F->before("n = 2", "w"), "other null:0 null borrowed:0");
  EXPECT_EQ(F->before("n = 3", "x"), "null:0 null borrowed:0");
}

//===----------------------------------------------------------------------===//
// Derived values
//===----------------------------------------------------------------------===//

TEST_P(OwnershipTest, Derived) {
  for (const char *How :
       {"const char *x = PyUnicode_AsUTF8(v);", "const char *x = text_of(v);",
        "const char *x; x = PyBytes_AS_STRING(v);",
        "PyTypeObject *x = v->ob_type;", "PyTypeObject *x = Py_TYPE(v);",
        "PyTypeObject **x = &v->ob_type;",
        "PyObject *x = PyTuple_GET_ITEM(v, 0);",
        "PyObject *x = ((struct pair *)v)->first;",
        "PyObject *x = ((PyObject **)v)[0];", "PyObject *x = *(PyObject **)v;",
        "PyObject *x = other(v);", "const char *x = 1 + text_of(v);",
        "PyObject *x = other(other(v));", "PyObject *x; copy(v, &x);",
        "PyObject *x = ({ other(v); });"}) {
    auto F = follow("PyObject *v = PyList_GetItem(l, 0);\n"
                    "if (!v) return NULL;\n" +
                    std::string(How) + " n = 1;");
    EXPECT_TRUE(llvm::StringRef(F->before("n = 1", "x")).ends_with("derived:0"))
        << How << F->before("n = 1", "x");
    EXPECT_EQ(F->before("n = 1", "v"), "borrowed:0") << How;
  }
}

TEST_P(OwnershipTest, NotDerived) {
  for (const char *How :
       {"PyObject *x = PyObject_GetAttr(v, k);", "PyObject *x = fresh();",
        "PyObject *x = PyObject_Str(v);", "PyObject *x = PyNumber_Add(v, o);",
        "PyObject *x = PySequence_GetItem(v, 0);", "PyObject *x = other(o);",
        "long x = PyLong_AsLong(v);", "int x = v == o;",
        "PyObject *x; PyDict_GetItemRef(v, k, &x);",
        "PyObject *x; PyDict_GetItemRef(d, v, &x);"}) {
    auto F = follow("PyObject *v = PyList_GetItem(l, 0);\n"
                    "if (!v) return NULL;\n" +
                    std::string(How) + " n = 1;");
    EXPECT_EQ(F->before("n = 1", "x"), "other") << How;
  }
}

// An item with a reference of its own no longer hangs on the object.
TEST_P(OwnershipTest, DerivedThenOwned) {
  auto F = follow("PyObject *v = PyList_GetItem(l, 0);\n"
                  "if (!v) return NULL;\n"
                  "PyObject *x = PyTuple_GET_ITEM(v, 0); n = 1;\n"
                  "Py_INCREF(x); n = 2;\n"
                  "PyObject *y = Py_NewRef(PyTuple_GET_ITEM(v, 1)); n = 3;\n"
                  "Py_DECREF(x); n = 4;");
  EXPECT_EQ(F->before("n = 1", "x"), "derived:0");
  EXPECT_EQ(F->before("n = 2", "x"), "counted:0");
  EXPECT_EQ(F->before("n = 2", "v"), "borrowed:0");
  EXPECT_EQ(F->before("n = 3", "y"), "other");
  EXPECT_EQ(F->before("n = 4", "x"), "derived:0");
}

TEST_P(OwnershipTest, DerivedOfBoth) {
  auto F =
      follow("PyObject *v = PyList_GetItem(l, 0), *w = PyDict_GetItem(d, k);\n"
             "if (!v || !w) return NULL;\n"
             "const char *x = n ? text_of(v) : text_of(w); n = 1;\n");
  EXPECT_EQ(F->before("n = 1", "x"), "derived:0 derived:1");
}

TEST_P(OwnershipTest, NestedSites) {
  auto F =
      follow("PyObject *v = PyDict_GetItem(PyList_GetItem(l, 0), k); use(v);");
  ASSERT_EQ(F->O->sites().size(), 2u);
  EXPECT_EQ(F->before("use(v)", "v"), "null:0 borrowed:0");
  EXPECT_EQ(F->holder(0), "v");
  EXPECT_EQ(F->holder(1), "");
  EXPECT_EQ(
      F->uses(1),
      Texts{"PyDict_GetItem(PyList_GetItem(l, 0), k): argument borrowed"});
}

//===----------------------------------------------------------------------===//
// Paths
//===----------------------------------------------------------------------===//

TEST_P(OwnershipTest, Joins) {
  auto F = follow("PyObject *v = PyList_GetItem(l, 0);\n"
                  "if (!v) return NULL;\n"
                  "if (n) Py_INCREF(v); else n = 2;\n n = 1;\n"
                  "if (n) Py_DECREF(v);\n n = 3;");
  EXPECT_EQ(F->before("n = 2", "v"), "borrowed:0");
  EXPECT_EQ(F->before("n = 1", "v"), "borrowed:0 owned:0");
  EXPECT_EQ(F->before("n = 3", "v"), "borrowed:0 owned:0 gone:0");
}

TEST_P(OwnershipTest, Loops) {
  auto F = follow("PyObject *v = NULL;\n"
                  "while (n--) {\n"
                  "  o = v; v = PyList_GetItem(l, n); n = 1;\n"
                  "  if (!v) break; Py_INCREF(v); n = 2;\n"
                  "}\n n = 3;");
  EXPECT_EQ(F->before("o = v", "v"), "null owned:0");
  EXPECT_EQ(F->before("n = 1", "v"), "null:0 borrowed:0");
  EXPECT_EQ(F->before("break", "v"), "null:0");
  EXPECT_EQ(F->before("n = 2", "v"), "owned:0");
  EXPECT_EQ(F->before("n = 3", "v"), "null:0 null owned:0");
}

TEST_P(OwnershipTest, Jumps) {
  auto F =
      follow("PyObject *v = NULL;\n"
             "if (n) goto done;\n"
             "v = PyList_GetItem(l, 0);\n"
             "for (;;) { if (!v) continue; if (n == 7) goto done; break; }\n"
             "n = 1; Py_XINCREF(v);\n"
             "done: n = 2;");
  EXPECT_EQ(F->before("goto done", "v", 0), "null");
  EXPECT_EQ(F->before("continue", "v"), "null:0");
  EXPECT_EQ(F->before("goto done", "v", 1), "borrowed:0");
  EXPECT_EQ(F->before("n = 1", "v"), "borrowed:0");
  EXPECT_EQ(F->before("n = 2", "v"), "null borrowed:0 owned:0");
}

TEST_P(OwnershipTest, Switches) {
  auto F = follow("PyObject *v = PyList_GetItem(l, 0);\n"
                  "if (!v) return NULL;\n"
                  "switch (n) {\n"
                  "case 1: Py_INCREF(v);\n"
                  "case 2: n = 10; break;\n"
                  "case 3: v = o; break;\n"
                  "default: return NULL;\n"
                  "}\n n = 11;");
  EXPECT_EQ(F->before("n = 10", "v"), "borrowed:0 owned:0");
  EXPECT_EQ(F->before("return NULL", "v", 1), "borrowed:0");
  EXPECT_EQ(F->before("n = 11", "v"), "other borrowed:0 owned:0");
}

TEST_P(OwnershipTest, DeadCode) {
  auto F = follow("PyObject *v = PyList_GetItem(l, 0);\n"
                  "return v;\n use(v);");
  EXPECT_EQ(F->before("use(v)", "v"), "");
  EXPECT_EQ(F->after("use(v)", "v"), "");
  EXPECT_EQ(F->uses(), Texts{"return v: returned borrowed"});
}

TEST_P(OwnershipTest, TwoSitesOneHolder) {
  auto F =
      follow("PyObject *v;\n"
             "if (n) v = PyList_GetItem(l, 0); else v = PyDict_GetItem(d, k);\n"
             "if (!v) return NULL;\n use(v);");
  EXPECT_EQ(F->before("use(v)", "v"), "borrowed:0 borrowed:1");
  EXPECT_EQ(F->before("return NULL", "v"), "null:0 null:1");
  EXPECT_EQ(F->uses(0), F->uses(1));
  EXPECT_EQ(F->holder(0), "v");
  EXPECT_EQ(F->holder(1), "v");
}

// A reference that this site's value got says nothing of the other site's.
TEST_P(OwnershipTest, TwoSitesTwoHolders) {
  auto F =
      follow("PyObject *v = PyList_GetItem(l, 0), *w = PyList_GetItem(l, 1);\n"
             "Py_XINCREF(v); n = 1; Py_XDECREF(w); n = 2;");
  EXPECT_EQ(F->before("n = 1", "v"), "null:0 owned:0");
  EXPECT_EQ(F->before("n = 1", "w"), "null:1 borrowed:1");
  EXPECT_EQ(F->before("n = 2", "v"), "null:0 owned:0");
}

//===----------------------------------------------------------------------===//
// None
//===----------------------------------------------------------------------===//

TEST_P(OwnershipTest, DeadWeakReferences) {
  auto F = follow("PyObject *v = PyWeakref_GetObject(o);\n n = 1;\n"
                  "if (v == Py_None) { n = 2; return NULL; }\n n = 3;");
  EXPECT_EQ(F->before("n = 1", "v"), "null:0 none:0 borrowed:0");
  EXPECT_EQ(F->before("n = 2", "v"), "none:0");
  EXPECT_EQ(F->before("n = 3", "v"), "borrowed:0");
}

TEST_P(OwnershipTest, NoneInEverySpelling) {
  struct Case {
    const char *Condition;
    bool NoneWhen;
  };
  for (const Case &C :
       {Case{"v == Py_None", true}, Case{"Py_None == v", true},
        Case{"v != Py_None", false}, Case{"!(v == Py_None)", false},
        Case{"Py_IsNone(v)", true}, Case{"!Py_IsNone(v)", false}}) {
    auto F = follow("PyObject *v = PyWeakref_GET_OBJECT(o);\n if (" +
                    std::string(C.Condition) + ") n = 1; else n = 2;");
    EXPECT_EQ(F->before("n = 1", "v"), C.NoneWhen ? "none:0" : "borrowed:0")
        << C.Condition;
    EXPECT_EQ(F->before("n = 2", "v"), C.NoneWhen ? "borrowed:0" : "none:0")
        << C.Condition;
  }
}

// What is not "gone" by None may be None as any object may.
TEST_P(OwnershipTest, NoneOfOthers) {
  auto F = follow("PyObject *v = PyDict_GetItem(d, k);\n"
                  "if (v == Py_None) n = 1; else n = 2;");
  EXPECT_EQ(F->before("n = 1", "v"), "null:0 borrowed:0");
  EXPECT_EQ(F->before("n = 2", "v"), "null:0 borrowed:0");
}

//===----------------------------------------------------------------------===//
// What is done with it
//===----------------------------------------------------------------------===//

TEST_P(OwnershipTest, EveryAction) {
  struct Case {
    const char *Text;
    Texts Uses;
  };
  const Case Cases[] = {
      {"n = v == NULL;", {"v == NULL: test borrowed"}},
      {"n = o != v;", {"o != v: test borrowed"}},
      {"n = v ? 1 : 2;", {}},
      {"n = Py_Is(v, o);", {"Py_Is(v, o): test borrowed"}},
      {"Py_INCREF(v);", {"Py_INCREF(v): incref borrowed"}},
      {"Py_XINCREF(v);", {"Py_XINCREF(v): incref borrowed"}},
      {"o = Py_NewRef(v);", {"Py_NewRef(v): newref borrowed"}},
      {"Py_DECREF(v);", {"Py_DECREF(v): decref borrowed"}},
      {"Py_CLEAR(v);", {"Py_CLEAR(v): decref borrowed"}},
      {"Py_SETREF(v, o);", {"Py_SETREF(v, o): decref borrowed"}},
      {"Py_SETREF(o, v);", {"Py_SETREF(o, v): stolen borrowed"}},
      {"n = v->ob_type != NULL;",
       {"v->ob_type: argument borrowed", "v->ob_type != NULL: test derived"}},
      {"n = ((struct pair *)v)->first == o;",
       {"((struct pair *)v)->first: deref borrowed",
        "((struct pair *)v)->first == o: test derived"}},
      {"n = ((char *)v)[0];", {"((char *)v)[0]: deref borrowed"}},
      {"n = *(char *)v;", {"*(char *)v: deref borrowed"}},
      {"use(v);", {"use(v): argument borrowed"}},
      {"n = PyList_Check(v);", {"PyList_Check(v): argument borrowed"}},
      {"n = PyObject_IsTrue(v);", {"PyObject_IsTrue(v): argument borrowed"}},
      {"PyList_Append(o, v);", {"PyList_Append(o, v): argument borrowed"}},
      {"PyTuple_SET_ITEM(o, 0, v);",
       {"PyTuple_SET_ITEM(o, 0, v): stolen borrowed"}},
      {"PyList_SetItem(o, 0, v);",
       {"PyList_SetItem(o, 0, v): stolen borrowed"}},
      {"p->first = v;", {"p->first = v: stored borrowed"}},
      {"*(PyObject **)o = v;", {"*(PyObject **)o = v: stored borrowed"}},
      {"struct pair here = {v, o};", {"{v, o}: deref borrowed"}},
      {"static PyObject *s; s = v;", {"s = v: stored borrowed"}},
      {"return v;", {"return v: returned borrowed"}},
      {"return n ? v : o;", {"return n ? v : o: returned borrowed"}},
      {"fill(&v);", {"&v: address taken borrowed"}},
      {"PyObject *w = v; use(w);", {"use(w): argument borrowed"}},
      {"n = 1;", {}},
  };
  for (const Case &C : Cases) {
    auto F = follow(std::string("PyObject *v = PyList_GetItem(l, 0);\n") +
                    "if (!v) return NULL;\n" + C.Text);
    Texts Expected = {"!v: test borrowed"};
    Expected.insert(Expected.end(), C.Uses.begin(), C.Uses.end());
    EXPECT_EQ(F->uses(), Expected) << C.Text;
    const bool OnlyTested = llvm::all_of(C.Uses, [](llvm::StringRef U) {
      return U.ends_with(": test borrowed");
    });
    EXPECT_EQ(F->O->sites()[0].usedWhileBorrowed(), !OnlyTested) << C.Text;
  }
}

TEST_P(OwnershipTest, UsesByWhatIsHeld) {
  auto F = follow("PyObject *v = PyList_GetItem(l, 0);\n"
                  "if (!v) return NULL;\n"
                  "const char *s = PyUnicode_AsUTF8(v);\n"
                  "Py_INCREF(v); use(v); Py_DECREF(v); ask(v);\n"
                  "n = s[0];\n");
  EXPECT_EQ(
      F->uses(),
      (Texts{"!v: test borrowed", "PyUnicode_AsUTF8(v): argument borrowed",
             "Py_INCREF(v): incref borrowed", "use(v): argument owned",
             "Py_DECREF(v): decref owned", "ask(v): argument gone",
             "s[0]: deref gone"}));
}

// What is NULL is not used.
TEST_P(OwnershipTest, NothingWhereNull) {
  auto F = follow("PyObject *v = PyList_GetItem(l, 0);\n"
                  "if (v == NULL) { use(v); return v; }\n");
  EXPECT_EQ(F->uses(), Texts{"v == NULL: test borrowed"});
  EXPECT_FALSE(F->O->sites()[0].usedWhileBorrowed());
}

// A site that no variable receives.
TEST_P(OwnershipTest, WithoutAHolder) {
  auto F = follow("use(PyList_GetItem(l, 0));\n"
                  "Py_XINCREF(PyDict_GetItem(d, k));\n"
                  "p->first = PyList_GetItem(l, 1);\n"
                  "PyList_GetItem(l, 2);\n"
                  "return PyList_GetItem(l, 3);");
  ASSERT_EQ(F->O->sites().size(), 5u);
  EXPECT_EQ(F->uses(0), Texts{"use(PyList_GetItem(l, 0)): argument borrowed"});
  EXPECT_EQ(F->uses(1),
            Texts{"Py_XINCREF(PyDict_GetItem(d, k)): incref borrowed"});
  EXPECT_EQ(F->uses(2),
            Texts{"p->first = PyList_GetItem(l, 1): stored borrowed"});
  EXPECT_EQ(F->uses(3), Texts{});
  EXPECT_EQ(F->uses(4),
            Texts{"return PyList_GetItem(l, 3): returned borrowed"});
  for (unsigned I = 0; I < 5; ++I)
    EXPECT_EQ(F->holder(I), "") << I;
}

// The first use that counts comes first, also when a test is before it.
TEST_P(OwnershipTest, FirstBorrowedUse) {
  auto F = follow("PyObject *v = PyList_GetItem(l, 0);\n"
                  "if (v == NULL || v == o) return NULL;\n"
                  "if (n) use(v); else ask(v);");
  const ValueUse *First = F->O->sites()[0].firstBorrowedUse();
  ASSERT_TRUE(First);
  EXPECT_EQ(First->What, Action::Argument);
  ASSERT_TRUE(First->Through);
  EXPECT_EQ(First->Through->getName(), "v");
}

//===----------------------------------------------------------------------===//
// C++
//===----------------------------------------------------------------------===//

const Mode Cxx = {"CXX", Language::CXX, {"-fcxx-exceptions", "-fexceptions"}};

TEST(OwnershipInCxx, References) {
  Followed F(Cxx, "PyObject *v = PyList_GetItem(l, 0); PyObject *&r = v;");
  ASSERT_FALSE(F.uses().empty());
  EXPECT_EQ(F.O->sites()[0].Uses[0].What, Action::Captured);
}

TEST(OwnershipInCxx, Lambdas) {
  for (const char *Capture : {"[v]", "[&v]", "[=]", "[&]", "[w = v]"}) {
    Followed F(Cxx, "PyObject *v = PyList_GetItem(l, 0); auto later = " +
                        std::string(Capture) + " { return ask(" +
                        (llvm::StringRef(Capture).contains('w') ? "w" : "v") +
                        "); };");
    ASSERT_FALSE(F.uses().empty()) << Capture;
    EXPECT_EQ(F.O->sites()[0].Uses[0].What, Action::Captured) << Capture;
  }
}

TEST(OwnershipInCxx, Throws) {
  Followed F(Cxx, "PyObject *v = PyList_GetItem(l, 0); if (v) throw v;");
  EXPECT_EQ(F.uses(), Texts{"throw v: stored borrowed"});
}

TEST(OwnershipInCxx, ConstructedFrom) {
  Followed F(Cxx, "struct Holder { Holder(PyObject *); };\n"
                  "PyObject *v = PyList_GetItem(l, 0); Holder h(v);");
  EXPECT_EQ(F.uses(), Texts{"h(v): argument borrowed"});
}

TEST(OwnershipInCxx, DeclaredInTheCondition) {
  Followed F(Cxx, "if (PyObject *v = PyList_GetItem(l, 0)) { use(v); n = 1; }\n"
                  "if (auto *w = PyDict_GetItem(d, k); w != nullptr) n = 2;\n");
  EXPECT_EQ(F.before("n = 1", "v"), "borrowed:0");
  EXPECT_EQ(F.before("n = 2", "w"), "borrowed:1");
  EXPECT_EQ(F.holder(0), "v");
  EXPECT_EQ(F.holder(1), "w");
}

//===----------------------------------------------------------------------===//
// Limits
//===----------------------------------------------------------------------===//

TEST(OwnershipLimits, ManySites) {
  const unsigned Count = Ownership::MaxSites + 5;
  std::string Body;
  for (unsigned I = 0; I < Count; ++I)
    Body += "use(PyList_GetItem(l, 0));\n";
  Followed F({"C", Language::C, {}}, Body);
  EXPECT_EQ(F.O->sites().size(), Ownership::MaxSites);
  for (const Site &S : F.O->sites())
    ASSERT_TRUE(S.usedWhileBorrowed());
}

} // namespace
} // namespace ftidy::own
