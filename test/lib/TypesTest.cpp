//===-- TypesTest.cpp - the Python types that a file defines ----*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Analysed.h"
#include "Roles/Types.h"
#include "clang/AST/Decl.h"
#include "gtest/gtest.h"

using namespace ftidy;
using namespace ftidy::roles;
using ftidy::test::Analysed;
using ftidy::test::Language;
using Kind = DefinedType::Kind;

namespace {

const char Foo[] = R"(
typedef struct { PyObject_HEAD PyObject *a; } Foo;
static int foo_traverse(PyObject *o, visitproc visit, void *arg) {
  Foo *self = (Foo *)o;
  Py_VISIT(self->a);
  return 0;
}
static int foo_clear(PyObject *self) { return 0; }
static void foo_dealloc(Foo *self) {}
)";

std::string name(const clang::FunctionDecl *F) {
  return F ? F->getNameAsString() : "";
}

/// The types of the code, after the functions above.
class Types {
public:
  explicit Types(const std::string &Code, Language L = Language::C)
      : A(Foo + Code, L) {}
  llvm::ArrayRef<DefinedType> all() { return table().all(); }
  const TypeTable &table() { return A.session().roles().types(); }
  const DefinedType &only() {
    static const DefinedType Nothing;
    EXPECT_EQ(all().size(), 1u);
    return all().empty() ? Nothing : all().front();
  }
  Analysed A;
};

std::string instance(const DefinedType &T) {
  if (!T.Instance)
    return "";
  if (const clang::TypedefNameDecl *N = T.Instance->getTypedefNameForAnonDecl())
    return N->getNameAsString();
  return T.Instance->getNameAsString();
}

TEST(Types, StaticTypeDesignated) {
  Types T(R"(
static PyTypeObject Foo_Type = {
  PyVarObject_HEAD_INIT(NULL, 0)
  .tp_name = "m.Foo", .tp_basicsize = sizeof(Foo),
  .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
  .tp_traverse = foo_traverse, .tp_clear = (inquiry)foo_clear,
  .tp_dealloc = (destructor)foo_dealloc };)");
  const DefinedType &Made = T.only();
  EXPECT_EQ(Made.How, Kind::Static);
  EXPECT_EQ(Made.Name, "m.Foo");
  EXPECT_EQ(instance(Made), "Foo");
  EXPECT_TRUE(Made.has(TypeFlag::HaveGC));
  EXPECT_TRUE(Made.has(TypeFlag::BaseType));
  EXPECT_FALSE(Made.has(TypeFlag::ManagedDict));
  EXPECT_TRUE(Made.isCollected());
  EXPECT_EQ(name(Made.function(Part::Traverse)), "foo_traverse");
  EXPECT_EQ(name(Made.function(Part::Clear)), "foo_clear");
  EXPECT_EQ(name(Made.function(Part::Dealloc)), "foo_dealloc");
  EXPECT_EQ(Made.function(Part::Init), nullptr);
  EXPECT_EQ(T.table().ofInstance(Made.Instance), &Made);
  EXPECT_EQ(T.table().withFunction(T.A.decl("foo_clear")).size(), 1u);
  EXPECT_TRUE(isObjectStruct(Made.Instance));
}

TEST(Types, StaticTypePositional) {
  Types T(R"(
static PyTypeObject Foo_Type = {
  PyVarObject_HEAD_INIT(NULL, 0)
  "m.Foo", sizeof(Foo), 0, (destructor)foo_dealloc, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, "doc",
  foo_traverse, foo_clear };)");
  const DefinedType &Made = T.only();
  EXPECT_EQ(instance(Made), "Foo");
  EXPECT_TRUE(Made.isCollected());
  EXPECT_EQ(name(Made.function(Part::Traverse)), "foo_traverse");
  EXPECT_EQ(name(Made.function(Part::Clear)), "foo_clear");
}

TEST(Types, FilledByAssignments) {
  Types T(R"(
static PyTypeObject Foo_Type = { PyVarObject_HEAD_INIT(NULL, 0) "m.Foo" };
void init(void) {
  PyTypeObject *type = &Foo_Type;
  Foo_Type.tp_flags = Py_TPFLAGS_DEFAULT;
  type->tp_flags |= Py_TPFLAGS_HAVE_GC;
  type->tp_traverse = foo_traverse;
  Foo_Type.tp_basicsize = sizeof(Foo);
})");
  const DefinedType &Made = T.only();
  EXPECT_EQ(Made.How, Kind::Static);
  EXPECT_TRUE(Made.has(TypeFlag::HaveGC));
  EXPECT_EQ(instance(Made), "Foo");
  EXPECT_EQ(name(Made.function(Part::Traverse)), "foo_traverse");
}

TEST(Types, SuitesBelongToTheirType) {
  Types T(R"(
static PyObject *add(PyObject *a, PyObject *b) { return NULL; }
static int get(PyObject *o, Py_buffer *b, int f) { return 0; }
static PyNumberMethods numbers = { .nb_add = add };
static PyBufferProcs procs = { get };
static PyTypeObject Foo_Type = { PyVarObject_HEAD_INIT(NULL, 0)
  .tp_as_number = &numbers, .tp_as_buffer = &procs };)");
  const DefinedType &Made = T.only();
  EXPECT_EQ(T.table().withFunction(T.A.decl("add")).size(), 1u);
  EXPECT_EQ(name(Made.function(Part::GetBuffer)), "get");
}

TEST(Types, SpecWithSlots) {
  Types T(R"(
static PyType_Slot slots[] = {
  {Py_tp_traverse, foo_traverse}, {Py_tp_clear, (void *)foo_clear},
  {Py_tp_dealloc, foo_dealloc}, {0, NULL} };
static PyType_Spec spec = { "m.Foo", sizeof(Foo), 0,
  Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, slots };)");
  const DefinedType &Made = T.only();
  EXPECT_EQ(Made.How, Kind::Heap);
  EXPECT_EQ(Made.Name, "m.Foo");
  EXPECT_EQ(instance(Made), "Foo");
  EXPECT_TRUE(Made.isCollected());
  EXPECT_EQ(name(Made.function(Part::Clear)), "foo_clear");
  EXPECT_EQ(name(Made.function(Part::Dealloc)), "foo_dealloc");
}

TEST(Types, SpecWithNestedSlots) {
  Types T(R"(
PyObject *make(void) {
  PyType_Spec spec = { .name = "m.Foo", .basicsize = -(int)sizeof(Foo),
    .slots = (PyType_Slot[]){ {.slot = Py_tp_traverse, .pfunc = foo_traverse},
                              {0} } };
  spec.flags = Py_TPFLAGS_HAVE_GC;
  return PyType_FromSpec(&spec);
})");
  const DefinedType &Made = T.only();
  EXPECT_EQ(Made.How, Kind::Heap);
  EXPECT_EQ(instance(Made), "Foo");
  EXPECT_TRUE(Made.has(TypeFlag::HaveGC));
  EXPECT_EQ(name(Made.function(Part::Traverse)), "foo_traverse");
}

TEST(Types, SlotsAlone) {
  Types T("static PyType_Slot slots[] = {{Py_tp_traverse, foo_traverse}, {0, 0}};");
  const DefinedType &Made = T.only();
  EXPECT_EQ(Made.How, Kind::Heap);
  EXPECT_FALSE(Made.Flags);
  EXPECT_TRUE(Made.isCollected());
  EXPECT_EQ(instance(Made), "Foo"); // what the traverse casts self to
}

TEST(Types, SelfOfAFunctionSaysTheStruct) {
  Types T("static PyType_Slot slots[] = {{Py_tp_dealloc, foo_dealloc}, {0, 0}};");
  EXPECT_EQ(instance(T.only()), "Foo");
}

TEST(Types, CustomTypeSetup) {
  Types T(R"(
template <class F> void custom_type_setup(F f) {}
void bind() {
  custom_type_setup([](PyHeapTypeObject *heap_type) {
    auto *type = &heap_type->ht_type;
    type->tp_flags |= Py_TPFLAGS_HAVE_GC;
    type->tp_traverse = [](PyObject *o, visitproc visit, void *arg) {
      Py_VISIT(reinterpret_cast<Foo *>(o)->a);
      return 0;
    };
    heap_type->ht_type.tp_clear = foo_clear;
  });
})",
          Language::CXX);
  const DefinedType &Made = T.only();
  EXPECT_EQ(Made.How, Kind::Heap);
  EXPECT_TRUE(Made.isCollected());
  EXPECT_EQ(instance(Made), "Foo");
  EXPECT_NE(Made.function(Part::Traverse), nullptr);
  EXPECT_EQ(name(Made.function(Part::Clear)), "foo_clear");
}

TEST(Types, ModulesAreRecords) {
  Types T(R"(
static PyModuleDef def = { PyModuleDef_HEAD_INIT, .m_name = "m",
  .m_traverse = foo_traverse, .m_clear = foo_clear };)");
  const DefinedType &Made = T.only();
  EXPECT_EQ(Made.How, Kind::Module);
  EXPECT_EQ(Made.Instance, nullptr);
  EXPECT_EQ(name(Made.function(Part::Traverse)), "foo_traverse");
}

TEST(Types, SlotsOfAModule) {
  Types T(R"(
static PyModuleDef_Slot slots[] = { {104, (void *)foo_traverse}, {0, NULL} };)");
  EXPECT_EQ(T.only().How, Kind::Module);
  EXPECT_EQ(name(T.only().function(Part::Traverse)), "foo_traverse");
  EXPECT_TRUE(T.A.session().roles().of(T.A.decl("foo_traverse")).has(Role::Traverse));
}

TEST(Types, SlotsOfPython315) {
  Types T(R"(
typedef struct { unsigned short sl_id, sl_flags;
                 union { void *sl_ptr; void (*sl_func)(void); }; } PySlot;
static PySlot slots[] = {
  {.sl_id = 71, .sl_flags = 0, .sl_func = (void (*)(void))foo_traverse}, {0} };)");
  EXPECT_EQ(name(T.only().function(Part::Traverse)), "foo_traverse");
  EXPECT_TRUE(T.A.session().roles().of(T.A.decl("foo_traverse")).has(Role::Traverse));
}

TEST(Types, TwoTypesOfOneStruct) {
  Types T(R"(
static PyTypeObject types[2] = {
  {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "A", .tp_basicsize = sizeof(Foo)},
  {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "B", .tp_basicsize = sizeof(Foo)}};)");
  ASSERT_EQ(T.all().size(), 2u);
  EXPECT_EQ(T.all()[1].Name, "B");
  EXPECT_EQ(T.table().ofInstance(T.all()[0].Instance), nullptr);
}

} // namespace
