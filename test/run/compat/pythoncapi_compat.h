//===-- pythoncapi_compat.h - the new names, for running fixed code ----------//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Not the header of that name: our own definitions of what fixes use, for a
// Python that lacks it. They do what the real header's do, also where that
// differs from Python 3.13: a look-up that finds nothing while an exception is
// pending says -1.
//
//===----------------------------------------------------------------------===//

#ifndef PYTHONCAPI_COMPAT
#define PYTHONCAPI_COMPAT

#include <Python.h>

#if PY_VERSION_HEX < 0x030D0000

static inline int PyDict_GetItemRef(PyObject *dict, PyObject *key,
                                    PyObject **result) {
  PyObject *item = PyDict_GetItemWithError(dict, key);
  *result = Py_XNewRef(item);
  return item ? 1 : PyErr_Occurred() ? -1 : 0;
}

static inline int PyDict_GetItemStringRef(PyObject *dict, const char *key,
                                          PyObject **result) {
  PyObject *string = PyUnicode_FromString(key);
  if (!string) {
    *result = NULL;
    return -1;
  }
  int found = PyDict_GetItemRef(dict, string, result);
  Py_DECREF(string);
  return found;
}

static inline int PyDict_ContainsString(PyObject *dict, const char *key) {
  PyObject *string = PyUnicode_FromString(key);
  if (!string)
    return -1;
  int found = PyDict_Contains(dict, string);
  Py_DECREF(string);
  return found;
}

static inline int PyDict_SetDefaultRef(PyObject *dict, PyObject *key,
                                       PyObject *value, PyObject **result) {
  PyObject *present;
  int found = PyDict_GetItemRef(dict, key, &present);
  if (found == 0 && PyDict_SetItem(dict, key, value) == 0)
    present = Py_NewRef(value);
  else if (found == 0)
    found = -1;
  if (result)
    *result = present;
  else
    Py_XDECREF(present);
  return found;
}

static inline PyObject *PyList_GetItemRef(PyObject *list, Py_ssize_t index) {
  return Py_XNewRef(PyList_GetItem(list, index));
}

static inline int PyWeakref_GetRef(PyObject *ref, PyObject **result) {
  *result = NULL;
  if (ref && !PyWeakref_Check(ref)) {
    PyErr_SetString(PyExc_TypeError, "expected a weakref");
    return -1;
  }
  PyObject *object = PyWeakref_GetObject(ref);
  if (!object)
    return -1;
  if (object == Py_None)
    return 0;
  *result = Py_NewRef(object);
  return 1;
}

static inline PyObject *PyImport_AddModuleRef(const char *name) {
  return Py_XNewRef(PyImport_AddModule(name));
}

static inline PyObject *PyEval_GetFrameGlobals(void) {
  return Py_XNewRef(PyEval_GetGlobals());
}

static inline PyObject *PyEval_GetFrameBuiltins(void) {
  return Py_XNewRef(PyEval_GetBuiltins());
}

static inline PyObject *PyEval_GetFrameLocals(void) {
  return Py_XNewRef(PyEval_GetLocals());
}

static inline int PyModule_Add(PyObject *module, const char *name,
                               PyObject *value) {
  int result = PyModule_AddObjectRef(module, name, value);
  Py_XDECREF(value);
  return result;
}

#define Py_BEGIN_CRITICAL_SECTION(op) {
#define Py_END_CRITICAL_SECTION() }
#define Py_BEGIN_CRITICAL_SECTION2(a, b) {
#define Py_END_CRITICAL_SECTION2() }

#endif // < 3.13

#if PY_VERSION_HEX < 0x030F0000

static inline int PySys_GetOptionalAttrString(const char *name,
                                              PyObject **result) {
  *result = Py_XNewRef(PySys_GetObject(name));
  return *result != NULL;
}

static inline PyObject *PySys_GetAttrString(const char *name) {
  PyObject *value;
  if (PySys_GetOptionalAttrString(name, &value) == 0)
    PyErr_Format(PyExc_RuntimeError, "lost sys.%s", name);
  return value;
}

#endif // < 3.15

#endif
