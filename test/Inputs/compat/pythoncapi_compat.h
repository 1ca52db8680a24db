//===-- pythoncapi_compat.h - new names for old versions ----------*- C -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Not the header of that name, but enough of one for the tests: the names that
// fixes bring in, for the versions that lack them. It has the name, the include
// guard and the conditions of the real one, so that a project that has it looks
// the same to ftidy. It is compiled, never run.
//
//===----------------------------------------------------------------------===//

#ifndef PYTHONCAPI_COMPAT
#define PYTHONCAPI_COMPAT

#include <Python.h>

#ifdef __cplusplus
extern "C" {
#endif

#if PY_VERSION_HEX < 0x030A0000
#ifndef Py_NewRef
static inline PyObject *Py_NewRef(PyObject *obj) {
  Py_INCREF(obj);
  return obj;
}
#define Py_NewRef(obj) Py_NewRef((PyObject *)(obj))
static inline PyObject *Py_XNewRef(PyObject *obj) {
  Py_XINCREF(obj);
  return obj;
}
#define Py_XNewRef(obj) Py_XNewRef((PyObject *)(obj))
#endif
static inline int PyModule_AddObjectRef(PyObject *module, const char *name,
                                        PyObject *value) {
  Py_XINCREF(value);
  int result = PyModule_AddObject(module, name, value);
  if (result < 0)
    Py_XDECREF(value);
  return result;
}
#endif

#if PY_VERSION_HEX < 0x030D0000

// GIL builds only: no other version lacks them.
#define Py_BEGIN_CRITICAL_SECTION(op) {
#define Py_END_CRITICAL_SECTION() }
#define Py_BEGIN_CRITICAL_SECTION2(a, b) {
#define Py_END_CRITICAL_SECTION2() }

// What a look-up that returned a borrowed reference amounts to.
static inline int _ftidy_found(PyObject *borrowed, PyObject **result) {
  *result = Py_XNewRef(borrowed);
  if (borrowed != NULL)
    return 1;
  return PyErr_Occurred() ? -1 : 0;
}
static inline int PyDict_GetItemRef(PyObject *dict, PyObject *key,
                                    PyObject **result) {
  return _ftidy_found(PyDict_GetItemWithError(dict, key), result);
}
static inline int PyDict_GetItemStringRef(PyObject *dict, const char *key,
                                          PyObject **result) {
  PyObject *string = PyUnicode_FromString(key);
  if (string == NULL) {
    *result = NULL;
    return -1;
  }
  int found = PyDict_GetItemRef(dict, string, result);
  Py_DECREF(string);
  return found;
}
static inline int PyDict_ContainsString(PyObject *dict, const char *key) {
  PyObject *value;
  int found = PyDict_GetItemStringRef(dict, key, &value);
  Py_XDECREF(value);
  return found;
}
static inline int PyDict_SetDefaultRef(PyObject *dict, PyObject *key,
                                       PyObject *value, PyObject **result) {
  int present = PyDict_Contains(dict, key);
  PyObject *borrowed =
      present < 0 ? NULL : PyDict_SetDefault(dict, key, value);
  if (result != NULL)
    *result = Py_XNewRef(borrowed);
  return borrowed != NULL ? present : -1;
}
static inline int PyDict_Pop(PyObject *dict, PyObject *key, PyObject **result) {
  PyObject *value;
  int found = PyDict_GetItemRef(dict, key, &value);
  if (found == 1 && PyDict_DelItem(dict, key) < 0)
    found = -1;
  if (result != NULL && found == 1) {
    *result = value;
    return found;
  }
  if (result != NULL)
    *result = NULL;
  Py_XDECREF(value);
  return found;
}
static inline PyObject *PyList_GetItemRef(PyObject *list, Py_ssize_t index) {
  return Py_XNewRef(PyList_GetItem(list, index));
}
static inline int PyWeakref_GetRef(PyObject *ref, PyObject **result) {
  PyObject *object = PyWeakref_GetObject(ref);
  if (object == Py_None)
    object = NULL;
  return _ftidy_found(object, result);
}
static inline PyObject *PyImport_AddModuleRef(const char *name) {
  return Py_XNewRef(PyImport_AddModule(name));
}
static inline int PyModule_Add(PyObject *module, const char *name,
                               PyObject *value) {
  int result = PyModule_AddObjectRef(module, name, value);
  Py_XDECREF(value);
  return result;
}
static inline int PyObject_GetOptionalAttr(PyObject *object, PyObject *name,
                                           PyObject **result) {
  *result = PyObject_GetAttr(object, name);
  if (*result != NULL)
    return 1;
  if (!PyErr_ExceptionMatches(PyExc_AttributeError))
    return -1;
  PyErr_Clear();
  return 0;
}
static inline int PyObject_GetOptionalAttrString(PyObject *object,
                                                 const char *name,
                                                 PyObject **result) {
  *result = PyObject_GetAttrString(object, name);
  if (*result != NULL)
    return 1;
  if (!PyErr_ExceptionMatches(PyExc_AttributeError))
    return -1;
  PyErr_Clear();
  return 0;
}
#endif

#if PY_VERSION_HEX < 0x030E0000
static inline int PyUnstable_Object_IsUniquelyReferenced(PyObject *object) {
  return Py_REFCNT(object) == 1;
}
static inline int PyIter_NextItem(PyObject *iterator, PyObject **item) {
  *item = PyIter_Next(iterator);
  if (*item != NULL)
    return 1;
  return PyErr_Occurred() ? -1 : 0;
}
#endif

#if PY_VERSION_HEX < 0x030F0000
static inline int PySys_GetOptionalAttrString(const char *name,
                                              PyObject **result) {
  *result = Py_XNewRef(PySys_GetObject(name));
  return *result != NULL;
}
static inline int PySys_GetOptionalAttr(PyObject *name, PyObject **result) {
  const char *string = PyUnicode_AsUTF8(name);
  if (string == NULL) {
    *result = NULL;
    return -1;
  }
  return PySys_GetOptionalAttrString(string, result);
}
static inline PyObject *PySys_GetAttrString(const char *name) {
  PyObject *value;
  if (PySys_GetOptionalAttrString(name, &value) == 0)
    PyErr_Format(PyExc_RuntimeError, "lost sys.%s", name);
  return value;
}
#endif

#ifdef __cplusplus
}
#endif

#endif
