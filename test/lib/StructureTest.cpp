//===-- StructureTest.cpp - the statements as a tree ------------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/Structure.h"
#include "Analysed.h"
#include "clang/AST/StmtCXX.h"
#include "gtest/gtest.h"

using namespace clang;

namespace ftidy::fix {
namespace {

using test::Analysed;
using test::Language;
using Texts = std::vector<std::string>;

struct Tree : Analysed {
  explicit Tree(llvm::StringRef Code, Language L = Language::C,
                test::Arguments Args = {})
      : Analysed(Code, L, std::move(Args)), Of(decl("f")->getBody()) {}

  /// The text of the statement that holds the node with this text.
  std::string statementOf(llvm::StringRef Text, unsigned Nth = 0) {
    const Stmt *S = Of.statementOf(find("f", Text, Nth));
    return S ? textOf(S).str() : "none";
  }
  bool compound(llvm::StringRef Text) {
    return Of.standsInCompound(find("f", Text));
  }
  const CompoundStmt *body() {
    return cast<CompoundStmt>(decl("f")->getBody());
  }
  /// The texts of statements, sorted by place.
  template <class List> Texts texts(const List &Found) {
    std::vector<const Stmt *> Sorted(Found.begin(), Found.end());
    llvm::sort(Sorted, [](const Stmt *A, const Stmt *B) {
      return A->getBeginLoc() < B->getBeginLoc();
    });
    Texts Result;
    for (const Stmt *S : Sorted)
      Result.push_back(textOf(S).str());
    return Result;
  }

  Structure Of;
};

const char Code[] = R"(
int use(PyObject *);
int f(PyObject *l, PyObject *d, int n) {
  PyObject *v = PyList_GetItem(l, 0);
  if (use(v)) n = 1;
  else n = 2;
  if (n == 3) { n = 4; }
  for (n = 5; n < 6; ++n) n = 7;
  while (n == 8) n = 9;
  do n = 10; while (n == 11);
  switch (n) {
  case 12: n = 13; break;
  case 14:
  case 15: n = 16;
  default: { n = 17; }
  }
  goto again;
again: n = 18;
  n = ({ int m = 19; use(v); m + 20; });
  return use(PyDict_GetItem(d, v)) ? 21 : 22;
})";

TEST(StructureTest, StatementOf) {
  for (Language L : {Language::C, Language::CXX}) {
    Tree T(Code, L);
    EXPECT_EQ(T.statementOf("PyList_GetItem(l, 0)"),
              "PyObject *v = PyList_GetItem(l, 0);");
    EXPECT_EQ(T.statementOf("use(v)"), "if (use(v)) n = 1;\n  else n = 2")
        << "the condition belongs to the if";
    EXPECT_EQ(T.statementOf("1"), "n = 1");
    EXPECT_EQ(T.statementOf("2"), "n = 2");
    EXPECT_EQ(T.statementOf("4"), "n = 4");
    for (const char *Part : {"n = 5", "n < 6", "++n"})
      EXPECT_EQ(T.statementOf(Part), "for (n = 5; n < 6; ++n) n = 7") << Part;
    EXPECT_EQ(T.statementOf("7"), "n = 7");
    EXPECT_EQ(T.statementOf("8"), "while (n == 8) n = 9");
    EXPECT_EQ(T.statementOf("9"), "n = 9");
    EXPECT_EQ(T.statementOf("10"), "n = 10");
    EXPECT_EQ(T.statementOf("n == 11"), "do n = 10; while (n == 11)");
    EXPECT_EQ(T.statementOf("13"), "n = 13") << "behind a case";
    EXPECT_EQ(T.statementOf("16"), "n = 16") << "behind two";
    EXPECT_EQ(T.statementOf("17"), "n = 17");
    EXPECT_EQ(T.statementOf("18"), "n = 18") << "behind a label";
    // A statement expression is no place for statements.
    const std::string Whole = "n = ({ int m = 19; use(v); m + 20; })";
    EXPECT_EQ(T.statementOf("m + 20"), Whole);
    EXPECT_EQ(T.statementOf("use(v)", 1), Whole);
    EXPECT_EQ(T.statementOf("PyDict_GetItem(d, v)"),
              "return use(PyDict_GetItem(d, v)) ? 21 : 22");
  }
}

TEST(StructureTest, StandsInCompound) {
  Tree T(Code);
  EXPECT_TRUE(T.compound("PyObject *v = PyList_GetItem(l, 0);"));
  EXPECT_FALSE(T.compound("n = 1"));
  EXPECT_FALSE(T.compound("n = 2"));
  EXPECT_TRUE(T.compound("n = 4"));
  EXPECT_FALSE(T.compound("n = 7"));
  EXPECT_FALSE(T.compound("n = 9"));
  EXPECT_FALSE(T.compound("n = 10"));
  EXPECT_TRUE(T.compound("n = 13"));
  EXPECT_TRUE(T.compound("n = 16"));
  EXPECT_TRUE(T.compound("n = 17"));
  EXPECT_TRUE(T.compound("n = 18"));
  EXPECT_FALSE(T.compound("8"));
}

TEST(StructureTest, Contains) {
  Tree T(Code);
  const Stmt *If = T.find("f", "if (n == 3) { n = 4; }");
  const Stmt *Four = T.find("f", "n = 4");
  EXPECT_TRUE(T.Of.contains(If, Four));
  EXPECT_TRUE(T.Of.contains(If, If));
  EXPECT_TRUE(T.Of.contains(T.body(), Four));
  EXPECT_FALSE(T.Of.contains(Four, If));
  EXPECT_FALSE(T.Of.contains(If, T.find("f", "n = 7")));
  EXPECT_EQ(T.Of.parent(T.body()), nullptr);
}

TEST(StructureTest, Loops) {
  Tree T(R"(
    void f(int n) {
      while (n) {
        for (;;) { n = 1; }
        do { n = 2; } while (n);
        do { n = 3; } while (0);
        if (n) n = 4;
      }
      n = 5;
    })");
  auto LoopOf = [&](llvm::StringRef Text, const Stmt *Within) {
    const Stmt *S = T.Of.loopAround(T.find("f", Text), Within);
    return S ? T.textOf(S).take_front(4).str() : "none";
  };
  EXPECT_EQ(LoopOf("n = 1", nullptr), "for ");
  EXPECT_EQ(LoopOf("n = 2", nullptr), "do {");
  EXPECT_EQ(LoopOf("n = 3", nullptr), "whil") << "do ... while (0) runs once";
  EXPECT_EQ(LoopOf("n = 4", nullptr), "whil");
  EXPECT_EQ(LoopOf("n = 5", nullptr), "none");
  const Stmt *While = T.Of.loopAround(T.find("f", "n = 4"), nullptr);
  ASSERT_TRUE(While);
  EXPECT_TRUE(isLoop(While));
  EXPECT_EQ(LoopOf("n = 4", While), "none") << "only what lies inside";
  EXPECT_EQ(LoopOf("n = 1", While), "for ");
  EXPECT_FALSE(isLoop(T.body()));
}

//===----------------------------------------------------------------------===//
// Ways out
//===----------------------------------------------------------------------===//

const char Exits[] = R"(
int f(int n) {
  while (n) {
    {
      if (n == 1) return 1;
      if (n == 2) break;
      if (n == 3) continue;
      if (n == 4) goto out;
      for (;;) { if (n == 5) break; if (n == 6) continue; return 2; }
      switch (n) { case 7: break; case 8: continue; case 9: return 3; }
      do { if (n == 10) break; } while (n);
      n = 11;
    }
  }
out:
  return 4;
})";

TEST(StructureTest, ExitsOfABlock) {
  Tree T(Exits);
  const auto *While = cast<WhileStmt>(*T.body()->body_begin());
  const auto *Loop = cast<CompoundStmt>(While->getBody());
  const auto *Inner = cast<CompoundStmt>(Loop->body_front());
  EXPECT_EQ(T.texts(T.Of.exits(Inner, Inner)),
            (Texts{"return 1", "break", "continue", "goto out", "return 2",
                   "continue", "return 3"}));
  // Of the function's body only what leaves the function, and every goto.
  EXPECT_EQ(
      T.texts(T.Of.exits(T.body(), T.body())),
      (Texts{"return 1", "goto out", "return 2", "return 3", "return 4"}));
  // A part of the block: its break leaves the block.
  const Stmt *If = *std::next(Inner->body_begin());
  EXPECT_EQ(T.texts(T.Of.exits(If, Inner)), Texts{"break"});
}

TEST(StructureTest, Breaks) {
  Tree T(Exits);
  const auto *While = cast<WhileStmt>(*T.body()->body_begin());
  auto Breaks = T.Of.breaksOf(While);
  ASSERT_EQ(Breaks.size(), 1u);
  EXPECT_EQ(T.textOf(T.Of.parent(Breaks[0])), "if (n == 2) break");
  const Stmt *Switch = T.find(
      "f", "switch (n) { case 7: break; case 8: continue; case 9: return 3; }");
  Breaks = T.Of.breaksOf(Switch);
  ASSERT_EQ(Breaks.size(), 1u);
  EXPECT_EQ(T.textOf(T.Of.parent(Breaks[0])), "case 7: break");
}

TEST(StructureTest, ExitsInCxx) {
  Tree T(R"(
    int f(int n) {
      auto later = [&] { if (n) return 1; throw 2; };
      int both[] = {1, 2};
      for (int i : both) { if (i == n) break; }
      try { if (n) throw 3; } catch (int) { return 4; }
      return later();
    })",
         Language::CXX, {"-fcxx-exceptions", "-fexceptions"});
  EXPECT_EQ(T.texts(T.Of.exits(T.body(), T.body())),
            (Texts{"throw 3", "return 4", "return later()"}))
      << "what a lambda does is its own business";
}

//===----------------------------------------------------------------------===//
// Ways in
//===----------------------------------------------------------------------===//

TEST(StructureTest, Labels) {
  Tree T(R"(
    void f(int n) {
      { n = 1; }
      { inner: n = 2; }
      { switch (n) { case 1: n = 3; } }
      { switch (n) { case 2: hidden: n = 4; } }
      { while (n) { if (n) deep: n = 5; } }
      if (n) goto inner; if (n) goto hidden; if (n) goto deep;
      switch (n) { case 3: { n = 6; } case 4: n = 7; }
    })");
  auto HasLabel = [&](llvm::StringRef Text) {
    return T.Of.hasLabel(T.find("f", Text));
  };
  EXPECT_FALSE(HasLabel("{ n = 1; }"));
  EXPECT_TRUE(HasLabel("{ inner: n = 2; }"));
  EXPECT_FALSE(HasLabel("{ switch (n) { case 1: n = 3; } }"));
  EXPECT_TRUE(HasLabel("{ switch (n) { case 2: hidden: n = 4; } }"));
  EXPECT_TRUE(HasLabel("{ while (n) { if (n) deep: n = 5; } }"));
  EXPECT_TRUE(HasLabel("case 4: n = 7"));
  EXPECT_FALSE(HasLabel("{ n = 6; }"));
}

TEST(StructureTest, EscapingAddresses) {
  Tree T(R"(
    void fill(PyObject **);
    void f(PyObject *v, PyObject *w, PyObject *x, PyObject *y, int n) {
      PyObject **keep = &v, **other;
      fill(&w);
      other = n ? &x : &w;
      (void)keep, (void)other;
      PyList_GetItem(y, 0);
    })");
  EXPECT_TRUE(T.Of.addressEscapes(T.body(), T.variable("f", "v")));
  EXPECT_TRUE(T.Of.addressEscapes(T.body(), T.variable("f", "w")));
  EXPECT_TRUE(T.Of.addressEscapes(T.body(), T.variable("f", "x")));
  EXPECT_FALSE(T.Of.addressEscapes(T.body(), T.variable("f", "y")));
  Tree Only("void fill(PyObject **);\n"
            "void f(PyObject *v, PyObject *w) { fill(&v); fill((&w)); }");
  EXPECT_FALSE(Only.Of.addressEscapes(Only.body(), Only.variable("f", "v")));
  EXPECT_FALSE(Only.Of.addressEscapes(Only.body(), Only.variable("f", "w")));
}

} // namespace
} // namespace ftidy::fix
