// The tables of the interpreter, cells, and dictionaries that grow.

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include "pythoncapi_compat.h"

// An attribute of a module that is made when it is missing.
static PyObject *module_attribute(PyObject *self, PyObject *args) {
  const char *module_name, *name;
  if (!PyArg_ParseTuple(args, "ss", &module_name, &name))
    return NULL;
  PyObject *module = PyImport_AddModule(module_name);
  if (module == NULL)
    return NULL;
  return PyObject_GetAttrString(module, name);
}

// Stores into a module's dictionary.
static PyObject *module_store(PyObject *self, PyObject *args) {
  const char *module_name;
  PyObject *value;
  if (!PyArg_ParseTuple(args, "sO", &module_name, &value))
    return NULL;
  PyObject *module = PyImport_AddModule(module_name);
  if (!module || PyObject_SetAttrString(module, "stored", value) < 0)
    return NULL;
  Py_RETURN_NONE;
}

// Writes to sys.NAME, if that is there.
static PyObject *write_to(PyObject *self, PyObject *args) {
  const char *name, *text;
  if (!PyArg_ParseTuple(args, "ss", &name, &text))
    return NULL;
  PyObject *file = PySys_GetObject(name);
  if (file == NULL || file == Py_None)
    Py_RETURN_FALSE;
  PyObject *written = PyObject_CallMethod(file, "write", "s", text);
  if (written == NULL)
    return NULL;
  Py_DECREF(written);
  Py_RETURN_TRUE;
}

static PyObject *sys_value(PyObject *self, PyObject *args) {
  const char *name;
  if (!PyArg_ParseTuple(args, "s", &name))
    return NULL;
  PyObject *value = PySys_GetObject(name);
  if (!value) {
    PyErr_Format(PyExc_AttributeError, "sys.%s", name);
    return NULL;
  }
  Py_INCREF(value);
  return value;
}

static PyObject *cell_value(PyObject *self, PyObject *cell) {
  if (!PyCell_Check(cell)) {
    PyErr_SetString(PyExc_TypeError, "a cell, please");
    return NULL;
  }
  PyObject *value = PyCell_GET(cell);
  if (value == NULL)
    Py_RETURN_NONE;
  return PyObject_Repr(value);
}

static PyObject *cell_contents(PyObject *self, PyObject *cell) {
  if (!PyCell_Check(cell)) {
    PyErr_SetString(PyExc_TypeError, "a cell, please");
    return NULL;
  }
  PyObject *value = PyCell_GET(cell);
  if (value == NULL) {
    PyErr_SetString(PyExc_ValueError, "an empty cell");
    return NULL;
  }
  Py_INCREF(value);
  return value;
}

// Appends to the list of a key, which is made when it is missing.
static PyObject *append_to(PyObject *self, PyObject *args) {
  PyObject *dict, *key, *item;
  if (!PyArg_ParseTuple(args, "OOO", &dict, &key, &item))
    return NULL;
  PyObject *fresh = PyList_New(0);
  if (fresh == NULL)
    return NULL;
  PyObject *list = PyDict_SetDefault(dict, key, fresh);
  Py_DECREF(fresh);
  if (list == NULL)
    return NULL;
  if (PyList_Append(list, item) < 0)
    return NULL;
  return PyLong_FromSsize_t(PyList_GET_SIZE(list));
}

// The same object for equal objects.
static PyObject *intern(PyObject *self, PyObject *args) {
  PyObject *table, *object;
  if (!PyArg_ParseTuple(args, "OO", &table, &object))
    return NULL;
  PyObject *known = PyDict_SetDefault(table, object, object);
  Py_XINCREF(known);
  return known;
}

// A global of the calling frame.
static PyObject *caller_global(PyObject *self, PyObject *args) {
  const char *name;
  if (!PyArg_ParseTuple(args, "s", &name))
    return NULL;
  PyObject *globals = PyEval_GetGlobals();
  if (globals == NULL)
    Py_RETURN_NONE;
  PyObject *value = PyDict_GetItemString(globals, name);
  if (value == NULL)
    Py_RETURN_NONE;
  Py_INCREF(value);
  return value;
}

static PyMethodDef methods[] = {
    {"module_attribute", module_attribute, METH_VARARGS, NULL},
    {"module_store", module_store, METH_VARARGS, NULL},
    {"write_to", write_to, METH_VARARGS, NULL},
    {"sys_value", sys_value, METH_VARARGS, NULL},
    {"cell_value", cell_value, METH_O, NULL},
    {"cell_contents", cell_contents, METH_O, NULL},
    {"append_to", append_to, METH_VARARGS, NULL},
    {"intern", intern, METH_VARARGS, NULL},
    {"caller_global", caller_global, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "tables", NULL, -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit_tables(void) { return PyModule_Create(&definition); }
