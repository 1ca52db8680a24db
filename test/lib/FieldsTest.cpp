//===-- FieldsTest.cpp - the fields of shared objects -----------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Sharing/Fields.h"
#include "Analysed.h"
#include "Guards/FieldRaces.h"
#include "gtest/gtest.h"

using namespace clang;

namespace ftidy::sharing {
namespace {

using test::Analysed;

constexpr llvm::StringRef Code = R"(
typedef struct { PyObject_HEAD PyObject *a, *b; } Foo;
static void helper(Foo *self) { Py_CLEAR(self->a); }
static void setup(Foo *self) { self->b = NULL; }
static PyObject *method(PyObject *op, PyObject *arg) {
  Foo *self = (Foo *)op;
  Foo *other = (Foo *)arg;
  PyObject *b = self->b;
  helper(self);
  return other->a ? Py_NewRef(b) : NULL;
}
static PyObject *make(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
  Foo *self = (Foo *)type->tp_alloc(type, 0);
  setup(self);
  return (PyObject *)self;
}
static int init(Foo *self, PyObject *args, PyObject *kwargs) {
  setup(self);
  return 0;
}
static PyMethodDef methods[] = {{"m", (PyCFunction)method, METH_O, NULL}};
static PyType_Slot slots[] = {{Py_tp_new, (void *)make},
                              {Py_tp_init, (void *)init},
                              {Py_tp_methods, methods}};
PyType_Slot *the_slots(void) { return slots; }
)";

// Owner and field of each touch, with what is done.
std::vector<std::string> touches(Analysed &A, llvm::StringRef Function) {
  std::vector<std::string> Result;
  const FieldUses *Uses = A.session().fields().in(*A.decl(Function));
  if (Uses)
    for (const FieldUse &Use : Uses->all())
      Result.push_back(cast<NamedDecl>(Use.Owner)->getNameAsString() + "." +
                       Use.Field->getNameAsString() + " " +
                       std::to_string(Use.What));
  return Result;
}

TEST(Fields, KnowsWhoseFieldAndWhatIsDone) {
  Analysed A(Code);
  using V = std::vector<std::string>;
  EXPECT_EQ(touches(A, "helper"), V{"self.a " + std::to_string(Sets | Drops)});
  EXPECT_EQ(touches(A, "setup"), V{"self.b " + std::to_string(Sets | Nulls)});
  EXPECT_EQ(touches(A, "method"),
            (V{"op.b " + std::to_string(Looks),
               "arg.a " + std::to_string(Looks | Tests),
               "op.b " + std::to_string(Takes | Owns)}));
}

TEST(Fields, SharesWhatMethodsHandOn) {
  Analysed A(Code);
  const Fields &F = A.session().fields();
  EXPECT_TRUE(F.isShared(A.decl("method")->getParamDecl(0)));
  EXPECT_TRUE(F.isShared(A.decl("helper")->getParamDecl(0)));
  EXPECT_FALSE(F.isShared(A.decl("setup")->getParamDecl(0)));
  EXPECT_TRUE(F.isLifecycle(*A.decl("init")));
  EXPECT_FALSE(F.isLifecycle(*A.decl("helper")));
}

TEST(FieldRaces, BelongToWhatSwaps) {
  Analysed A(Code);
  const guards::FieldRaces &Races = A.session().fieldRaces();
  ASSERT_EQ(Races.in(*A.decl("helper")).size(), 1u);
  EXPECT_EQ(Races.in(*A.decl("helper"))[0].What,
            guards::FieldRace::Kind::Swap);
  EXPECT_TRUE(Races.in(*A.decl("setup")).empty());
  EXPECT_TRUE(Races.in(*A.decl("init")).empty());
}

} // namespace
} // namespace ftidy::sharing
