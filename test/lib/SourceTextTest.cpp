//===-- SourceTextTest.cpp - the text of the main file ----------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixIt/SourceText.h"
#include "Analysed.h"
#include "CApi/Use.h"
#include "clang/AST/StmtCXX.h"
#include "gtest/gtest.h"

using namespace clang;

namespace ftidy::fix {
namespace {

using test::Analysed;
using test::Language;

/// Code and its text. Places are named by the text that begins there.
struct Read : Analysed {
  explicit Read(llvm::StringRef Code, Language L = Language::C)
      : Analysed(Code, L), Text(context(), sources().getLocForStartOfFile(sources().getMainFileID())) {}

  unsigned at(llvm::StringRef Where, unsigned Nth = 0) {
    size_t Found = text().find(Where);
    while (Nth-- > 0 && Found != llvm::StringRef::npos)
      Found = text().find(Where, Found + 1);
    EXPECT_NE(Found, llvm::StringRef::npos) << Where.str();
    return Found;
  }
  Stretch stretch(llvm::StringRef Where) {
    const unsigned Begin = at(Where);
    return {Begin, unsigned(Begin + Where.size())};
  }
  std::string textOf(std::optional<Stretch> S) {
    return S ? Text.text(*S).str() : "none";
  }

  /// The statements of the body of f, in order.
  std::vector<const Stmt *> statements() {
    const Stmt *Body = decl("f")->getBody();
    return {Body->child_begin(), Body->child_end()};
  }

  SourceText Text;
};

/// The text of each statement of the body, with its semicolon.
std::vector<std::string> statementsOf(llvm::StringRef Code,
                                      Language L = Language::C) {
  Read R(Code, L);
  std::vector<std::string> Result;
  for (const Stmt *S : R.statements())
    Result.push_back(R.textOf(R.Text.statement(S)));
  return Result;
}

using Texts = std::vector<std::string>;

//===----------------------------------------------------------------------===//
// Nodes
//===----------------------------------------------------------------------===//

TEST(StatementText, WithItsSemicolon) {
  EXPECT_EQ(
      statementsOf(R"(void g(int);
    void f(int n) {
      n = 1;
      g(n) ;
      int m = 2, o;
      n = 3 /* why */ ;
      n = 4 // because
        ;
      ;
      if (n) g(1);
      if (n) { g(2); } else g(3);
      while (n) g(4);
      do g(5); while (n);
      do { g(6); } while (n) ;
      for (;;) { break; }
      { g(7); }
      switch (n) { case 1: g(8); }
      goto end;
    end: g(9);
      return;
    })"),
      (Texts{"n = 1;", "g(n) ;", "int m = 2, o;", "n = 3 /* why */ ;",
             "n = 4 // because\n        ;", ";", "if (n) g(1);",
             "if (n) { g(2); } else g(3);", "while (n) g(4);",
             "do g(5); while (n);", "do { g(6); } while (n) ;",
             "for (;;) { break; }", "{ g(7); }", "switch (n) { case 1: g(8); }",
             "goto end;", "end: g(9);", "return;"}));
}

// An expression may end with a brace of its own.
TEST(StatementText, EndsWithABrace) {
  EXPECT_EQ(
      statementsOf(R"(struct pair { int a, b; };
    void g(struct pair);
    void f(int n, struct pair p) {
      p = (struct pair){1, 2};
      if (n) p = (struct pair){3, 4};
      struct pair q = {5, 6};
      g((struct pair){7, 8});
    })"),
      (Texts{"p = (struct pair){1, 2};", "if (n) p = (struct pair){3, 4};",
             "struct pair q = {5, 6};", "g((struct pair){7, 8});"}));
}

TEST(StatementText, InCxx) {
  EXPECT_EQ(statementsOf(R"(struct Pair { int a, b; };
    Pair p;
    void f(int n) {
      p = Pair{1, 2};
      auto later = [&] { return n; };
      Pair q{3, 4};
      [&] { ++n; }();
    })",
                         Language::CXX),
            (Texts{"p = Pair{1, 2};", "auto later = [&] { return n; };",
                   "Pair q{3, 4};", "[&] { ++n; }();"}));
}

// A macro is a part of the text as long as it is whole.
TEST(StatementText, Macros) {
  EXPECT_EQ(statementsOf(R"(void g(int);
#define CALL(x) g(x)
#define BEGINS_ONE g(1); n
#define ID(x) x
    PyObject *f(PyObject *v, int n) {
      CALL(n);
      ID(g(n));
      ID(g)(n);
      g(ID(n)) ;
      Py_CLEAR(v);
      BEGINS_ONE = 2;
      Py_BEGIN_ALLOW_THREADS
      g(n);
      Py_END_ALLOW_THREADS
      Py_RETURN_NONE;
    })"),
            (Texts{"CALL(n);", "ID(g(n));", "ID(g)(n);", "g(ID(n)) ;",
                   "Py_CLEAR(v);", "none", "none",
                   "Py_BEGIN_ALLOW_THREADS\n      g(n);\n      "
                   "Py_END_ALLOW_THREADS",
                   "Py_RETURN_NONE;"}));
}

TEST(NodeText, NotThroughAMacrosBody) {
  Read R(R"(void g(PyObject *);
#define GET(l) PyList_GetItem(l, 0)
#define USE g(v)
    void f(PyObject *l, PyObject *v) {
      v = GET(l);
      USE;
      g(GET(l));
    })");
  EXPECT_EQ(R.textOf(R.Text.of(R.find("f", "v = GET(l)"))), "v = GET(l)");
  EXPECT_EQ(R.textOf(R.Text.of(R.find("f", "USE"))), "USE");
  // The call inside has no text of its own but the macro's.
  const auto *Assign = cast<BinaryOperator>(R.find("f", "v = GET(l)"));
  const auto *Call = cast<CallExpr>(capi::strip(Assign->getRHS()));
  EXPECT_EQ(R.textOf(R.Text.of(Call)), "GET(l)");
  EXPECT_EQ(R.textOf(R.Text.of(Call->getArg(0))), "l");
  EXPECT_EQ(R.textOf(R.Text.of(Call->getArg(1))), "none");
}

TEST(Offsets, OnlyOfTheMainFile) {
  Read R("void f(PyObject *v) { Py_INCREF(v); }");
  const Stmt *S = R.statements()[0];
  EXPECT_EQ(R.Text.offset(SourceLocation()), std::nullopt);
  EXPECT_EQ(R.Text.offset(S->getBeginLoc()), std::nullopt) << "a macro";
  EXPECT_EQ(R.Text.offset(R.placeOf("Py_INCREF(v)")), R.at("Py_INCREF(v)"));
  EXPECT_EQ(R.Text.offset(R.decl("Py_INCREF")->getLocation()), std::nullopt)
      << "a header";
}

TEST(Calls, NameAndArguments) {
  Read R(R"(#define GET PyDict_GetItem
    void f(PyObject *l, PyObject *d, int n) {
      PyDict_GetItem(d, l);
      PyList_GET_ITEM ( l , (n + 1) * 2 ) ;
      PyDict_GetItem(PyList_GET_ITEM(l, 0), /* ) */ l);
      PyEval_GetLocals();
      PyDict_GetItem(
          d, // the ( dictionary
          l);
      PyDict_GetItemString(d, ")(");
      GET(d, l);
      (PyDict_GetItem)(d, d);
    })");
  auto Split = [&](llvm::StringRef Where) -> std::string {
    const auto C = R.Text.call(R.placeOf(Where));
    if (!C)
      return "none";
    return (R.Text.text(C->Name) + "|" + R.Text.text(C->Arguments) + "|" +
            R.Text.text(C->Whole))
        .str();
  };
  EXPECT_EQ(Split("PyDict_GetItem(d, l)"),
            "PyDict_GetItem|d, l|PyDict_GetItem(d, l)");
  EXPECT_EQ(Split("PyList_GET_ITEM ("), "PyList_GET_ITEM| l , (n + 1) * 2 |"
                                        "PyList_GET_ITEM ( l , (n + 1) * 2 )");
  EXPECT_EQ(Split("PyDict_GetItem(PyList"),
            "PyDict_GetItem|PyList_GET_ITEM(l, 0), /* ) */ l|"
            "PyDict_GetItem(PyList_GET_ITEM(l, 0), /* ) */ l)");
  EXPECT_EQ(Split("PyEval_GetLocals"), "PyEval_GetLocals||PyEval_GetLocals()");
  EXPECT_EQ(Split("PyDict_GetItem(\n").substr(0, 40),
            "PyDict_GetItem|\n          d, // the ( di");
  EXPECT_EQ(Split("PyDict_GetItemString"),
            "PyDict_GetItemString|d, \")(\"|PyDict_GetItemString(d, \")(\")");
  EXPECT_EQ(Split("GET(d, l)"), "GET|d, l|GET(d, l)");
  EXPECT_EQ(Split("PyDict_GetItem)"), "none") << "the list does not follow";
  EXPECT_EQ(Split("PyObject *l"), "none");
}

// What is between the parentheses is not what was compiled.
TEST(Calls, NotWithADirectiveInside) {
  Read R(R"(void f(PyObject *d, PyObject *k) {
  PyDict_GetItem(d,
#ifdef OTHER
                 d);
#else
                 k);
#endif
})");
  EXPECT_FALSE(R.Text.call(R.placeOf("PyDict_GetItem")));
}

TEST(Heads, EndOfTheHead) {
  Read R(R"(void g(int);
    void f(int n) {
      if (n) g(1); else g(2);
      if ((n) /* ) */ ) g(3);
      for (int i = 0; i < n; ++i) g(4);
      while (n) g(5);
      do g(6); while (n);
    })");
  const auto S = R.statements();
  auto After = [&](const Stmt *Of, const Stmt *Body) {
    const auto End = R.Text.headEnd(Of, Body);
    return End ? R.text().substr(*End, 6).str() : "none";
  };
  const auto *First = cast<IfStmt>(S[0]);
  EXPECT_EQ(After(First, First->getThen()), " g(1);");
  EXPECT_EQ(After(First, First->getElse()), " g(2);");
  EXPECT_EQ(After(S[1], cast<IfStmt>(S[1])->getThen()), " g(3);");
  EXPECT_EQ(After(S[2], cast<ForStmt>(S[2])->getBody()), " g(4);");
  EXPECT_EQ(After(S[3], cast<WhileStmt>(S[3])->getBody()), " g(5);");
  EXPECT_EQ(After(S[4], cast<DoStmt>(S[4])->getBody()), " g(6);");
  EXPECT_EQ(After(S[4], S[0]), " g(6);");
}

TEST(Heads, RangeFor) {
  Read R("void g(int);\nvoid f() { int a[] = {1}; for (int i : a) g(i); }",
         Language::CXX);
  const auto *For = cast<CXXForRangeStmt>(R.statements()[1]);
  const auto End = R.Text.headEnd(For, For->getBody());
  ASSERT_TRUE(End);
  EXPECT_EQ(R.text().substr(*End, 6), " g(i);");
}

//===----------------------------------------------------------------------===//
// Lines
//===----------------------------------------------------------------------===//

TEST(Lines, Indentation) {
  Read R("int first;\n\tint tab;\n    int four, more;\n  \t int mixed;\n"
         "int last;\n\n   int after;");
  EXPECT_EQ(R.Text.indentation(R.at("int first")), "");
  EXPECT_EQ(R.Text.indentation(R.at("int tab")), "\t");
  EXPECT_EQ(R.Text.indentation(R.at("int four")), "    ");
  EXPECT_EQ(R.Text.indentation(R.at("more")), "    ");
  EXPECT_EQ(R.Text.indentation(R.at("int mixed")), "  \t ");
  EXPECT_EQ(R.Text.indentation(R.at("int last")), "")
      << "the line itself, not the one before";
  EXPECT_EQ(R.Text.indentation(R.at("int after")), "   ");
  EXPECT_EQ(R.Text.indentation(0), "");
}

TEST(Lines, OneStepDeeper) {
  auto Deeper = [](llvm::StringRef Code) {
    Read R(Code);
    return R.Text.deeper(R.at("n = 1"));
  };
  EXPECT_EQ(Deeper("void f(int n)\n{\n  n = 1;\n}\n"), "    ");
  EXPECT_EQ(Deeper("void f(int n)\n{\n    n = 1;\n}\n"), "        ");
  EXPECT_EQ(Deeper("void f(int n)\n{\n\tn = 1;\n}\n"), "\t\t");
  EXPECT_EQ(Deeper("void f(int n)\n{\n        n = 1;\n}\n"),
            "                ");
  EXPECT_EQ(Deeper("void f(int n) {\n  if (n)\n    n = 1;\n}\n"), "      ");
  EXPECT_EQ(Deeper("void f(int n) { n = 1; }\n"), "    ");
  // Directives and empty lines are no lines of code.
  EXPECT_EQ(Deeper("void f(int n) {\n  if (n) {\n#if 1\n\n    n = 1;\n#endif\n"
                   "  }\n}\n"),
            "      ");
}

TEST(Lines, StartsLine) {
  Read R("int a; int b;\n   int c;\n\tint d;\nint e;");
  EXPECT_TRUE(R.Text.startsLine(R.at("int a")));
  EXPECT_FALSE(R.Text.startsLine(R.at("int b")));
  EXPECT_TRUE(R.Text.startsLine(R.at("int c")));
  EXPECT_TRUE(R.Text.startsLine(R.at("int d")));
  EXPECT_TRUE(R.Text.startsLine(R.at("int e")));
  EXPECT_TRUE(R.Text.startsLine(0));
}

TEST(Lines, TrailingComments) {
  Read R("int a; // one\nint b; /* two */  \nint c; /* three */ int d;\n"
         "int e; /* four\n*/\nint f;   \nint g; // last");
  auto After = [&](llvm::StringRef Where) {
    const unsigned End = R.at(Where) + Where.size();
    return R.text().slice(End, R.Text.afterTrailingComment(End)).str();
  };
  EXPECT_EQ(After("int a;"), " // one");
  EXPECT_EQ(After("int b;"), " /* two */");
  EXPECT_EQ(After("int c;"), "") << "something else follows";
  EXPECT_EQ(After("int e;"), "") << "the comment goes on";
  EXPECT_EQ(After("int f;"), "");
  EXPECT_EQ(After("int g;"), " // last");
}

/// The text that is left when the stretch of a statement is removed.
std::string without(llvm::StringRef Code, llvm::StringRef Statement) {
  Read R(Code);
  const Stretch S = R.Text.removal(R.stretch(Statement));
  return (R.text().take_front(S.Begin) + R.text().drop_front(S.End))
      .str()
      .substr(R.text().find('\n') + 1);
}

TEST(Lines, Removal) {
  // Alone on its line: the line goes.
  EXPECT_EQ(without("int a;\n  int b;\nint c;\n", "int b;"),
            "int a;\nint c;\n");
  EXPECT_EQ(without("int a;\n\tint b;   \nint c;\n", "int b;"),
            "int a;\nint c;\n");
  EXPECT_EQ(without("int a;\nint b\n  = 1;\nint c;\n", "int b\n  = 1;"),
            "int a;\nint c;\n");
  // Others on the line stay where they are.
  EXPECT_EQ(without("int a; int b; int c;\n", "int b;"), "int a;  int c;\n");
  EXPECT_EQ(without("int a; int b;\nint c;\n", "int b;"), "int a; \nint c;\n");
  EXPECT_EQ(without("  int b; int c;\n", "int b;"), "  int c;\n");
  EXPECT_EQ(without("int b; // why\nint c;\n", "int b;"), "// why\nint c;\n");
}

TEST(Lines, RemovalKeepsLineEnds) {
  EXPECT_EQ(without("int a;\r\n  int b;\r\nint c;\r\n", "int b;"),
            "int a;\r\nint c;\r\n");
}

TEST(Lines, Conditionals) {
  Read R("int a;\n#if 1\nint b;\n#else\nint c;\n#endif\nint d;\n"
         "#define IF 1\nint e;\n #  ifdef X\nint f; // #if\n#endif\nint g;");
  auto Between = [&](llvm::StringRef From, llvm::StringRef To) {
    return R.Text.hasConditional({R.at(From), R.at(To)});
  };
  EXPECT_TRUE(Between("int a", "int b"));
  EXPECT_TRUE(Between("int b", "int d"));
  EXPECT_FALSE(Between("int d", "int e"));
  EXPECT_TRUE(Between("int e", "int g"));
  EXPECT_FALSE(Between("int a", "#if 1"));
  EXPECT_TRUE(Between("int b", "int d")) << "an else divides as well";
}

//===----------------------------------------------------------------------===//
// Names
//===----------------------------------------------------------------------===//

TEST(FreeNames, NotUsedInTheStretch) {
  Read R("int result; int result2, my_result3, result34;\nint other;");
  const unsigned End = R.text().size();
  EXPECT_EQ(R.Text.freeName("value", {0, End}), "value");
  EXPECT_EQ(R.Text.freeName("result", {0, End}), "result3");
  EXPECT_EQ(R.Text.freeName("other", {0, End}), "other2");
  EXPECT_EQ(R.Text.freeName("other", {0, R.at("int other")}), "other");
  EXPECT_EQ(R.Text.freeName("esult", {0, End}), "esult") << "no whole word";
}

TEST(FreeNames, NullPointers) {
  EXPECT_EQ(Read("int n;").Text.nullPointer(), "NULL");
  EXPECT_EQ(Read("int n;", Language::CXX).Text.nullPointer(), "nullptr");
  EXPECT_EQ(Read("void *p = NULL;", Language::CXX).Text.nullPointer(), "NULL");
}

TEST(SourceText, CountsWordsOfCodeOnly) {
  Read R("int f(void); /* f */\n"
         "#define CALL f()\n"
         "#ifdef NEVER\n"
         "int g(void) { return f(); }\n"
         "#endif\n"
         "const char *s = \"f\"; // f\n"
         "int f(void) { return 0; }\n");
  const auto None = [](SourceLocation) { return false; };
  EXPECT_EQ(R.Text.countWord("f", None), 4u);
  EXPECT_EQ(R.Text.countWord("NEVER", None), 1u);
  EXPECT_EQ(R.Text.countWord("ff", None), 0u);
  EXPECT_EQ(R.Text.countWord("f", [](SourceLocation) { return true; }), 0u);
}

} // namespace
} // namespace ftidy::fix
