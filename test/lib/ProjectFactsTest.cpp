//===-- ProjectFactsTest.cpp - what a project says of itself ----*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CApi/ProjectFacts.h"
#include "Analysed.h"
#include "CApi/Libraries.def"
#include "Ownership/BorrowedSites.h"
#include "clang/AST/Expr.h"
#include "gtest/gtest.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"

using namespace clang;

namespace ftidy::capi {
namespace {

using test::Analysed;
using test::Language;

/// A facts file that is gone after the test.
class FactsFile {
public:
  explicit FactsFile(llvm::StringRef Text) {
    int Descriptor;
    EXPECT_FALSE(
        llvm::sys::fs::createTemporaryFile("facts", "yaml", Descriptor, Path));
    llvm::raw_fd_ostream(Descriptor, /*shouldClose=*/true) << Text;
  }
  ~FactsFile() { llvm::sys::fs::remove(Path); }
  std::string path() const { return Path.str().str(); }

private:
  llvm::SmallString<64> Path;
};

const char Declarations[] = R"(
typedef struct { PyObject *options, *cache; } Config;
struct Tagged { PyObject *options; };
static PyObject *table, *other;
PyObject *get_table(void);
PyObject *get_cache(PyObject *from);
int register_types(PyObject *m);
int register_more(PyObject *m);
int unregister(PyObject *m);
PyObject *all(Config *c, struct Tagged *t, PyObject *named) {
  c->options; c->cache; t->options;
  table; other;
  return named;
})";

/// A project's code with a facts file, asked by name.
struct Project : Analysed {
  explicit Project(llvm::StringRef FactsText,
                   llvm::StringRef Code = Declarations,
                   Language L = Language::C)
      : Analysed(Code, L), Read(FactsText) {
    Message = Facts.readFile(Read.path());
  }

  const ValueDecl *named(llvm::StringRef Text) {
    const Expr *E = strip(findExpr("all", Text));
    if (const auto *Member = dyn_cast_or_null<MemberExpr>(E))
      return Member->getMemberDecl();
    const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E);
    EXPECT_TRUE(Ref) << Text.str();
    return Ref ? Ref->getDecl() : decl("all");
  }
  bool immutable(llvm::StringRef Text) {
    return Facts.isImmutable(named(Text));
  }

  FactsFile Read;
  ProjectFacts Facts;
  std::string Message;
};

TEST(FactsFiles, Immutable) {
  Project P("immutable: [Config.options, table, get_table]\n");
  EXPECT_EQ(P.Message, "");
  EXPECT_TRUE(P.immutable("c->options"));
  EXPECT_FALSE(P.immutable("c->cache"));
  EXPECT_FALSE(P.immutable("t->options")) << "a field of another struct";
  EXPECT_TRUE(P.immutable("table"));
  EXPECT_FALSE(P.immutable("other"));
  EXPECT_TRUE(P.Facts.isImmutable(P.decl("get_table")));
  EXPECT_FALSE(P.Facts.isImmutable(P.decl("get_cache")));
  // It is said of the containers, of nothing else.
  EXPECT_FALSE(P.Facts.returnsBorrowed(P.decl("get_table")));
  EXPECT_FALSE(P.Facts.isInitOnly(P.decl("get_table")));
}

TEST(FactsFiles, FieldsNeedTheirStruct) {
  Project P("immutable: [options, Tagged.options]\n");
  EXPECT_EQ(P.Message, "");
  EXPECT_FALSE(P.immutable("c->options"));
  EXPECT_TRUE(P.immutable("t->options"));
}

TEST(FactsFiles, Patterns) {
  Project P("immutable: ['*.options', 'ta*']\ninit_only: [register_*]\n");
  EXPECT_EQ(P.Message, "");
  EXPECT_TRUE(P.immutable("c->options"));
  EXPECT_TRUE(P.immutable("t->options"));
  EXPECT_FALSE(P.immutable("c->cache"));
  EXPECT_TRUE(P.immutable("table"));
  EXPECT_FALSE(P.immutable("other"));
  EXPECT_TRUE(P.Facts.isInitOnly(P.decl("register_types")));
  EXPECT_TRUE(P.Facts.isInitOnly(P.decl("register_more")));
  EXPECT_FALSE(P.Facts.isInitOnly(P.decl("unregister")));
}

TEST(FactsFiles, EveryKey) {
  Project P("immutable: [table]\n"
            "init_only: [register_types]\n"
            "private_arguments: [get_cache]\n"
            "returns_borrowed: [get_table]\n");
  EXPECT_EQ(P.Message, "");
  EXPECT_TRUE(P.immutable("table"));
  EXPECT_TRUE(P.Facts.isInitOnly(P.decl("register_types")));
  EXPECT_TRUE(P.Facts.isCallPrivate(P.decl("get_cache")->getParamDecl(0)));
  EXPECT_FALSE(P.Facts.isCallPrivate(P.decl("unregister")->getParamDecl(0)));
  EXPECT_TRUE(P.Facts.returnsBorrowed(P.decl("get_table")));
  EXPECT_FALSE(P.Facts.returnsBorrowed(P.decl("get_cache")));
}

TEST(FactsFiles, SeveralAddUp) {
  Project P("immutable: [table]\n");
  FactsFile More("immutable: [other]\n");
  EXPECT_EQ(P.Facts.readFile(More.path()), "");
  EXPECT_TRUE(P.immutable("table"));
  EXPECT_TRUE(P.immutable("other"));
}

//===----------------------------------------------------------------------===//
// Files that are no good: one sentence, and nothing of them is kept
//===----------------------------------------------------------------------===//

TEST(BadFactsFiles, Missing) {
  ProjectFacts Facts;
  const std::string Message = Facts.readFile("/nowhere/facts.yaml");
  EXPECT_NE(Message.find("/nowhere/facts.yaml"), std::string::npos) << Message;
  EXPECT_EQ(Message.find('\n'), std::string::npos) << Message;
}

TEST(BadFactsFiles, NotUnderstood) {
  for (const char *Text :
       {"immutable: [table\n", "immutable: {a: b}\n", "imutable: [table]\n",
        "- table\n", "immutable: [table]\nimmutable: [other]\n"}) {
    Project P(Text);
    EXPECT_NE(P.Message, "") << Text;
    EXPECT_EQ(P.Message.find('\n'), std::string::npos) << P.Message;
    EXPECT_NE(P.Message.find(P.Read.path()), std::string::npos) << P.Message;
    EXPECT_FALSE(P.immutable("table")) << Text;
    EXPECT_FALSE(P.immutable("other")) << Text;
  }
}

TEST(BadFactsFiles, PatternThatIsNone) {
  Project P("immutable: [table, '[*']\ninit_only: [register_types]\n");
  EXPECT_NE(P.Message.find("[*"), std::string::npos) << P.Message;
  EXPECT_FALSE(P.immutable("table"));
  EXPECT_FALSE(P.Facts.isInitOnly(P.decl("register_types")));
}

TEST(BadFactsFiles, KeepWhatWasKnown) {
  Project P("immutable: [table]\n");
  FactsFile Bad("immutable: [other, '[*']\n");
  EXPECT_NE(P.Facts.readFile(Bad.path()), "");
  EXPECT_TRUE(P.immutable("table"));
  EXPECT_FALSE(P.immutable("other"));
}

TEST(BadFactsFiles, EmptyIsFine) {
  Project P("# nothing yet\n");
  EXPECT_EQ(P.Message, "");
  EXPECT_FALSE(P.immutable("table"));
}

// The session says it once.
TEST(BadFactsFiles, SaidOnce) {
  Options O;
  O.FactsFile = "/nowhere/facts.yaml";
  Session S(O);
  EXPECT_NE(S.takeProblem(), "");
  EXPECT_EQ(S.takeProblem(), "");
}

//===----------------------------------------------------------------------===//
// Annotations
//===----------------------------------------------------------------------===//

const char Annotated[] = R"(
#define FTIDY(x) __attribute__((annotate("ftidy:" #x)))
struct Config { PyObject *options FTIDY(immutable); PyObject *cache; };
static PyObject *table FTIDY(immutable), *other FTIDY(something);
FTIDY(returns_borrowed) PyObject *get_cache(PyObject *from);
PyObject *get_cache(PyObject *from) { return from; }
FTIDY(init_only) static int register_types(PyObject *m) { return 0; }
static int later(PyObject *m FTIDY(call_private), PyObject *n) { return 0; }
PyObject *all(struct Config *c) {
  c->options; c->cache; other;
  register_types(0); later(0, 0);
  return table;
})";

class Annotations : public ::testing::TestWithParam<Language> {};
INSTANTIATE_TEST_SUITE_P(Languages, Annotations,
                         ::testing::Values(Language::C, Language::CXX),
                         [](const auto &I) {
                           return I.param == Language::C ? "C" : "CXX";
                         });

TEST_P(Annotations, OnTheDeclaration) {
  Project P("", Annotated, GetParam());
  EXPECT_TRUE(P.immutable("c->options"));
  EXPECT_FALSE(P.immutable("c->cache"));
  EXPECT_TRUE(P.immutable("table"));
  EXPECT_FALSE(P.immutable("other"));
  EXPECT_TRUE(P.Facts.returnsBorrowed(P.decl("get_cache")))
      << "another declaration has it";
  EXPECT_FALSE(P.Facts.returnsBorrowed(P.decl("later")));
  EXPECT_TRUE(P.Facts.isInitOnly(P.decl("register_types")));
  EXPECT_FALSE(P.Facts.isInitOnly(P.decl("later")));
  EXPECT_TRUE(P.Facts.isCallPrivate(P.decl("later")->getParamDecl(0)));
  EXPECT_FALSE(P.Facts.isCallPrivate(P.decl("later")->getParamDecl(1)));
}

//===----------------------------------------------------------------------===//
// Libraries
//===----------------------------------------------------------------------===//

TEST(Libraries, SortedAndUnique) {
  const std::vector<llvm::StringRef> Rows = {
#define IMMUTABLE(NAME) NAME,
#undef IMMUTABLE
  };
  for (size_t I = 1; I < Rows.size(); ++I)
    EXPECT_LT(Rows[I - 1], Rows[I]);
}

// NumPy's struct is known by its tag, also behind the typedef of older
// versions.
TEST(Libraries, NumpysFields) {
  Project P("", R"(
    typedef struct _PyArray_Descr { PyObject *fields, *names; } PyArray_Descr;
    PyObject *all(PyArray_Descr *d) { d->names; return d->fields; })");
  EXPECT_TRUE(P.immutable("d->fields"));
  EXPECT_FALSE(P.immutable("d->names"));
}

} // namespace
} // namespace ftidy::capi
