//===-- ModulesTest.cpp - the modules that a file makes ----------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Roles/Modules.h"
#include "Analysed.h"
#include "clang/AST/Decl.h"
#include "gtest/gtest.h"

using namespace clang;

namespace ftidy::roles {
namespace {

using test::Analysed;
using test::Language;

/// For each module of the code: "phase line", "slots" where they are known.
std::string modules(llvm::StringRef Code, Language L = Language::C) {
  Analysed A(Code, L);
  Modules M(A.context(), A.session().roles());
  for (const FunctionDecl *F : A.definitions())
    M.read(*F, A.session().function(*F).uses());
  std::string Result;
  for (const Module &Each : M.all()) {
    static constexpr const char *Names[] = {"single", "multi", "export",
                                            "library", "elsewhere"};
    Result += Names[unsigned(Each.As)];
    Result += " in " + Each.In->getNameAsString();
    if (Each.Slots)
      Result += " with " + Each.Slots->getNameAsString();
    Result += ";";
  }
  return Result;
}

constexpr char Definitions[] = R"(
static PyModuleDef_Slot slots[] = {{0, NULL}};
static struct PyModuleDef with = {.m_name = "x", .m_slots = slots};
static struct PyModuleDef without = {.m_name = "x"};
)";

TEST(Modules, Phases) {
  const std::string D = Definitions;
  EXPECT_EQ(modules(D + "PyMODINIT_FUNC PyInit_x(void) { return "
                        "PyModuleDef_Init(&with); }"),
            "multi in PyInit_x with slots;");
  EXPECT_EQ(modules(D + "PyMODINIT_FUNC PyInit_x(void) { return "
                        "PyModuleDef_Init(&without); }"),
            "multi in PyInit_x;");
  EXPECT_EQ(modules(D + "PyMODINIT_FUNC PyInit_x(void) { return "
                        "PyModule_Create(&without); }"),
            "single in PyInit_x;");
  EXPECT_EQ(modules(D + "PyModuleDef_Slot *PyModExport_x(void) { return slots; }"),
            "export in PyModExport_x with slots;");
  EXPECT_EQ(modules("PyObject *make(PyModuleDef *);\nstatic struct PyModuleDef d "
                    "= {.m_name = \"x\"};\n"
                    "PyMODINIT_FUNC PyInit_x(void) { return make(&d); }"),
            "elsewhere in PyInit_x;");
}

// Who is asked by the import system.
TEST(Modules, PartsOfOthers) {
  const std::string D = Definitions;
  const std::string Sub =
      D + "static PyObject *sub(void) { return PyModule_Create(&without); }\n";
  EXPECT_EQ(modules(Sub + "PyMODINIT_FUNC PyInit_x(void) { return sub(); }"),
            "single in sub;");
  // For older versions of Python the function is there for other files, too.
  EXPECT_EQ(modules(D + "PyObject *sub(void) { return PyModule_Create(&without); }\n"
                        "PyMODINIT_FUNC PyInit_x(void) { return sub(); }"),
            "single in sub;");
  EXPECT_EQ(modules(Sub + "PyMODINIT_FUNC PyInit_x(void) { PyObject *m = "
                          "PyModule_Create(&with); PyModule_AddObject(m, "
                          "\"sub\", sub()); return m; }"),
            "single in PyInit_x;");
  EXPECT_EQ(modules(D + "PyObject *sub(void) { return PyModule_Create(&without); }"),
            "");
  EXPECT_EQ(modules("PyObject *make(void);\nPyMODINIT_FUNC PyInit_x(void) { "
                    "return make(); }"),
            "");
}

TEST(Modules, Libraries) {
  EXPECT_EQ(modules("#include <pybind11/pybind11.h>\nPYBIND11_MODULE(x, m) { (void)m; }",
                    Language::CXX),
            "library in PyInit_x;");
  EXPECT_EQ(modules("#include <nanobind/nanobind.h>\nNB_MODULE(x, m) { (void)m; }",
                    Language::CXX),
            "library in PyInit_x;");
}

} // namespace
} // namespace ftidy::roles
