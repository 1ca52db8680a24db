// Objects behind weak references.

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include "pythoncapi_compat.h"

// The object, or ReferenceError.
static PyObject *resolve(PyObject *self, PyObject *ref) {
  PyObject *object = PyWeakref_GetObject(ref);
  if (object == NULL)
    return NULL;
  if (object == Py_None) {
    PyErr_SetString(PyExc_ReferenceError, "the object is gone");
    return NULL;
  }
  Py_INCREF(object);
  return object;
}

// The object, or None.
static PyObject *resolve_or_none(PyObject *self, PyObject *ref) {
  PyObject *object = PyWeakref_GetObject(ref);
  Py_XINCREF(object);
  return object;
}

static PyObject *text_of(PyObject *self, PyObject *ref) {
  PyObject *object;
  if (!PyWeakref_Check(ref)) {
    PyErr_SetString(PyExc_TypeError, "a weak reference, please");
    return NULL;
  }
  object = PyWeakref_GET_OBJECT(ref);
  if (object == Py_None)
    return PyUnicode_FromString("gone");
  return PyObject_Str(object);
}

// Calls it when it is alive.
static PyObject *notify(PyObject *self, PyObject *args) {
  PyObject *ref, *message;
  if (!PyArg_ParseTuple(args, "OO", &ref, &message))
    return NULL;
  PyObject *listener = PyWeakref_GetObject(ref);
  if (listener == NULL)
    return NULL;
  if (listener != Py_None) {
    PyObject *result = PyObject_CallFunctionObjArgs(listener, message, NULL);
    if (result == NULL)
      return NULL;
    Py_DECREF(result);
    Py_RETURN_TRUE;
  }
  Py_RETURN_FALSE;
}

// How many of the weak references are alive.
static PyObject *alive(PyObject *self, PyObject *list) {
  long count = 0;
  Py_ssize_t size = PyList_Size(list);
  if (size < 0)
    return NULL;
  for (Py_ssize_t i = 0; i < size; i++) {
    PyObject *ref = PyList_GetItem(list, i);
    if (ref == NULL)
      return NULL;
    PyObject *object = PyWeakref_GetObject(ref);
    if (object == NULL)
      return NULL;
    if (object != Py_None)
      count++;
  }
  return PyLong_FromLong(count);
}

// The cached object, or a new one that is then cached.
static PyObject *cached(PyObject *self, PyObject *args) {
  PyObject *cache, *key, *make;
  if (!PyArg_ParseTuple(args, "O!OO", &PyDict_Type, &cache, &key, &make))
    return NULL;
  PyObject *ref = PyDict_GetItemWithError(cache, key);
  if (ref != NULL) {
    PyObject *object = PyWeakref_GetObject(ref);
    if (object == NULL)
      return NULL;
    if (object != Py_None) {
      Py_INCREF(object);
      return object;
    }
  } else if (PyErr_Occurred()) {
    return NULL;
  }
  PyObject *made = PyObject_CallNoArgs(make);
  if (made == NULL)
    return NULL;
  PyObject *fresh = PyWeakref_NewRef(made, NULL);
  if (fresh == NULL || PyDict_SetItem(cache, key, fresh) < 0) {
    Py_XDECREF(fresh);
    Py_DECREF(made);
    return NULL;
  }
  Py_DECREF(fresh);
  return made;
}

static PyMethodDef methods[] = {
    {"resolve", resolve, METH_O, NULL}, {"resolve_or_none", resolve_or_none, METH_O, NULL},
    {"text_of", text_of, METH_O, NULL}, {"notify", notify, METH_VARARGS, NULL},
    {"alive", alive, METH_O, NULL},     {"cached", cached, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "weakrefs", NULL, -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit_weakrefs(void) { return PyModule_Create(&definition); }
