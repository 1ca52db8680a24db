// check: freethreading-refcount-one
// Objects that are used again when nobody else seems to have them.

#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *last, *bag;

// As zip() does it: the tuple of the last round is filled again.
static PyObject *next_pair(PyObject *self, PyObject *args) {
  PyObject *one, *two, *result = last;
  if (!PyArg_ParseTuple(args, "OO", &one, &two))
    return NULL;
  if (result != NULL && Py_REFCNT(result) == 1) {
    PyObject *old = PyTuple_GET_ITEM(result, 0), *older = PyTuple_GET_ITEM(result, 1);
    Py_INCREF(one);
    PyTuple_SET_ITEM(result, 0, one);
    Py_INCREF(two);
    PyTuple_SET_ITEM(result, 1, two);
    Py_XDECREF(old);
    Py_XDECREF(older);
  } else {
    Py_XDECREF(last);
    last = result = PyTuple_Pack(2, one, two);
    if (result == NULL)
      return NULL;
  }
  Py_INCREF(result);
  return result;
}

// A copy on the first write.
static PyObject *put(PyObject *self, PyObject *value) {
  if (bag == NULL && (bag = PyList_New(0)) == NULL)
    return NULL;
  if (Py_REFCNT(bag) > 1) {
    PyObject *copy = PySequence_List(bag);
    if (copy == NULL)
      return NULL;
    Py_DECREF(bag);
    bag = copy;
  }
  if (PyList_Append(bag, value) < 0)
    return NULL;
  Py_INCREF(bag);
  return bag;
}

static PyObject *drop(PyObject *self, PyObject *ignored) {
  Py_CLEAR(last);
  Py_CLEAR(bag);
  Py_RETURN_NONE;
}

// The argument of the call is changed when it is a temporary.
static PyObject *reversed(PyObject *self, PyObject *list) {
  if (!PyList_CheckExact(list))
    return PyErr_Format(PyExc_TypeError, "a list, please");
  if (Py_REFCNT(list) == 1) {
    if (PyList_Reverse(list) < 0)
      return NULL;
    Py_INCREF(list);
    return list;
  }
  PyObject *copy = PySequence_List(list);
  if (copy == NULL || PyList_Reverse(copy) < 0) {
    Py_XDECREF(copy);
    return NULL;
  }
  return copy;
}

static PyObject *with_last(PyObject *self, PyObject *const *args, Py_ssize_t count) {
  if (count != 2 || !PyList_CheckExact(args[0]))
    return PyErr_Format(PyExc_TypeError, "a list and an object, please");
  PyObject *result = args[0];
  if (Py_REFCNT(result) < 2)
    Py_INCREF(result);
  else if ((result = PySequence_List(result)) == NULL)
    return NULL;
  if (PyList_Append(result, args[1]) < 0)
    Py_CLEAR(result);
  return result;
}

static PyMethodDef methods[] = {
    {"next_pair", next_pair, METH_VARARGS, NULL},
    {"put", put, METH_O, NULL},
    {"drop", drop, METH_NOARGS, NULL},
    {"reversed", reversed, METH_O, NULL},
    {"with_last", (PyCFunction)(void (*)(void))with_last, METH_FASTCALL, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "refcounts", NULL, -1, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_refcounts(void) { return PyModule_Create(&definition); }
