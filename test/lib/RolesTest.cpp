//===-- RolesTest.cpp - who calls this function, and when
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each test is a small extension module. What CPython declares comes from a
// header in a folder of its own, so that the walk has to leave it alone.
//
//===----------------------------------------------------------------------===//

#include "CApi/Origin.h"
#include "Roles/Roles.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Frontend/ASTUnit.h"
#include "clang/Tooling/Tooling.h"
#include "gtest/gtest.h"
#include <memory>
#include <string>
#include <vector>

using namespace clang;
using namespace ftidy::roles;

namespace {

// The shapes are those of CPython 3.13, shortened.
const char Python[] = R"(
#define NULL ((void *)0)
#ifdef __cplusplus
#undef NULL
#define NULL nullptr
extern "C" {
#endif
typedef long Py_ssize_t;
typedef struct _object PyObject;
typedef struct _typeobject PyTypeObject;
struct _object { Py_ssize_t ob_refcnt; PyTypeObject *ob_type; };
typedef struct { PyObject ob_base; Py_ssize_t ob_size; } PyVarObject;
#define PyObject_HEAD PyObject ob_base;
#define PyVarObject_HEAD_INIT(type, size) {{1, (type)}, (size)},

typedef PyObject *(*PyCFunction)(PyObject *, PyObject *);
typedef PyObject *(*unaryfunc)(PyObject *);
typedef PyObject *(*binaryfunc)(PyObject *, PyObject *);
typedef PyObject *(*ternaryfunc)(PyObject *, PyObject *, PyObject *);
typedef PyObject *(*vectorcallfunc)(PyObject *, PyObject *const *, unsigned long, PyObject *);
typedef int (*inquiry)(PyObject *);
typedef int (*visitproc)(PyObject *, void *);
typedef int (*traverseproc)(PyObject *, visitproc, void *);
typedef void (*destructor)(PyObject *);
typedef void (*freefunc)(void *);
typedef int (*initproc)(PyObject *, PyObject *, PyObject *);
typedef PyObject *(*newfunc)(PyTypeObject *, PyObject *, PyObject *);
typedef PyObject *(*allocfunc)(PyTypeObject *, Py_ssize_t);
typedef PyObject *(*getter)(PyObject *, void *);
typedef int (*setter)(PyObject *, PyObject *, void *);

struct PyMethodDef { const char *ml_name; PyCFunction ml_meth; int ml_flags; const char *ml_doc; };
typedef struct PyMethodDef PyMethodDef;
typedef struct PyGetSetDef { const char *name; getter get; setter set; const char *doc; void *closure; } PyGetSetDef;
#define METH_VARARGS 0x0001
#define METH_KEYWORDS 0x0002
#define METH_NOARGS 0x0004
#define METH_O 0x0008
#define METH_CLASS 0x0010
#define METH_STATIC 0x0020
#define METH_FASTCALL 0x0080
#define METH_METHOD 0x0200
#define _Py_CAST(type, expr) ((type)(expr))
#define _PyCFunction_CAST(func) _Py_CAST(PyCFunction, _Py_CAST(void (*)(void), (func)))

typedef struct { binaryfunc nb_add; inquiry nb_bool; unaryfunc nb_new_in_future; } PyNumberMethods;
typedef struct { unaryfunc mp_length; binaryfunc mp_subscript; } PyMappingMethods;
struct _typeobject {
  PyVarObject ob_base;
  const char *tp_name;
  Py_ssize_t tp_basicsize, tp_itemsize;
  destructor tp_dealloc;
  unaryfunc tp_repr;
  PyNumberMethods *tp_as_number;
  PyMappingMethods *tp_as_mapping;
  ternaryfunc tp_call;
  traverseproc tp_traverse;
  inquiry tp_clear;
  unaryfunc tp_iter;
  unaryfunc tp_iternext;
  PyMethodDef *tp_methods;
  PyGetSetDef *tp_getset;
  initproc tp_init;
  allocfunc tp_alloc;
  newfunc tp_new;
  freefunc tp_free;
  destructor tp_del;
  destructor tp_finalize;
  vectorcallfunc tp_vectorcall;
};
typedef struct { int slot; void *pfunc; } PyType_Slot;
typedef struct { const char *name; int basicsize; int itemsize; unsigned flags; PyType_Slot *slots; } PyType_Spec;
struct PyModuleDef_Slot { int slot; void *value; };
typedef struct PyModuleDef_Slot PyModuleDef_Slot;
struct PyModuleDef {
  PyObject m_base; const char *m_name; const char *m_doc; Py_ssize_t m_size;
  PyMethodDef *m_methods; PyModuleDef_Slot *m_slots;
  traverseproc m_traverse; inquiry m_clear; freefunc m_free;
};
typedef struct PyModuleDef PyModuleDef;
#define PyModuleDef_HEAD_INIT {1, NULL}
#define Py_mod_create 1
#define Py_mod_exec 2
#define Py_mod_gil 4

PyObject *PyModule_Create(PyModuleDef *);
PyObject *PyModuleDef_Init(PyModuleDef *);
PyObject *PyCFunction_NewEx(PyMethodDef *, PyObject *, PyObject *);
PyObject *PyType_GenericNew(PyTypeObject *, PyObject *, PyObject *);
PyObject *PyType_FromSpec(PyType_Spec *);
PyObject *PyDict_New(void);
int PyImport_AppendInittab(const char *, PyObject *(*)(void));
int PyArg_ParseTuple(PyObject *, const char *, ...);
int PyArg_ParseTupleAndKeywords(PyObject *, PyObject *, const char *, char **, ...);
int Py_AtExit(void (*)(void));
static inline void Py_INCREF(PyObject *op) { op->ob_refcnt++; }
static inline void header_callback(void) {}
static inline void header_user(void) { Py_AtExit(header_callback); }
#ifdef __cplusplus
#define PyMODINIT_FUNC extern "C" PyObject *
}
#else
#define PyMODINIT_FUNC PyObject *
#endif
)";

class Finder : public RecursiveASTVisitor<Finder> {
public:
  llvm::StringRef Name;
  const FunctionDecl *Found = nullptr;
  bool shouldVisitTemplateInstantiations() const { return true; }
  bool VisitFunctionDecl(FunctionDecl *F) {
    if (F->getNameAsString() == Name &&
        (!Found || F->isThisDeclarationADefinition()))
      Found = F;
    return true;
  }
};

/// A module, parsed and asked.
class Code {
public:
  enum Language { C, CXX };

  Code(Language L, llvm::StringRef Text, std::vector<std::string> Args = {},
       tooling::FileContentMappings Files = {}, bool MainFileOnly = false) {
    Args.insert(Args.end(),
                {"-I/python", "-w", L == C ? "-std=c11" : "-std=c++20"});
    Files.push_back({"/python/Python.h", Python});
    AST = tooling::buildASTFromCodeWithArgs(
        ("#include <Python.h>\n" + Text).str(), Args,
        L == C ? "/project/module.c" : "/project/module.cpp", "roles-test",
        std::make_shared<PCHContainerOperations>(),
        tooling::getClangSyntaxOnlyAdjuster(), Files);
    EXPECT_TRUE(AST);
    EXPECT_FALSE(AST->getDiagnostics().hasErrorOccurred());
    if (MainFileOnly) { // as clangd does with its preamble
      std::vector<Decl *> Scope(AST->top_level_begin(), AST->top_level_end());
      llvm::erase_if(Scope, [&](const Decl *D) {
        return !AST->getSourceManager().isInMainFile(D->getLocation());
      });
      AST->getASTContext().setTraversalScope(Scope);
    }
    ftidy::capi::Origins Origins(AST->getASTContext());
    Answers = std::make_unique<Roles>(AST->getASTContext(), Origins);
    AST->getASTContext().setTraversalScope(
        {AST->getASTContext().getTranslationUnitDecl()});
  }

  const FunctionDecl *function(llvm::StringRef Name) {
    Finder Find;
    Find.Name = Name;
    Find.TraverseAST(AST->getASTContext());
    EXPECT_TRUE(Find.Found) << "no function " << Name.str();
    return Find.Found;
  }

  const ParmVarDecl *param(llvm::StringRef Function, llvm::StringRef Name) {
    for (const ParmVarDecl *P : function(Function)->parameters())
      if (P->getName() == Name)
        return P;
    ADD_FAILURE() << "no parameter " << Name.str() << " of " << Function.str();
    return nullptr;
  }

  /// The names of all roles, in the order of the enumeration.
  std::string of(llvm::StringRef Name) { return of(function(Name)); }
  std::string of(const FunctionDecl *F) {
    static const char *const Names[] = {
        "ModuleInit", "ModuleEnd", "Traverse", "Clear", "Dealloc", "New",
        "Init",       "Getter",   "Setter",  "Method",  "Call",
        "Iternext",   "Slot",     "Callback"};
    std::string Result;
    const RoleSet Set = Answers->of(F);
    for (unsigned R = 0; R <= static_cast<unsigned>(Role::Callback); ++R)
      if (Set.has(static_cast<Role>(R)))
        Result += (Result.empty() ? "" : " ") + std::string(Names[R]);
    EXPECT_EQ(Result.empty(), Set.empty());
    return Result;
  }

  bool initOnly(llvm::StringRef Name) {
    return Answers->initOnly(function(Name));
  }
  bool dict(llvm::StringRef Function, llvm::StringRef Param) {
    return Answers->isKeywordDict(param(Function, Param));
  }
  bool tuple(llvm::StringRef Function, llvm::StringRef Param) {
    return Answers->isArgumentTuple(param(Function, Param));
  }

  std::unique_ptr<ASTUnit> AST;
  std::unique_ptr<Roles> Answers;
};

/// Tests that hold in both languages.
class RolesTest : public ::testing::TestWithParam<Code::Language> {};
INSTANTIATE_TEST_SUITE_P(Languages, RolesTest,
                         ::testing::Values(Code::C, Code::CXX),
                         [](const auto &I) {
                           return I.param == Code::C ? "C" : "CXX";
                         });

//===----------------------------------------------------------------------===//
// The rows
//===----------------------------------------------------------------------===//

TEST(SlotRows, SortedAndUnique) {
  const int Numbers[] = {
#define SLOT(Number, Field, Role, Arguments) Number,
#include "Roles/Slots.def"
  };
  for (size_t I = 1; I != std::size(Numbers); ++I)
    EXPECT_LT(Numbers[I - 1], Numbers[I]);
  std::vector<std::string> Fields = {
#define SLOT(Number, Field, Role, Arguments) #Field,
#define FIELD(Name, Role) #Name,
#include "Roles/Slots.def"
  };
  const size_t All = Fields.size();
  llvm::sort(Fields);
  Fields.erase(std::unique(Fields.begin(), Fields.end()), Fields.end());
  EXPECT_EQ(Fields.size(), All);
}

// The numbers as typeslots.h has them, for the slots that are not just a Slot.
TEST(SlotRows, NumbersOfTheStableABI) {
  std::string Text;
  const std::pair<int, const char *> Expected[] = {
      {47, "New"},      {50, "Call"},    {51, "Clear"},    {52, "Dealloc"},
      {53, "Dealloc"},  {60, "Init"},    {63, "Iternext"}, {65, "New"},
      {71, "Traverse"}, {74, "Dealloc"}, {80, "Dealloc"},  {82, "New"},
      {1, "Slot"},      {5, "Slot"},     {7, "Slot"},      {45, "Slot"},
      {58, "Slot"},     {62, "Slot"},    {67, "Slot"},     {81, "Slot"},
      {999, "Slot"}};
  for (const auto &[Number, Name] : Expected)
    Text += "static void f" + std::to_string(Number) + "(void) {}\n";
  Text += "static PyType_Slot slots[] = {";
  for (const auto &[Number, Name] : Expected)
    Text += "{" + std::to_string(Number) + ", (void *)f" +
            std::to_string(Number) + "}, ";
  Text += "{0, NULL}};";
  Code M(Code::C, Text);
  for (const auto &[Number, Name] : Expected)
    EXPECT_EQ(M.of("f" + std::to_string(Number)), Name) << Number;
}

//===----------------------------------------------------------------------===//
// Roles from initialisers
//===----------------------------------------------------------------------===//

const char TypeFunctions[] = R"(
static void dealloc(PyObject *self) {}
static PyObject *repr(PyObject *self) { return self; }
static PyObject *add(PyObject *a, PyObject *b) { return a; }
static int truth(PyObject *a) { return 1; }
static PyObject *future(PyObject *a) { return a; }
static PyObject *subscript(PyObject *a, PyObject *b) { return a; }
static PyObject *call(PyObject *self, PyObject *args, PyObject *kwds) { return self; }
static int traverse(PyObject *self, visitproc visit, void *arg) { return 0; }
static int clear(PyObject *self) { return 0; }
static PyObject *iter(PyObject *self) { return self; }
static PyObject *next(PyObject *self) { return NULL; }
static int init(PyObject *self, PyObject *args, PyObject *kwds) { return 0; }
static PyObject *alloc(PyTypeObject *t, Py_ssize_t n) { return NULL; }
static PyObject *make(PyTypeObject *t, PyObject *args, PyObject *kwds) { return NULL; }
static void release(void *p) {}
static void del(PyObject *self) {}
static void finalize(PyObject *self) {}
static PyObject *vectorcall(PyObject *t, PyObject *const *args, unsigned long n, PyObject *names) { return NULL; }
)";

void expectTypeRoles(Code &M) {
  EXPECT_EQ(M.of("dealloc"), "Dealloc");
  EXPECT_EQ(M.of("repr"), "Slot");
  EXPECT_EQ(M.of("add"), "Slot");
  EXPECT_EQ(M.of("truth"), "Slot");
  EXPECT_EQ(M.of("future"), "Slot") << "no row, but a field of a suite";
  EXPECT_EQ(M.of("subscript"), "Slot");
  EXPECT_EQ(M.of("call"), "Call");
  EXPECT_EQ(M.of("traverse"), "Traverse");
  EXPECT_EQ(M.of("clear"), "Clear");
  EXPECT_EQ(M.of("iter"), "Slot");
  EXPECT_EQ(M.of("next"), "Iternext");
  EXPECT_EQ(M.of("init"), "Init");
  EXPECT_EQ(M.of("alloc"), "New");
  EXPECT_EQ(M.of("make"), "New");
  EXPECT_EQ(M.of("release"), "Dealloc");
  EXPECT_EQ(M.of("del"), "Dealloc");
  EXPECT_EQ(M.of("finalize"), "Dealloc");
  EXPECT_EQ(M.of("vectorcall"), "New");
  for (const char *F : {"call", "init", "make"}) {
    EXPECT_TRUE(M.tuple(F, "args")) << F;
    EXPECT_TRUE(M.dict(F, "kwds")) << F;
    EXPECT_FALSE(M.dict(F, "args")) << F;
    EXPECT_FALSE(M.tuple(F, "kwds")) << F;
  }
  EXPECT_FALSE(M.tuple("call", "self"));
  EXPECT_FALSE(M.tuple("add", "b"));
  EXPECT_TRUE(M.tuple("vectorcall", "names"));
  EXPECT_FALSE(M.dict("vectorcall", "names"));
}

TEST_P(RolesTest, PositionalType) {
  Code M(GetParam(), std::string(TypeFunctions) + R"(
static PyNumberMethods number = {add, truth, future};
static PyMappingMethods mapping = {0, (binaryfunc)subscript};
static PyTypeObject T = {
  PyVarObject_HEAD_INIT(NULL, 0)
  "m.T", sizeof(PyObject), 0, dealloc, repr, &number, &mapping,
  (ternaryfunc)call, &traverse, (inquiry)(clear), iter, next, NULL, NULL,
  init, alloc, make, release, del, finalize, vectorcall
};)");
  expectTypeRoles(M);
}

TEST_P(RolesTest, DesignatedType) {
  Code M(GetParam(), std::string(TypeFunctions) + R"(
PyNumberMethods number = {.nb_add = add, .nb_bool = truth, .nb_new_in_future = future};
PyMappingMethods mapping = {.mp_subscript = subscript};
PyTypeObject T = {
  .tp_name = "m.T", .tp_dealloc = dealloc, .tp_repr = repr, .tp_as_number = &number,
  .tp_as_mapping = &mapping, .tp_call = call, .tp_traverse = traverse,
  .tp_clear = clear, .tp_iter = iter, .tp_iternext = next, .tp_init = init,
  .tp_alloc = alloc, .tp_new = make, .tp_free = release, .tp_del = del,
  .tp_finalize = finalize, .tp_vectorcall = vectorcall
};)");
  expectTypeRoles(M);
}

TEST_P(RolesTest, AssignedType) {
  Code M(GetParam(), std::string(TypeFunctions) + R"(
static PyNumberMethods number; static PyMappingMethods mapping;
static PyTypeObject T;
static int ready(PyTypeObject *t) {
  t->tp_dealloc = dealloc; t->tp_repr = (unaryfunc)repr; t->tp_as_number = &number;
  T.tp_as_number->nb_add = add; number.nb_bool = &truth; (T.tp_as_number)->nb_new_in_future = future;
  (*t->tp_as_mapping).mp_subscript = subscript;
  T.tp_call = (ternaryfunc)call; t->tp_traverse = traverse; t->tp_clear = clear;
  t->tp_iter = iter; t->tp_iternext = next; t->tp_init = init; t->tp_alloc = alloc;
  t->tp_new = make; t->tp_free = release; t->tp_del = del; t->tp_finalize = finalize;
  t->tp_vectorcall = vectorcall;
  return 0;
})");
  expectTypeRoles(M);
}

TEST_P(RolesTest, TypeSlots) {
  Code M(GetParam(), std::string(TypeFunctions) + R"(
static PyType_Slot slots[] = {
  {52, (void *)dealloc}, {66, (void *)repr}, {7, (void *)add}, {9, (void *)truth},
  {900, (void *)future}, {5, (void *)subscript}, {50, (void *)call}, {71, (void *)traverse},
  {51, (void *)clear}, {62, (void *)iter}, {60 + 3, (void *)next}, {60, (void *)init},
  {47, (void *)alloc}, {65, (void *)make}, {74, (void *)release}, {53, (void *)del},
  {80, (void *)finalize}, {82, (void *)vectorcall}, {0, NULL}};
static PyType_Spec spec = {"m.T", sizeof(PyObject), 0, 0, slots};
)");
  expectTypeRoles(M);
}

TEST_P(RolesTest, OneFunctionInSeveralPlaces) {
  Code M(GetParam(), R"(
static PyObject *f(PyObject *a, PyObject *b) { return a; }
static PyNumberMethods number = {.nb_add = f};
static PyMethodDef methods[] = {{"f", f, METH_O, NULL}, {NULL}};
static PyCFunction other = f;
)");
  EXPECT_EQ(M.of("f"), "Method Slot Callback");
}

TEST_P(RolesTest, EitherArmOfAChoice) {
  Code M(GetParam(), R"(
static void a(PyObject *o) {}
static void b(PyObject *o) {}
static PyTypeObject T = {.tp_dealloc = sizeof(long) == 8 ? a : b};
)");
  EXPECT_EQ(M.of("a"), "Dealloc");
  EXPECT_EQ(M.of("b"), "Dealloc");
}

TEST_P(RolesTest, GetSetAndModuleDef) {
  Code M(GetParam(), R"(
static PyObject *get_x(PyObject *o, void *c) { return o; }
static int set_x(PyObject *o, PyObject *v, void *c) { return 0; }
static PyGetSetDef getset[] = {{"x", (getter)get_x, (setter)set_x, NULL, NULL}, {NULL}};
static PyObject *f(PyObject *a, PyObject *b) { return a; }
static PyMethodDef methods[] = {{"f", f, METH_VARARGS, "doc"}, {NULL, NULL, 0, NULL}};
static int m_trav(PyObject *self, visitproc visit, void *arg) { return 0; }
static int m_clr(PyObject *self) { return 0; }
static void m_fr(void *p) {}
static struct PyModuleDef def = {
  PyModuleDef_HEAD_INIT, "m", NULL, 0, methods, NULL, m_trav, m_clr, m_fr};
PyMODINIT_FUNC PyInit_m(void) { return PyModule_Create(&def); }
)");
  EXPECT_EQ(M.of("get_x"), "Getter");
  EXPECT_EQ(M.of("set_x"), "Setter");
  EXPECT_EQ(M.of("f"), "Method");
  EXPECT_EQ(M.of("m_trav"), "Traverse");
  EXPECT_EQ(M.of("m_clr"), "ModuleEnd");
  EXPECT_EQ(M.of("m_fr"), "ModuleEnd");
  EXPECT_EQ(M.of("PyInit_m"), "ModuleInit");
}

TEST_P(RolesTest, ModuleSlots) {
  Code M(GetParam(), R"(
static PyObject *create(PyObject *spec, PyModuleDef *def) { return spec; }
static int exec(PyObject *m) { return 0; }
static int unknown(PyObject *m) { return 0; }
int visible_exec(PyObject *m) { return 0; }
static PyModuleDef_Slot slots[] = {
  {Py_mod_create, (void *)create}, {Py_mod_exec, (void *)exec},
  {Py_mod_exec, (void *)visible_exec}, {77, (void *)unknown}, {0, NULL}};
static PyModuleDef def = {.m_name = "m", .m_slots = slots};
PyMODINIT_FUNC PyInit_m(void) { return PyModuleDef_Init(&def); }
)");
  EXPECT_EQ(M.of("create"), "ModuleInit");
  EXPECT_EQ(M.of("exec"), "ModuleInit");
  EXPECT_EQ(M.of("unknown"), "Callback");
  EXPECT_TRUE(M.initOnly("create"));
  EXPECT_TRUE(M.initOnly("exec"));
  EXPECT_TRUE(M.initOnly("visible_exec"));
  EXPECT_FALSE(M.initOnly("unknown"));
}

TEST_P(RolesTest, TablesInsideFunctions) {
  Code M(GetParam(), R"(
static PyObject *f(PyObject *self, PyObject *args) { return self; }
static PyObject *g(PyObject *self, PyObject *args, PyObject *kwds) { return self; }
static void dealloc(PyObject *o) {}
static PyObject *method(PyObject *self, PyObject *o) {
  static PyMethodDef def = {"f", f, METH_VARARGS, NULL};
  PyType_Slot slots[] = {{52, (void *)dealloc}, {0, NULL}};
  PyType_Spec spec = {"x", 0, 0, 0, slots};
  static PyMethodDef other = {.ml_name = "g", .ml_meth = (PyCFunction)(void (*)(void))g,
                              .ml_flags = METH_VARARGS | METH_KEYWORDS};
  PyType_FromSpec(&spec);
  return PyCFunction_NewEx(&def, self, NULL);
}
)");
  EXPECT_EQ(M.of("f"), "Method");
  EXPECT_EQ(M.of("g"), "Method");
  EXPECT_EQ(M.of("dealloc"), "Dealloc");
  EXPECT_TRUE(M.tuple("f", "args"));
  EXPECT_TRUE(M.dict("g", "kwds"));
}

TEST(RolesC, CompoundLiteralsAndRanges) {
  Code M(Code::C, R"(
static void dealloc(PyObject *o) {}
static PyObject *f(PyObject *self, PyObject *args) { return self; }
static PyObject *g(PyObject *self, PyObject *args) { return self; }
static PyType_Spec spec = {.slots = (PyType_Slot[]){{52, dealloc}, {0}}};
static PyMethodDef methods[4] = {[0 ... 2] = {"g", g, METH_VARARGS}};
static void fill(PyMethodDef *m) { *m = (PyMethodDef){"f", f, METH_VARARGS}; }
)");
  EXPECT_EQ(M.of("dealloc"), "Dealloc");
  EXPECT_EQ(M.of("f"), "Method");
  EXPECT_EQ(M.of("g"), "Method");
  EXPECT_TRUE(M.tuple("f", "args"));
  EXPECT_TRUE(M.tuple("g", "args"));
}

TEST(RolesC, CallsInArraySizes) {
  Code M(Code::C, R"(
static int measure(void) { return 1; }
static int by_variable(void) { return 1; }
static int only_init(void) { return 1; }
static PyObject *method(PyObject *self, PyObject *o) {
  typedef int array[measure()];
  int other[by_variable()];
  return sizeof(array) + sizeof(other) ? self : o;
}
static PyMethodDef methods[] = {{"method", method, METH_O}, {NULL}};
PyMODINIT_FUNC PyInit_m(void) {
  int a[only_init()];
  return sizeof(a) + measure() + by_variable() ? NULL : NULL;
}
)");
  EXPECT_FALSE(M.initOnly("measure"));
  EXPECT_FALSE(M.initOnly("by_variable"));
  EXPECT_TRUE(M.initOnly("only_init"));
}

TEST_P(RolesTest, MethodFlags) {
  Code M(GetParam(), R"(
static PyObject *noargs(PyObject *self, PyObject *x) { return self; }
static PyObject *one(PyObject *self, PyObject *x) { return self; }
static PyObject *varargs(PyObject *self, PyObject *args) { return self; }
static PyObject *cls(PyObject *self, PyObject *args) { return self; }
static PyObject *keywords(PyObject *self, PyObject *args, PyObject *kwds) { return self; }
static PyObject *fast(PyObject *self, PyObject *const *args, Py_ssize_t n) { return self; }
static PyObject *fastkw(PyObject *self, PyObject *const *args, Py_ssize_t n, PyObject *names) { return self; }
static PyObject *withcls(PyObject *self, PyTypeObject *c, PyObject *const *args, Py_ssize_t n, PyObject *names) { return self; }
static PyObject *nonconst(PyObject *self, PyObject *args, PyObject *kwds) { return self; }
static PyObject *late(PyObject *self, PyObject *args, PyObject *kwds) { return self; }
#define WRAPPED(name, flags) {#name, _PyCFunction_CAST(name), flags, NULL},
enum { KW = METH_VARARGS | METH_KEYWORDS };
static PyMethodDef methods[] = {
  {"noargs", noargs, METH_NOARGS}, {"one", (PyCFunction)one, METH_O},
  {"varargs", &varargs, METH_VARARGS, NULL},
  {"cls", cls, METH_VARARGS | METH_CLASS},
  WRAPPED(keywords, KW | METH_STATIC)
  {"fast", (PyCFunction)(void (*)(void))fast, METH_FASTCALL},
  WRAPPED(fastkw, METH_FASTCALL | METH_KEYWORDS)
  WRAPPED(withcls, METH_METHOD | METH_FASTCALL | METH_KEYWORDS)
  {NULL, NULL, 0, NULL}};
static void fill(int flags) {
  PyMethodDef def = {"nonconst", (PyCFunction)(void (*)(void))nonconst, flags, NULL};
  PyMethodDef def2;
  def2.ml_flags = METH_VARARGS | METH_KEYWORDS;
  def2.ml_meth = (PyCFunction)(void (*)(void))late;
}
)");
  for (const char *F : {"noargs", "one", "varargs", "cls", "keywords", "fast",
                        "fastkw", "withcls", "nonconst", "late"})
    EXPECT_EQ(M.of(F), "Method") << F;
  EXPECT_FALSE(M.tuple("noargs", "x"));
  EXPECT_FALSE(M.tuple("one", "x"));
  EXPECT_TRUE(M.tuple("varargs", "args"));
  EXPECT_TRUE(M.tuple("cls", "args"));
  EXPECT_FALSE(M.dict("varargs", "args"));
  EXPECT_TRUE(M.tuple("keywords", "args"));
  EXPECT_TRUE(M.dict("keywords", "kwds"));
  EXPECT_FALSE(M.tuple("fast", "args"));
  EXPECT_TRUE(M.tuple("fastkw", "names"));
  EXPECT_FALSE(M.dict("fastkw", "names"));
  EXPECT_FALSE(M.tuple("fastkw", "args"));
  EXPECT_TRUE(M.tuple("withcls", "names"));
  EXPECT_FALSE(M.tuple("withcls", "args"));
  EXPECT_FALSE(M.tuple("nonconst", "args"));
  EXPECT_FALSE(M.dict("nonconst", "kwds"));
  EXPECT_FALSE(M.dict("late", "kwds"));
}

TEST_P(RolesTest, VectorcallFieldOfAnObject) {
  Code M(GetParam(), R"(
typedef struct { PyObject_HEAD vectorcallfunc vectorcall; binaryfunc other; } Obj;
static PyObject *vc(PyObject *self, PyObject *const *args, unsigned long n, PyObject *names) { return self; }
static PyObject *cb(PyObject *self, PyObject *arg) { return self; }
static void fill(Obj *o) { o->vectorcall = (vectorcallfunc)vc; o->other = cb; }
)");
  EXPECT_EQ(M.of("vc"), "Call");
  EXPECT_TRUE(M.tuple("vc", "names"));
  EXPECT_FALSE(M.tuple("vc", "args"));
  EXPECT_EQ(M.of("cb"), "Callback");
}

TEST_P(RolesTest, Callbacks) {
  Code M(GetParam(), R"(
static void called(void) {}
static void passed(void) {}
static void stored(void) {}
static void returned(void) {}
static void elsewhere(void) {}
static void compared(PyObject *o) {}
static PyObject *lost(PyObject *a, PyObject *b) { return a; }
static PyObject *pslot(PyObject *a, PyObject *b) { return a; }
static void unused(void) {}
typedef void (*fn)(void);
static struct { const char *name; fn f; } table[] = {{"x", elsewhere}};
static fn global = stored;
static PyTypeObject T;
static fn use(PyType_Slot *s) {
  called();
  (*called)();
  (&called)();
  if (T.tp_dealloc == compared || &compared != T.tp_del)
    Py_AtExit(&passed);
  s->pfunc = (void *)pslot;
  lost(NULL, NULL);
  (void)(PyCFunction)lost;
  return returned;
}
)");
  EXPECT_EQ(M.of("called"), "");
  EXPECT_EQ(M.of("passed"), "Callback");
  EXPECT_EQ(M.of("stored"), "Callback");
  EXPECT_EQ(M.of("returned"), "Callback");
  EXPECT_EQ(M.of("elsewhere"), "Callback");
  EXPECT_EQ(M.of("compared"), "");
  EXPECT_EQ(M.of("lost"), "Callback");
  EXPECT_EQ(M.of("pslot"), "Callback");
  EXPECT_EQ(M.of("unused"), "");
}

TEST_P(RolesTest, HeadersOfCPythonAndTheProject) {
  Code M(GetParam(), R"(
#include "project.h"
static PyMethodDef methods[] = {{"g", g, METH_VARARGS}, {NULL}};
)",
         {"-I/project/include", "-isystem", "/system"},
         {{"/project/include/project.h", R"(
#include <system.h>
static PyObject *g(PyObject *self, PyObject *args) { return self; }
static void project_callback(void) {}
static inline void project_user(void) { Py_AtExit(project_callback); }
)"},
          {"/system/system.h", R"(
static void system_callback(void) {}
static inline void system_user(void) { Py_AtExit(system_callback); }
)"}});
  EXPECT_EQ(M.of("g"), "Method");
  EXPECT_EQ(M.of("project_callback"), "Callback");
  EXPECT_EQ(M.of("header_callback"), "");
  EXPECT_EQ(M.of("system_callback"), "");
}

TEST(RolesCXX, NamespacesClassesAndLinkage) {
  Code M(Code::CXX, R"(
extern "C" {
static PyObject *in_c(PyObject *self, PyObject *args) { return self; }
static PyMethodDef c_methods[] = {{"in_c", in_c, METH_VARARGS, nullptr}, {}};
}
namespace {
PyObject *hidden(PyObject *self, PyObject *args, PyObject *kwds) { return self; }
PyMethodDef methods[] = {
  {"hidden", reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(hidden)),
   METH_VARARGS | METH_KEYWORDS, nullptr}, {}};
}
namespace project {
struct PyMethodDef { const char *name; ::PyCFunction f; int flags; };
static PyObject *not_method(PyObject *self, PyObject *args) { return self; }
static PyMethodDef table[] = {{"x", not_method, METH_VARARGS}};
struct Type {
  static void dealloc(PyObject *self) {}
  static PyObject *call(PyObject *self, PyObject *args, PyObject *kwds) { return self; }
  static PyTypeObject object;
  static inline PyType_Slot slots[] = {{50, reinterpret_cast<void *>(&Type::call)}, {}};
};
PyTypeObject Type::object = {.tp_dealloc = &Type::dealloc};
}
)");
  EXPECT_EQ(M.of("in_c"), "Method");
  EXPECT_TRUE(M.tuple("in_c", "args"));
  EXPECT_EQ(M.of("hidden"), "Method");
  EXPECT_TRUE(M.dict("hidden", "kwds"));
  EXPECT_EQ(M.of("not_method"), "Callback");
  EXPECT_FALSE(M.tuple("not_method", "args"));
  EXPECT_EQ(M.of("dealloc"), "Dealloc");
  EXPECT_EQ(M.of("call"), "Call");
  EXPECT_TRUE(M.dict("call", "kwds"));
}

TEST(RolesCXX, TablesInsideOtherObjects) {
  Code M(Code::CXX, R"(
namespace std {
template <class T> class initializer_list {
  const T *first; unsigned long size;
public:
  constexpr initializer_list(const T *f, unsigned long n) : first(f), size(n) {}
};
}
template <class T, int N> struct Array { T items[N]; };
struct Vector { Vector(std::initializer_list<PyMethodDef>); };
static void dealloc(PyObject *) {}
static void derived_dealloc(PyObject *) {}
static PyObject *f(PyObject *self, PyObject *args) { return self; }
static PyObject *g(PyObject *self, PyObject *args) { return self; }
static Array<PyType_Slot, 2> slots = {{{52, (void *)dealloc}, {}}};
static Vector methods = {{"f", f, METH_VARARGS, nullptr}, {}};
struct Member { PyMethodDef def = {"g", g, METH_VARARGS}; };
struct Derived : PyTypeObject { int extra; };
static Derived T = {{.tp_dealloc = derived_dealloc}, 1};
)");
  EXPECT_EQ(M.of("dealloc"), "Dealloc");
  EXPECT_EQ(M.of("derived_dealloc"), "Dealloc");
  EXPECT_EQ(M.of("f"), "Method");
  EXPECT_EQ(M.of("g"), "Method");
}

TEST(RolesCXX, Lambdas) {
  Code M(Code::CXX, R"(
static PyMethodDef methods[] = {
  {"f", [](PyObject *self, PyObject *args) -> PyObject * { return args; }, METH_VARARGS, nullptr},
  {"g", +[](PyObject *self, PyObject *one) -> PyObject * { return one; }, METH_O, nullptr},
  {}};
static auto callback = (void (*)())[] {};
static auto named = [](PyObject *self, PyObject *args) -> PyObject * { return args; };
static auto called = [](PyObject *self, PyObject *args) -> PyObject * { return args; };
static PyObject *caller(PyObject *self, PyObject *args) { return called(args, self); }
static PyMethodDef more[] = {
  {"named", named, METH_VARARGS, nullptr}, {"called", called, METH_VARARGS, nullptr},
  {"caller", caller, METH_VARARGS, nullptr}, {}};
)");
  std::vector<const CXXMethodDecl *> Lambdas;
  struct Collect : RecursiveASTVisitor<Collect> {
    std::vector<const CXXMethodDecl *> &Out;
    explicit Collect(std::vector<const CXXMethodDecl *> &Out) : Out(Out) {}
    bool VisitLambdaExpr(LambdaExpr *L) {
      Out.push_back(L->getCallOperator());
      return true;
    }
  };
  Collect(Lambdas).TraverseAST(M.AST->getASTContext());
  ASSERT_EQ(Lambdas.size(), 5u);
  EXPECT_EQ(M.of(Lambdas[0]), "Method");
  EXPECT_TRUE(M.Answers->isArgumentTuple(Lambdas[0]->getParamDecl(1)));
  EXPECT_EQ(M.of(Lambdas[1]), "Method");
  EXPECT_FALSE(M.Answers->isArgumentTuple(Lambdas[1]->getParamDecl(1)));
  EXPECT_EQ(M.of(Lambdas[2]), "Callback");
  EXPECT_EQ(M.of(Lambdas[3]), "Method");
  EXPECT_TRUE(M.Answers->isArgumentTuple(Lambdas[3]->getParamDecl(1)));
  EXPECT_EQ(M.of(Lambdas[4]), "Method");
  EXPECT_FALSE(M.Answers->isArgumentTuple(Lambdas[4]->getParamDecl(1)))
      << "the call passes something else";
}

TEST(RolesCXX, Templates) {
  Code M(Code::CXX, R"(
template <class T> struct Wrap {
  static PyObject *call(PyObject *self, PyObject *args, PyObject *kwds) { return self; }
  static void dealloc(PyObject *self) {}
  static void fill(PyTypeObject *t) { t->tp_dealloc = &Wrap::dealloc; }
};
template <class T> static PyObject *method(PyObject *self, PyObject *args) { return self; }
template <PyCFunction F> static PyObject *guard(PyObject *self, PyObject *args) { return F(self, args); }
static PyObject *inner(PyObject *self, PyObject *args) { return self; }
static void late(PyObject *) {}
template <int N> struct Slots { static inline PyType_Slot slots[] = {{N, (void *)late}, {}}; };
static PyType_Spec spec = {"x", 0, 0, 0, Slots<52>::slots};
static PyTypeObject T = {.tp_call = Wrap<int>::call};
static PyMethodDef methods[] = {
  {"method", method<int>, METH_VARARGS, nullptr},
  {"guarded", guard<&inner>, METH_VARARGS, nullptr}, {}};
)");
  EXPECT_EQ(M.of("call"), "Call");
  EXPECT_TRUE(M.dict("call", "kwds"));
  EXPECT_EQ(M.of("method"), "Method");
  EXPECT_EQ(M.of("dealloc"), "Dealloc");
  EXPECT_EQ(M.of("guard"), "Method");
  EXPECT_EQ(M.of("inner"), "Callback");
  EXPECT_EQ(M.of("late"), "Callback") << "its slot is a template parameter";
  EXPECT_FALSE(M.tuple("inner", "args"));
}

//===----------------------------------------------------------------------===//
// Module initialisation
//===----------------------------------------------------------------------===//

TEST_P(RolesTest, InitNames) {
  Code M(GetParam(), R"(
#define MODULE(name) PyMODINIT_FUNC init##name(void)
#undef PyMODINIT_FUNC
#ifdef __cplusplus
#define PyMODINIT_FUNC extern "C" __attribute__((visibility("default"))) PyObject *
#else
#define PyMODINIT_FUNC __attribute__((visibility("default"))) PyObject *
#endif
MODULE(wrapped) { return NULL; }
PyMODINIT_FUNC initold(void) { return NULL; }
PyMODINIT_FUNC PyInit_new(void) { return NULL; }
PyObject *PyInit_plain(void) { return NULL; }
PyObject *PyModExport_next(void) { return NULL; }
PyObject *initialize(void) { return NULL; }
PyMODINIT_FUNC exported(void) { return NULL; }
static PyObject *PyInit_static(void) { return NULL; }
PyObject *PyInit_args(int i) { return NULL; }
static PyObject *registered(void) { return NULL; }
static PyObject *both(void) { return NULL; }
int main(void) {
  PyImport_AppendInittab("registered", registered);
  PyImport_AppendInittab("both", both);
  PyImport_AppendInittab("new", &PyInit_new);
  PyObject *(*f)(void) = both;
}
)");
  for (const char *F : {"initwrapped", "initold", "PyInit_new", "PyInit_plain",
                        "PyModExport_next", "registered"}) {
    EXPECT_EQ(M.of(F), "ModuleInit") << F;
    EXPECT_TRUE(M.initOnly(F)) << F;
  }
  for (const char *F :
       {"initialize", "exported", "PyInit_static", "PyInit_args"}) {
    EXPECT_EQ(M.of(F), "") << F;
    EXPECT_FALSE(M.initOnly(F)) << F;
  }
  EXPECT_EQ(M.of("both"), "ModuleInit Callback");
  EXPECT_FALSE(M.initOnly("both"));
}

TEST_P(RolesTest, InitOnly) {
  Code M(GetParam(), R"(
static void late_leaf(void);
static void leaf(void) {}
static void deep(int n) { if (n) deep(n - 1); leaf(); }
static void ping(int n); static void pong(int n);
static void ping(int n) { if (n) pong(n - 1); }
static void pong(int n) { if (n) ping(n - 1); }
static void island_a(void); static void island_b(void) { island_a(); }
static void island_a(void) { island_b(); }
static void shared(void) {}
static void method_only(void) { shared(); }
static void taken(void) {}
static void tabled(PyObject *o) {}
void visible(void) {}
static void under_visible(void) {}
void visible_caller(void) { under_visible(); }
static void unmentioned(void) {}
static void under_unmentioned(void) {}
static void unmentioned_caller(void) { under_unmentioned(); }
static int measured(void) { return 1; }
static PyObject *method(PyObject *self, PyObject *o) { method_only(); return self; }
static PyMethodDef methods[] = {{"method", method, METH_O}, {NULL}};
static PyTypeObject T = {.tp_dealloc = tabled};
static void setup(void) { deep(3); ping(1); shared(); taken(); tabled(NULL); visible(); late_leaf(); }
static void late_leaf(void) {}
PyMODINIT_FUNC PyInit_m(void) {
  setup();
  (setup)();
  Py_AtExit(taken);
  measured();
  return NULL;
}
)");
  for (const char *F : {"PyInit_m", "setup", "deep", "leaf", "ping", "pong",
                        "late_leaf", "measured"})
    EXPECT_TRUE(M.initOnly(F)) << F;
  for (const char *F : {"island_a", "island_b", "shared", "method_only",
                        "taken", "tabled", "visible", "under_visible",
                        "visible_caller", "unmentioned", "under_unmentioned",
                        "unmentioned_caller", "method", "PyArg_ParseTuple"})
    EXPECT_FALSE(M.initOnly(F)) << F;
}

TEST_P(RolesTest, InitThatOthersCallToo) {
  Code M(GetParam(), R"(
static void helper(void) {}
static void again(void) {}
static int exec(PyObject *m) { helper(); return 0; }
static int exec2(PyObject *m) { again(); return 0; }
static int exec3(PyObject *m) { return exec2(m); }
static PyObject *exec_and_method(PyObject *m, PyObject *o) { return m; }
static PyModuleDef_Slot slots[] = {
  {Py_mod_exec, (void *)exec}, {Py_mod_exec, (void *)exec2}, {Py_mod_exec, (void *)exec3},
  {Py_mod_exec, (void *)exec_and_method}, {0, NULL}};
static PyObject *reload(PyObject *self, PyObject *m) { exec(m); return m; }
static PyMethodDef methods[] = {{"reload", reload, METH_O}, {"both", exec_and_method, METH_O}, {NULL}};
)");
  EXPECT_EQ(M.of("exec_and_method"), "ModuleInit Method");
  EXPECT_FALSE(M.initOnly("exec_and_method"));
  EXPECT_FALSE(M.initOnly("exec"));
  EXPECT_FALSE(M.initOnly("helper"));
  EXPECT_TRUE(M.initOnly("exec2"));
  EXPECT_TRUE(M.initOnly("exec3"));
  EXPECT_TRUE(M.initOnly("again"));
}

TEST_P(RolesTest, CallsThatTheSourceHides) {
  Code M(GetParam(), R"(
#ifdef __cplusplus
extern "C" {
#endif
static void cleaned(int *p) {}
static void kept(int *p) {}
static void aliased(void) {}
void other_name(void) __attribute__((alias("aliased")));
static __attribute__((constructor)) void loaded(void) {}
static __attribute__((destructor)) void unloaded(void) {}
static __attribute__((used)) void used(void) {}
static void cast(int a, int b) {}
#ifdef __cplusplus
}
#endif
typedef void (*fn)(int);
static PyObject *method(PyObject *self, PyObject *o) {
  __attribute__((cleanup(cleaned))) int x = 0;
  ((fn)cast)(1);
  return self;
}
static PyMethodDef methods[] = {{"method", method, METH_O}, {NULL}};
PyMODINIT_FUNC PyInit_m(void) {
  __attribute__((cleanup(kept))) int y = 0;
  cleaned(&y); kept(&y); aliased(); loaded(); unloaded(); used(); cast(1, 2);
  return NULL;
}
)");
  EXPECT_TRUE(M.initOnly("kept"));
  for (const char *F :
       {"cleaned", "aliased", "loaded", "unloaded", "used", "cast"})
    EXPECT_FALSE(M.initOnly(F)) << F;
}

TEST(RolesCXX, InitOnly) {
  Code M(Code::CXX, R"(
namespace {
int in_namespace() { return 1; }
int at_load() { return 1; }
int global = at_load();
int by_lambda() { return 1; }
template <class T> T generic(T t) { return t; }
template <class T> T generic_everywhere(T t) { return t; }
int chosen(int) { return 1; }
int chosen(long) { return 2; }
int found_late(int) { return 1; }
int plain_in_template() { return 1; }
struct Late {};
int exec(Late) { return 0; }
int exec(PyObject *) { return 0; }
template <class T> void calls_exec(T t) { exec(t); }
PyModuleDef_Slot slots[] = {{Py_mod_exec, (void *)(int (*)(PyObject *))exec}, {}};
template <class T> void resolver(T t) { found_late(t); plain_in_template(); }
struct Range { int *b, *e; };
int *begin(Range r) { return r.b; }
int *end(Range r) { return r.e; }
template <int (*F)()> struct Holder {};
int held() { return 1; }
Holder<&held> holder;
struct Local {
  static int stat() { return 1; }
  int member() { return 1; }
  Local() {}
};
int by_member() { return 1; }
struct Uses { int call() { return by_member(); } };
struct Number { int n; explicit operator bool() const { return n; } };
Number operator+(Number a, Number b) { return {a.n + b.n}; }
}
static PyObject *method(PyObject *self, PyObject *o) {
  generic_everywhere(1L);
  chosen(1L);
  resolver(1);
  for (int &i : Range{nullptr, nullptr}) ++i;
  return self;
}
static PyMethodDef methods[] = {{"method", method, METH_O, nullptr}, {}};
PyMODINIT_FUNC PyInit_m() {
  in_namespace(); at_load(); generic(1); generic_everywhere(1); chosen(1);
  found_late(1); plain_in_template(); begin(Range{}); end(Range{}); held();
  Local l; l.member(); Local::stat(); by_member();
  if (Number{1} + Number{2}) in_namespace();
  auto lambda = [] { by_lambda(); };
  lambda();
  return nullptr;
}
)");
  EXPECT_TRUE(M.initOnly("in_namespace"));
  EXPECT_TRUE(M.initOnly("generic"));
  EXPECT_TRUE(M.initOnly("stat"));
  for (const char *F :
       {"at_load", "by_lambda", "generic_everywhere", "found_late",
        "plain_in_template", "begin", "end", "held", "member", "by_member",
        "method", "operator+", "exec"})
    EXPECT_FALSE(M.initOnly(F)) << F;
  for (const char *F : {"member", "operator+", "operator bool"})
    EXPECT_EQ(M.of(F), "") << "a call, not an address: " << F;
  // Overloads are apart from each other.
  std::vector<bool> Chosen;
  for (const Decl *D : M.function("chosen")->getDeclContext()->decls())
    if (const auto *F = dyn_cast<FunctionDecl>(D);
        F && F->getNameAsString() == "chosen")
      Chosen.push_back(M.Answers->initOnly(F));
  EXPECT_EQ(Chosen, (std::vector<bool>{true, false}));
}

// clangd walks the main file only and keeps the headers precompiled.
TEST_P(RolesTest, HeadersThatAreNotWalked) {
  const char Text[] = R"(
#include "project.h"
static void helper(void) {}
static void declared(void) {}
PyMODINIT_FUNC PyInit_m(void) { helper(); declared(); defined(); return NULL; }
)";
  const tooling::FileContentMappings Files = {{"/project/include/project.h", R"(
static void declared(void);
static void defined(void) {}
static inline PyObject *may_mention(void) { declared(); return NULL; }
)"}};
  Code Main(GetParam(), Text, {"-I/project/include"}, Files, true);
  EXPECT_TRUE(Main.initOnly("helper"));
  EXPECT_FALSE(Main.initOnly("declared"));
  // In C all of the project's headers are read.
  EXPECT_EQ(Main.initOnly("defined"), GetParam() == Code::C);
  Code All(GetParam(), Text, {"-I/project/include"}, Files);
  EXPECT_TRUE(All.initOnly("helper"));
  EXPECT_FALSE(All.initOnly("declared")) << "may_mention calls it";
  EXPECT_TRUE(All.initOnly("defined"));
}

//===----------------------------------------------------------------------===//
// Argument tuples and keyword dictionaries
//===----------------------------------------------------------------------===//

TEST_P(RolesTest, ChangedParameters) {
  Code M(GetParam(), R"(
#define F(name, body) static PyObject *name(PyObject *self, PyObject *args, PyObject *kwds) { body; return self; }
#define E(name) {#name, _PyCFunction_CAST(name), METH_VARARGS | METH_KEYWORDS, NULL},
int take(PyObject **p); int look(PyObject *p); int look_void(void *p);
F(untouched, )
F(only_read, look(kwds); look_void((void *)kwds); if (kwds && kwds->ob_type != NULL) look((kwds)))
F(ignored, (void)kwds; (void)args)
F(increfed, Py_INCREF(kwds); kwds->ob_refcnt++)
F(assigned, kwds = PyDict_New())
F(assigned_in_parens, (kwds) = NULL)
F(defaulted, if (!kwds) kwds = PyDict_New())
F(address, take(&kwds))
F(stepped, kwds++)
F(other_changed, args = NULL)
static PyMethodDef methods[] = {
  E(untouched) E(only_read) E(ignored) E(increfed) E(assigned) E(assigned_in_parens)
  E(defaulted) E(address) E(stepped) E(other_changed) {NULL}};
)");
  for (const char *F :
       {"untouched", "only_read", "ignored", "increfed", "other_changed"})
    EXPECT_TRUE(M.dict(F, "kwds")) << F;
  for (const char *F :
       {"assigned", "assigned_in_parens", "defaulted", "address", "stepped"}) {
    EXPECT_FALSE(M.dict(F, "kwds")) << F;
    EXPECT_TRUE(M.tuple(F, "args")) << F;
  }
  EXPECT_FALSE(M.tuple("other_changed", "args"));
}

TEST(RolesCXX, ChangedThroughReferences) {
  Code M(Code::CXX, R"(
void by_reference(PyObject *&p); void by_value(PyObject *p);
template <class T> void generic(T &&t);
#define F(name, body) static PyObject *name(PyObject *self, PyObject *args, PyObject *kwds) { body; return self; }
#define E(name) {#name, _PyCFunction_CAST(name), METH_VARARGS | METH_KEYWORDS, nullptr},
F(value, by_value(kwds))
F(reference, by_reference(kwds))
F(forwarded, generic(kwds))
F(bound, PyObject *&alias = kwds; alias = nullptr)
F(captured, auto f = [&] { kwds = nullptr; }; f())
F(copied, auto f = [kwds] { return kwds != nullptr; }; f())
F(voided, static_cast<void>(kwds))
static PyMethodDef methods[] = {E(value) E(reference) E(forwarded) E(bound) E(captured) E(copied) E(voided) {}};
)");
  for (const char *F : {"value", "copied", "voided"})
    EXPECT_TRUE(M.dict(F, "kwds")) << F;
  for (const char *F : {"reference", "forwarded", "bound", "captured"})
    EXPECT_FALSE(M.dict(F, "kwds")) << F;
}

const char Keywords[] = R"(
#define F(name, body) static PyObject *name(PyObject *self, PyObject *args, PyObject *kwds) { body; return self; }
#define E(name) {#name, _PyCFunction_CAST(name), METH_VARARGS | METH_KEYWORDS, NULL},
)";

TEST_P(RolesTest, HandedToHelpers) {
  Code M(GetParam(), std::string(Keywords) + R"(
static void leaf(PyObject *kw, int n) { if (n) leaf(kw, n - 1); }
static void good(PyObject *tup, PyObject *kw) { leaf(kw, 1); }
static void cast(void *kw) {}
static void with_null(PyObject *kw) {}
static void null_only(PyObject *kw) {}
static void mixed(PyObject *kw) {}
static void under_mixed(PyObject *kw) {}
static void mixed_caller(PyObject *kw) { under_mixed(kw); mixed(kw); }
static void aliased(PyObject *kw) {}
static void from_changed(PyObject *kw) {}
static void changes(PyObject *kw) { kw = NULL; }
static void after_changes(PyObject *kw) {}
static void swapped(PyObject *a, PyObject *b) {}
static void taken(PyObject *kw) {}
static void uncalled(PyObject *kw) {}
static void island(PyObject *kw) { island(kw); }
static void fewer();
void visible(PyObject *kw) {}
static void (*pointer)(PyObject *) = taken;
F(one, good(args, kwds); cast((void *)kwds); with_null(kwds); mixed_caller(kwds); swapped(args, kwds); visible(kwds); taken(kwds))
F(two, good(args, (PyObject *)kwds); with_null(NULL); null_only(0); swapped(kwds, args))
F(three, PyObject *d = kwds; aliased(d))
F(four, kwds = NULL; from_changed(kwds))
F(five, changes(kwds))
static PyObject *other(PyObject *self, PyObject *o) { mixed(o); return self; }
static PyMethodDef methods[] = {E(one) E(two) E(three) E(four) E(five) {"other", other, METH_O}, {NULL}};
)");
  for (const char *F :
       {"good", "leaf", "cast", "with_null", "mixed_caller", "under_mixed"})
    EXPECT_TRUE(M.dict(F, "kw")) << F;
  EXPECT_TRUE(M.tuple("good", "tup"));
  EXPECT_FALSE(M.tuple("good", "kw"));
  EXPECT_FALSE(M.dict("leaf", "n"));
  for (const char *F : {"mixed", "aliased", "from_changed", "changes", "taken",
                        "uncalled", "island", "visible", "null_only"})
    EXPECT_FALSE(M.dict(F, "kw")) << F;
  for (const char *P : {"a", "b"}) {
    EXPECT_FALSE(M.dict("swapped", P));
    EXPECT_FALSE(M.tuple("swapped", P));
  }
}

TEST(RolesCXX, HandedToHelpers) {
  Code M(Code::CXX, std::string(Keywords) + R"(
namespace {
void defaulted(PyObject *self, PyObject *kw = nullptr) {}
template <class T> void generic(PyObject *kw, T t) {}
template <class T> void dependent(T t, PyObject *kw) { late(kw, t); }
struct Object {
  static void stat(PyObject *kw) {}
  void operator()(PyObject *kw) {}
};
void late(PyObject *kw, Object) {}
}
F(one, defaulted(self, kwds); defaulted(self); generic(kwds, 1); generic(kwds, 1L); Object::stat(kwds); Object{}(kwds); dependent(Object{}, kwds); late(kwds, Object{}))
static PyMethodDef methods[] = {E(one) {}};
)");
  EXPECT_TRUE(M.dict("one", "kwds"));
  EXPECT_TRUE(M.dict("defaulted", "kw"));
  EXPECT_TRUE(M.dict("generic", "kw"));
  EXPECT_TRUE(M.dict("stat", "kw"));
  EXPECT_FALSE(M.dict("operator()", "kw"));
  EXPECT_FALSE(M.dict("dependent", "kw"))
      << "an unresolved call may take a reference";
  EXPECT_FALSE(M.dict("late", "kw")) << "the template may mean it";
}

TEST_P(RolesTest, EntriesThatDisagree) {
  Code M(GetParam(), std::string(Keywords) + R"(
F(both, )
F(called, )
F(called_well, )
F(called_null, )
F(stored, )
static PyObject *one(PyObject *self, PyObject *x) { return self; }
static PyObject *one_or_all(PyObject *self, PyObject *x) { return self; }
static void *pointer = (void *)stored;
static PyTypeObject T = {.tp_call = called_well};
F(caller, called(self, args, PyDict_New()); called_well(self, args, kwds); called_null(self, args, NULL); one(self, kwds))
static PyMethodDef methods[] = {
  E(both) {"both", _PyCFunction_CAST(both), METH_VARARGS},
  {"one", one, METH_O}, {"one", one_or_all, METH_O}, {"all", one_or_all, METH_VARARGS},
  E(called) E(called_well) E(called_null) E(stored) E(caller) {NULL}};
)");
  EXPECT_TRUE(M.tuple("both", "args"));
  EXPECT_FALSE(M.dict("both", "kwds"));
  EXPECT_FALSE(M.tuple("one", "x"));
  EXPECT_FALSE(M.dict("one", "x"));
  EXPECT_FALSE(M.tuple("one_or_all", "x"));
  EXPECT_TRUE(M.tuple("called", "args"));
  EXPECT_FALSE(M.dict("called", "kwds"));
  EXPECT_TRUE(M.dict("called_well", "kwds"));
  EXPECT_TRUE(M.dict("called_null", "kwds"));
  EXPECT_FALSE(M.tuple("stored", "args"));
  EXPECT_FALSE(M.dict("stored", "kwds"));
}

TEST_P(RolesTest, TableInAnotherFile) {
  Code M(GetParam(), R"(
typedef struct { PyObject_HEAD int x; } Obj;
static char *kwlist[] = {NULL};
#define PARSE(a, k) PyArg_ParseTupleAndKeywords(a, k, "", kwlist)
PyObject *method(Obj *self, PyObject *args, PyObject *kwds) { PARSE(args, kwds); return NULL; }
PyObject *make(PyTypeObject *t, PyObject *args, PyObject *kwds) { if (!PARSE(args, kwds)) return NULL; return NULL; }
PyObject *no_parser(PyObject *self, PyObject *args, PyObject *options) { return self; }
PyObject *swapped(PyObject *self, PyObject *args, PyObject *kwds) { PARSE(kwds, args); return self; }
PyObject *four(PyObject *self, PyObject *args, PyObject *kwds, int n) { PARSE(args, kwds); return self; }
PyObject *two(PyObject *args, PyObject *kwds) { PARSE(args, kwds); return args; }
PyObject *other_kwds(PyObject *self, PyObject *args, Obj *kwds) { PARSE(args, (PyObject *)kwds); return self; }
PyObject *other_type(PyObject *self, Obj *args, Obj *kwds) { PARSE((PyObject *)args, (PyObject *)kwds); return self; }
static PyObject *unknown(PyObject *self, PyObject *args, PyObject *kwds) { PARSE(args, kwds); return self; }
PyObject *named(PyObject *self, PyObject *args, PyObject *kwds) { return self; }
PyObject *called(PyObject *self, PyObject *args, PyObject *kwds) { PARSE(args, kwds); return self; }
PyObject *caller(PyObject *o) { return called(o, o, o); }
PyObject *changed(PyObject *self, PyObject *args, PyObject *kwds) { PARSE(args, kwds); kwds = NULL; return self; }
)");
  for (const char *F : {"method", "make"}) {
    EXPECT_TRUE(M.tuple(F, "args")) << F;
    EXPECT_TRUE(M.dict(F, "kwds")) << F;
    EXPECT_EQ(M.of(F), "") << "this file gives it no role";
  }
  EXPECT_FALSE(M.dict("no_parser", "options"));
  for (const char *F : {"swapped", "four", "two", "other_type", "other_kwds",
                        "unknown", "called", "changed"})
    EXPECT_FALSE(M.dict(F, "kwds")) << F;
  for (const char *F : {"no_parser", "swapped", "four", "two", "other_type",
                        "other_kwds", "unknown", "called"})
    EXPECT_FALSE(M.tuple(F, "args")) << F;
  EXPECT_TRUE(M.tuple("changed", "args"));
}

// The walk and both solutions are linear and do not recurse along calls.
TEST(RolesC, LongChain) {
  constexpr int Length = 20000;
  std::string Text;
  for (int I = 0; I != Length; ++I) {
    const std::string N = std::to_string(I);
    Text += "static void f" + N + "(PyObject *kw) {" +
            (I ? "f" + std::to_string(I - 1) + "(kw);" : "") + "}\n";
    Text += "static void s" + N + "(void) {" +
            (I ? "s" + std::to_string(I - 1) + "();" : "") + "}\n";
  }
  const std::string Last = std::to_string(Length - 1);
  Text += Keywords;
  Text += "F(method, f" + Last +
          "(kwds))\n"
          "static PyMethodDef methods[] = {E(method) {NULL}};\n"
          "PyMODINIT_FUNC PyInit_m(void) { s" +
          Last + "(); return NULL; }\n";
  Code M(Code::C, Text);
  EXPECT_TRUE(M.dict("f0", "kw"));
  EXPECT_TRUE(M.initOnly("s0"));
}

TEST_P(RolesTest, NothingToAsk) {
  Code M(GetParam(),
         "static int variable; typedef int (*fn)(PyObject *param);\n");
  EXPECT_TRUE(M.Answers->of(nullptr).empty());
  EXPECT_FALSE(M.Answers->initOnly(nullptr));
  EXPECT_FALSE(M.Answers->isKeywordDict(nullptr));
  EXPECT_FALSE(M.Answers->isArgumentTuple(nullptr));
}

} // namespace
