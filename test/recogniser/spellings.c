/*===-- spellings.c - the C API, spelled in every way ---------------*- C -*-===
 *
 * Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
 * SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 *===------------------------------------------------------------------------===
 *
 * matrix.py parses this with every header set, as C and as C++, and compares
 * what the recogniser finds with what stands here:
 *   - a line `NAME(a, b);` or `x = NAME(a, b);` of an API name is that use, once,
 *     with these arguments;
 *   - a mark at the end of a line says what else is there:
 *       use: NAME(a, b) | NAME(c)   all uses of the line; a `?` is an argument
 *                                   whose text a macro's body hides, a `-` one
 *                                   that leaves nothing in the AST
 *       use[MODE]: ...              only in that mode (gil, free, c, c++,
 *                                   assert, ndebug)
 *       body                        after a use: it is hidden in a macro's body
 *       scope: NAME(a) +N           a scope that begins here and ends N lines on
 *   - every other line has no use and no scope.
 * A name is expected in the versions that its fact names.
 */
#include <Python.h>

PyObject *o, *l, *t, *d, *k, *v, *w, **items;
PyVarObject *var;
PyTypeObject *type;
struct _frame *frame;
PyThreadState *state;
PyCFunction function;
Py_buffer *view;
Py_ssize_t i, n;
Py_hash_t hash;
Py_UCS4 character;
Py_UCS1 *latin;
struct PyModuleDef module;
int r;
long *p;
double number;
const char *s;
char *bytes;
void *data;
#define ANSWER 42
#if PY_VERSION_HEX < 0x030D0000
_Py_IDENTIFIER(name);
#endif

void lists(void) {
  v = PyList_GetItem(l, i);
  v = PyList_GET_ITEM(l, i);
#if PY_VERSION_HEX >= 0x030D0000
  v = PyList_GetItemRef(l, i);
#endif
  n = PyList_GET_SIZE(l);
  PyList_SET_ITEM(l, i, v);
  PyList_SetItem(l, i, v);
  PyList_Append(l, v);
  v = PyList_New(n);
  r = PyList_Check(o);
  r = PyList_CheckExact(o);
}

void tuples(void) {
  v = PyTuple_GetItem(t, i);
  v = PyTuple_GET_ITEM(t, i);
  n = PyTuple_GET_SIZE(t);
  PyTuple_SET_ITEM(t, i, v);
  r = PyTuple_Check(o);
  r = PyTuple_CheckExact(o);
  v = PyStructSequence_GET_ITEM(o, i);
  PyStructSequence_SET_ITEM(o, i, v);
}

void either(void) {
  v = PySequence_Fast(o, s);
  v = PySequence_Fast_GET_ITEM(o, i);
  n = PySequence_Fast_GET_SIZE(o);
  items = PySequence_Fast_ITEMS(o);
  v = PySequence_ITEM(o, i);
}

void dictionaries(void) {
  v = PyDict_GetItem(d, k);
  v = PyDict_GetItemWithError(d, k);
  v = PyDict_GetItemString(d, s);
  v = PyDict_SetDefault(d, k, v);
#if PY_VERSION_HEX >= 0x030D0000
  r = PyDict_GetItemRef(d, k, &v);
  r = PyDict_GetItemStringRef(d, s, &v);
  r = PyDict_SetDefaultRef(d, k, v, &w);
#endif
  v = _PyDict_GetItem_KnownHash(d, k, hash);
  v = _PyDict_GetItemStringWithError(d, s);
#if PY_VERSION_HEX >= 0x030B0000 && PY_VERSION_HEX < 0x030D0000
  v = _PyDict_GetItemWithError(d, k);
#endif
#if PY_VERSION_HEX < 0x030A0000
  v = _PyDict_GetItemId(d, &PyId_name);
#endif
#if PY_VERSION_HEX < 0x030D0000
  v = _PyDict_GetItemIdWithError(d, &PyId_name);
#endif
  r = PyDict_Next(d, &n, &k, &v);
  r = PyDict_SetItem(d, k, v);
  n = PyDict_GET_SIZE(d);
  r = PyDict_Check(o);
  r = PyDict_CheckExact(o);
  v = PyODict_GetItem(d, k);
  v = PyODict_GetItemWithError(d, k);
  v = PyODict_GetItemString(d, s);
}

void sets(void) {
  n = PySet_GET_SIZE(o);
  r = PySet_Check(o);
  r = PyAnySet_Check(o);
  r = PyFrozenSet_Check(o);
}

void weak_references(void) {
  v = PyWeakref_GetObject(o);
  v = PyWeakref_GET_OBJECT(o);
#if PY_VERSION_HEX >= 0x030D0000
  r = PyWeakref_GetRef(o, &v);
#endif
  v = PyWeakref_NewRef(o, NULL);
  r = PyWeakref_Check(o);
  r = PyWeakref_CheckRef(o);
  r = PyWeakref_CheckProxy(o);
}

void cells_and_functions(void) {
  v = PyCell_GET(o);
  PyCell_SET(o, v);
  v = PyCell_Get(o);
  v = PyFunction_GetCode(o);
  v = PyFunction_GetModule(o);
  v = PyFunction_GetDefaults(o);
  v = PyFunction_GetKwDefaults(o);
  v = PyFunction_GetAnnotations(o);
  v = PyFunction_GET_CODE(o);
  v = PyFunction_GET_GLOBALS(o);
  v = PyFunction_GET_MODULE(o);
  v = PyFunction_GET_DEFAULTS(o);
  v = PyFunction_GET_KW_DEFAULTS(o);
  v = PyFunction_GET_CLOSURE(o);
  v = PyFunction_GET_ANNOTATIONS(o);
  v = PyMethod_GET_FUNCTION(o);
  v = PyMethod_GET_SELF(o);
  v = PyCFunction_GET_SELF(o);
  v = PyMemoryView_GET_BASE(o);
  view = PyMemoryView_GET_BUFFER(o);
}

void modules(void) {
  v = PyImport_AddModule(s);
  v = PyImport_AddModuleObject(o);
#if PY_VERSION_HEX < 0x03090000
  v = _PyImport_AddModuleObject(o, d);
#endif
#if PY_VERSION_HEX >= 0x030D0000
  v = PyImport_AddModuleRef(s);
#endif
  v = PyImport_ImportModuleEx(s, d, d, l);
  v = PySys_GetObject(s);
#if PY_VERSION_HEX < 0x030B0000
  v = _PySys_GetObjectId(&PyId_name);
#endif
#if PY_VERSION_HEX >= 0x030B0000 && PY_VERSION_HEX < 0x030D0000
  v = _PySys_GetAttr(state, k);
#endif
  v = PyEval_GetBuiltins();
  v = PyEval_GetGlobals();
  v = PyEval_GetLocals();
  frame = PyEval_GetFrame();
#if PY_VERSION_HEX >= 0x030D0000
  v = PyEval_GetFrameBuiltins();
  v = PyEval_GetFrameGlobals();
  v = PyEval_GetFrameLocals();
#endif
  v = _PyType_Lookup(type, k);
#if PY_VERSION_HEX < 0x030D0000
  v = _PyType_LookupId(type, &PyId_name);
#endif
  state = PyThreadState_GET();
}

void reference_counts(void) {
  Py_INCREF(o);
  Py_DECREF(o);
  Py_XINCREF(o);
  Py_XDECREF(o);
  Py_IncRef(o);
  Py_DecRef(o);
#if PY_VERSION_HEX >= 0x030A0000
  v = Py_NewRef(o);
  v = Py_XNewRef(o);
#endif
  Py_CLEAR(v);
  Py_SETREF(v, w);
  Py_XSETREF(v, w);
  n = Py_REFCNT(o);
#if PY_VERSION_HEX >= 0x03090000
  Py_SET_REFCNT(o, n);
#endif
}

void every_object(void) {
  type = Py_TYPE(o);
  n = Py_SIZE(o);
#if PY_VERSION_HEX >= 0x03090000
  Py_SET_TYPE(o, type);
  Py_SET_SIZE(var, n);
  r = Py_IS_TYPE(o, type);
#endif
#if PY_VERSION_HEX >= 0x030A0000
  r = Py_Is(o, v);
  r = Py_IsNone(o);
  r = Py_IsTrue(o);
  r = Py_IsFalse(o);
#endif
  r = PyObject_TypeCheck(o, type);
  r = PyType_Check(o);
  r = PyType_CheckExact(o);
  r = PyType_HasFeature(type, 1);
  r = PyType_IS_GC(type);
  r = PyExceptionClass_Check(o);
  r = PyExceptionInstance_Check(o);
  v = PyExceptionInstance_Class(o);
  var = PyObject_New(PyVarObject, type);              // use: PyObject_New(-, type)
  var = PyObject_NewVar(PyVarObject, type, n);        // use: PyObject_NewVar(-, type, n)
  var = PyObject_GC_New(PyVarObject, type);           // use: PyObject_GC_New(-, type)
  o = PyObject_INIT(o, type);
#if PY_VERSION_HEX >= 0x03090000
  v = PyObject_CallMethodNoArgs(o, k);
  v = PyObject_CallMethodOneArg(o, k, v);
  v = PyObject_CallNoArgs(o);
  v = PyObject_CallOneArg(o, v);
#endif
  n = PyObject_Length(o);
  r = PyMapping_DelItem(o, k);
  p = PyMem_New(long, 4);                             // use: PyMem_New(-, 4)
  PyMem_Free(p);
  p = (long *)PyMem_MALLOC(4);
  v = PyModule_Create(&module);
  r = PyModule_AddIntMacro(o, ANSWER);
  r = PyModule_Check(o);
  r = PyArg_ParseTuple(t, "OO", &v, &w);
  v = Py_BuildValue("(OO)", v, w);
}

void numbers(void) {
  r = PyLong_Check(o);
  r = PyLong_CheckExact(o);
  r = PyBool_Check(o);
  r = PyFloat_Check(o);
  number = PyFloat_AS_DOUBLE(o);
  bytes = PyBytes_AS_STRING(o);
  n = PyBytes_GET_SIZE(o);
  r = PyBytes_Check(o);
  bytes = PyByteArray_AS_STRING(o);
  n = PyByteArray_GET_SIZE(o);
  r = PyUnicode_Check(o);
  r = PyUnicode_CheckExact(o);
  n = PyUnicode_GET_LENGTH(o);
  r = PyUnicode_KIND(o);
  data = PyUnicode_DATA(o);
  character = PyUnicode_READ(r, data, i);
  character = PyUnicode_READ_CHAR(o, i);
  r = PyUnicode_IS_ASCII(o);
  latin = PyUnicode_1BYTE_DATA(o);
  s = PyUnicode_AsUTF8(o);
}

PyObject *none(void) { Py_RETURN_NONE; }   // use: Py_RETURN_NONE
PyObject *yes(void) { Py_RETURN_TRUE; }    // use: Py_RETURN_TRUE
PyObject *no(void) { Py_RETURN_FALSE; }    // use: Py_RETURN_FALSE
PyObject *not_here(void) {
  Py_RETURN_NOTIMPLEMENTED;
}
PyObject *compare(int op) {
  Py_RETURN_RICHCOMPARE(i, n, op);
}
int traverse(PyObject *self, visitproc visit, void *arg) {
  Py_VISIT(v);
  Py_VISIT(PyTuple_GET_ITEM(t, 0)); // use: Py_VISIT(PyTuple_GET_ITEM(t, 0)) | PyTuple_GET_ITEM(t, 0)
  return 0;
}

/* Threads and critical sections. */
void threads(void) {
  Py_BEGIN_ALLOW_THREADS // use: Py_BEGIN_ALLOW_THREADS // scope: Py_BEGIN_ALLOW_THREADS +2
  ++r;
  Py_BLOCK_THREADS // use: Py_BLOCK_THREADS
  v = PyList_GetItem(l, 0);
  Py_UNBLOCK_THREADS // use: Py_UNBLOCK_THREADS // scope: Py_UNBLOCK_THREADS +2
  ++r;
  Py_END_ALLOW_THREADS // use: Py_END_ALLOW_THREADS
}
#if PY_VERSION_HEX >= 0x030D0000
void sections(void) {
  Py_BEGIN_CRITICAL_SECTION(l); // use[gil]: Py_BEGIN_CRITICAL_SECTION(-) // use[free]: Py_BEGIN_CRITICAL_SECTION(l) // scope: Py_BEGIN_CRITICAL_SECTION(l) +2
  v = PyList_GetItemRef(l, 0);
  Py_END_CRITICAL_SECTION(); // use[free]: Py_END_CRITICAL_SECTION()
  Py_BEGIN_CRITICAL_SECTION2(l, items[0]); // use[gil]: Py_BEGIN_CRITICAL_SECTION2(-, -) // use[free]: Py_BEGIN_CRITICAL_SECTION2(l, items[0]) // scope: Py_BEGIN_CRITICAL_SECTION2(l, items[0]) +4
  Py_BEGIN_CRITICAL_SECTION(PyImport_AddModuleRef(s)); // use[gil]: Py_BEGIN_CRITICAL_SECTION(-) // use[free]: Py_BEGIN_CRITICAL_SECTION(PyImport_AddModuleRef(s)) | PyImport_AddModuleRef(s) // scope: Py_BEGIN_CRITICAL_SECTION(PyImport_AddModuleRef(s)) +2
  v = PyList_GetItemRef(l, 0);
  Py_END_CRITICAL_SECTION(); // use[free]: Py_END_CRITICAL_SECTION()
  Py_END_CRITICAL_SECTION2(); // use[free]: Py_END_CRITICAL_SECTION2()
}
#endif

/* Inside each other. */
void nested(void) {
  v = PyTuple_GET_ITEM(PyList_GET_ITEM(l, 0), 1);           // use: PyTuple_GET_ITEM(PyList_GET_ITEM(l, 0), 1) | PyList_GET_ITEM(l, 0)
  v = PyList_GET_ITEM(PyDict_GetItem(d, k), 0);             // use: PyList_GET_ITEM(PyDict_GetItem(d, k), 0) | PyDict_GetItem(d, k)
  v = PyDict_GetItem(PyList_GET_ITEM(l, 0), k);             // use: PyDict_GetItem(PyList_GET_ITEM(l, 0), k) | PyList_GET_ITEM(l, 0)
  v = PySequence_Fast_GET_ITEM(PyDict_GetItem(d, k), i);    // use: PySequence_Fast_GET_ITEM(PyDict_GetItem(d, k), i) | PyDict_GetItem(d, k)
  v = PySequence_Fast_GET_ITEM(PyList_GET_ITEM(l, 0), i);   // use: PySequence_Fast_GET_ITEM(PyList_GET_ITEM(l, 0), i) | PyList_GET_ITEM(l, 0)
  n = PySequence_Fast_GET_SIZE(PyTuple_GET_ITEM(t, 0));     // use: PySequence_Fast_GET_SIZE(PyTuple_GET_ITEM(t, 0)) | PyTuple_GET_ITEM(t, 0)
  n = PyList_GET_SIZE(PyTuple_GET_ITEM(t, PyList_GET_SIZE(l) - 1)); // use: PyList_GET_SIZE(PyTuple_GET_ITEM(t, PyList_GET_SIZE(l) - 1)) | PyTuple_GET_ITEM(t, PyList_GET_SIZE(l) - 1) | PyList_GET_SIZE(l)
  Py_INCREF(PyDict_GetItem(d, k));                          // use: Py_INCREF(PyDict_GetItem(d, k)) | PyDict_GetItem(d, k)
  Py_INCREF(v = PyDict_GetItem(d, k));                      // use: Py_INCREF(v = PyDict_GetItem(d, k)) | PyDict_GetItem(d, k)
  Py_XINCREF(PyList_GET_ITEM(l, 0));                        // use: Py_XINCREF(PyList_GET_ITEM(l, 0)) | PyList_GET_ITEM(l, 0)
  Py_DECREF(Py_TYPE(o));                                    // use: Py_DECREF(Py_TYPE(o)) | Py_TYPE(o)
  Py_CLEAR(items[PyList_GET_SIZE(l)]);                      // use: Py_CLEAR(items[PyList_GET_SIZE(l)]) | PyList_GET_SIZE(l)
  Py_SETREF(v, PyList_GET_ITEM(l, i));                      // use: Py_SETREF(v, PyList_GET_ITEM(l, i)) | PyList_GET_ITEM(l, i)
  Py_XSETREF(items[0], PyDict_GetItem(d, k));               // use: Py_XSETREF(items[0], PyDict_GetItem(d, k)) | PyDict_GetItem(d, k)
  PyList_SET_ITEM(l, 0, PyList_GET_ITEM(t, 0));             // use: PyList_SET_ITEM(l, 0, PyList_GET_ITEM(t, 0)) | PyList_GET_ITEM(t, 0)
  PyTuple_SET_ITEM(t, i, PyTuple_GET_ITEM(t, n));           // use: PyTuple_SET_ITEM(t, i, PyTuple_GET_ITEM(t, n)) | PyTuple_GET_ITEM(t, n)
  v = PyWeakref_GET_OBJECT(PyCell_GET(o));                  // use: PyWeakref_GET_OBJECT(PyCell_GET(o)) | PyCell_GET(o)
  v = PyFunction_GET_CODE(PyMethod_GET_FUNCTION(o));        // use: PyFunction_GET_CODE(PyMethod_GET_FUNCTION(o)) | PyMethod_GET_FUNCTION(o)
  v = PyObject_CallFunction(PyDict_GetItem(d, k), s, PyList_GET_ITEM(l, 0)); // use: PyObject_CallFunction(PyDict_GetItem(d, k), s, PyList_GET_ITEM(l, 0)) | PyDict_GetItem(d, k) | PyList_GET_ITEM(l, 0)
#if PY_VERSION_HEX >= 0x030A0000
  v = Py_NewRef(PyList_GET_ITEM(l, 0));                     // use: Py_NewRef(PyList_GET_ITEM(l, 0)) | PyList_GET_ITEM(l, 0)
  PyTuple_SET_ITEM(t, 0, Py_XNewRef(PyDict_GetItem(d, k))); // use: PyTuple_SET_ITEM(t, 0, Py_XNewRef(PyDict_GetItem(d, k))) | Py_XNewRef(PyDict_GetItem(d, k)) | PyDict_GetItem(d, k)
  if (Py_IsNone(PyWeakref_GET_OBJECT(o)))                   // use: Py_IsNone(PyWeakref_GET_OBJECT(o)) | PyWeakref_GET_OBJECT(o)
    return;
#endif
}

/* Several on a line, one on several lines, odd places. */
void places(void) {
  v = PyList_GET_ITEM(l, 0), w = PyList_GET_ITEM(l, 1);     // use: PyList_GET_ITEM(l, 0) | PyList_GET_ITEM(l, 1)
  v = PyDict_GetItem(d, k), w = PyDict_GetItem(d, k);       // use: PyDict_GetItem(d, k) | PyDict_GetItem(d, k)
  if (PyList_GET_ITEM(l, 0) == PyList_GET_ITEM(l, 0))       // use: PyList_GET_ITEM(l, 0) | PyList_GET_ITEM(l, 0)
    Py_INCREF(v), Py_INCREF(v);                             // use: Py_INCREF(v) | Py_INCREF(v)
  v = PyList_GET_ITEM(l, ANSWER), w = PyTuple_GET_ITEM(t, ANSWER); // use: PyList_GET_ITEM(l, ANSWER) | PyTuple_GET_ITEM(t, ANSWER)
  v = r ? PyList_GET_ITEM(l, 0) : PyTuple_GET_ITEM(t, 0);   // use: PyList_GET_ITEM(l, 0) | PyTuple_GET_ITEM(t, 0)
  v = PyDict_GetItem(                                       // use: PyDict_GetItem(d, PyTuple_GET_ITEM(t, 0))
      d,
      PyTuple_GET_ITEM(t, 0));                              // use: PyTuple_GET_ITEM(t, 0)
  v = ((PyObject **)items)[PyList_GET_SIZE(l)];             // use: PyList_GET_SIZE(l)
  for (i = 0; i < PyList_GET_SIZE(l); ++i)                  // use: PyList_GET_SIZE(l)
    v = PyList_GET_ITEM(l, i);
  switch (Py_SIZE(o)) {                                     // use: Py_SIZE(o)
  case 0: v = (PyDict_GetItem)(d, k);                       // use: PyDict_GetItem(d, k)
  }
  do Py_INCREF(v); while (PyList_Check(v));                 // use: Py_INCREF(v) | PyList_Check(v)
  PyTuple_GET_ITEM(t, 0)->ob_type = type;                   // use: PyTuple_GET_ITEM(t, 0) | PyObject.ob_type(PyTuple_GET_ITEM(t, 0))
  PyTuple_GET_ITEM(t, 0) = v;                               // use: PyTuple_GET_ITEM(t, 0)
  items = &PyTuple_GET_ITEM(t, 0);                          // use: PyTuple_GET_ITEM(t, 0)
  assert(PyList_GET_SIZE(l) == 1);                          // use[assert]: PyList_GET_SIZE(l)
  assert(PyDict_GetItem(d, k));                             // use[assert]: PyDict_GetItem(d, k)
  assert(PyTuple_GET_ITEM(PyList_GET_ITEM(l, 0), 1));       // use[assert]: PyTuple_GET_ITEM(PyList_GET_ITEM(l, 0), 1) | PyList_GET_ITEM(l, 0)
}

/* Through macros of the project. */
#define GET(D, K) PyDict_GetItem(D, K)
#define GETTER PyDict_GetItem
#define ITEM(I) PyList_GET_ITEM(l, I)
#define SWAPPED(I, L) PyList_GET_ITEM(L, I)
#define BOTH() (PyDict_GetItem(d, k), PyList_GET_ITEM(l, 0))
#define GUARDED(CALL) do { if ((CALL) == NULL) return; } while (0)
#define ID(X) X
#define TWICE(X) ((X), (X))
#define REF(X) (Py_INCREF(X), X)
#define FORWARD(X) ID(GET(d, X))
void macros(void) {
  v = GET(d, k);                                            // use: PyDict_GetItem(d, k) body
  v = GETTER(d, k);                                         // use: PyDict_GetItem(d, k) body
  v = ITEM(0);                                              // use: PyList_GET_ITEM(?, 0) body
  v = GET(d, k), w = GET(d, o);                             // use: PyDict_GetItem(d, k) body | PyDict_GetItem(d, o) body
  v = SWAPPED(0, l), w = SWAPPED(ANSWER, l);                // use: PyList_GET_ITEM(l, 0) body | PyList_GET_ITEM(l, ANSWER) body
  v = BOTH();                                               // use: PyDict_GetItem(?, ?) body | PyList_GET_ITEM(?, ?) body
  v = FORWARD(k);                                           // use: PyDict_GetItem(?, k) body
  v = GET(ITEM(0), ITEM(1));                                // use: PyDict_GetItem(ITEM(0), ITEM(1)) body | PyList_GET_ITEM(?, 0) body | PyList_GET_ITEM(?, 1) body
  v = GET(PyList_GET_ITEM(l, 0), k);                        // use: PyDict_GetItem(PyList_GET_ITEM(l, 0), k) body | PyList_GET_ITEM(l, 0)
  v = PyTuple_GET_ITEM(ITEM(0), 1);                         // use: PyTuple_GET_ITEM(ITEM(0), 1) | PyList_GET_ITEM(?, 0) body
  GUARDED(PyDict_GetItem(d, k));                            // use: PyDict_GetItem(d, k)
  GUARDED(v = PyList_GET_ITEM(l, 0));                       // use: PyList_GET_ITEM(l, 0)
  GUARDED(PyTuple_GET_ITEM(PyList_GET_ITEM(l, 0), 1));      // use: PyTuple_GET_ITEM(PyList_GET_ITEM(l, 0), 1) | PyList_GET_ITEM(l, 0)
  v = ID(PyDict_GetItem(d, k));                             // use: PyDict_GetItem(d, k)
  v = ID(ID(PyList_GET_ITEM(l, 0)));                        // use: PyList_GET_ITEM(l, 0)
  v = ID(PyDict_GetItem)(d, k);                             // use: PyDict_GetItem(d, k)
  v = ID(PyList_GET_ITEM)(l, 0);                            // use: PyList_GET_ITEM(l, 0)
  v = TWICE(PyDict_GetItem(d, k));                          // use: PyDict_GetItem(d, k)
  v = TWICE(PyList_GET_ITEM(l, 0));                         // use: PyList_GET_ITEM(l, 0)
  v = REF(PyDict_GetItem(d, k));                            // use: Py_INCREF(PyDict_GetItem(d, k)) body | PyDict_GetItem(d, k)
}

#ifdef __cplusplus
/* Only in C++. */
template <class T> T *cast(PyObject *from) {
  return static_cast<T *>(static_cast<void *>(PyList_GET_ITEM(from, 0))); // use[c++]: PyList_GET_ITEM(from, 0) | PyList_GET_ITEM(from, 0)
}
struct Holder {
  PyObject *held;
  explicit Holder(PyObject *from) : held(from) { Py_XINCREF(held); }      // use[c++]: Py_XINCREF(held)
  ~Holder() { Py_XDECREF(held); }                                         // use[c++]: Py_XDECREF(held)
  PyObject *item(int at) const { return PyTuple_GET_ITEM(held, at); }     // use[c++]: PyTuple_GET_ITEM(held, at)
};
void in_cpp() {
  auto *item = PyList_GET_ITEM(l, 0);                                     // use[c++]: PyList_GET_ITEM(l, 0)
  Holder holder(PyDict_GetItem(d, k));                                    // use[c++]: PyDict_GetItem(d, k)
  Holder braces{PyList_GET_ITEM(l, 0)};                                   // use[c++]: PyList_GET_ITEM(l, 0)
  auto *forced = reinterpret_cast<PyVarObject *>(PyDict_GetItem(d, k));   // use[c++]: PyDict_GetItem(d, k)
  auto later = [&] { return PyDict_GetItem(d, k); };                      // use[c++]: PyDict_GetItem(d, k)
  PyObject *both[] = {PyTuple_GET_ITEM(t, 0), PyTuple_GET_ITEM(t, 1)};    // use[c++]: PyTuple_GET_ITEM(t, 0) | PyTuple_GET_ITEM(t, 1)
  for (PyObject *each : both)
    Py_INCREF(each);                                                      // use[c++]: Py_INCREF(each)
  if (PyObject *found = PyDict_GetItem(d, k))                             // use[c++]: PyDict_GetItem(d, k)
    Py_INCREF(found);                                                     // use[c++]: Py_INCREF(found)
  Py_XDECREF(cast<PyObject>(later() ? item : forced ? l : o));            // use[c++]: Py_XDECREF(cast<PyObject>(later() ? item : forced ? l : o))
}
#endif

#ifndef MOCK
/* What the mock does not declare. */
#include <datetime.h>
void rest(void) {
  r = PyODict_Contains(d, k);
  r = PyODict_Check(o);
  r = PyWeakref_CheckRefExact(o);
  v = PyInstanceMethod_GET_FUNCTION(o);
  r = PyCFunction_GET_FLAGS(o);
  function = PyCFunction_GET_FUNCTION(o);
  PyMem_Resize(p, long, 8);                           // use: PyMem_Resize(p, -, 8)
  PyUnicode_WRITE(r, data, i, character);
  character = PyUnicode_MAX_CHAR_VALUE(o);
  r = PyUnicode_READY(o);
}

void datetime(void) {
  r = PyDateTime_Check(o);
  r = PyDate_CheckExact(o);
  r = PyDateTime_GET_YEAR(o);
  r = PyDateTime_DATE_GET_HOUR(o);
  r = PyDateTime_DELTA_GET_DAYS(o);
  v = PyDate_FromDate(1991, 2, 20);
  v = PyDateTime_TimeZone_UTC;
  PyDateTime_IMPORT;
}
#endif
