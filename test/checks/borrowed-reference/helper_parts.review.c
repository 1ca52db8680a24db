// options: MinPython=3.13
#include <Python.h>

typedef struct {
  PyObject_HEAD
  PyObject *type;
} Box;
static PyTypeObject Box_Type;

// Functions that give nothing, or a part of what they are given.
static PyObject *wrong(PyObject *found) {
  PyErr_Format(PyExc_TypeError, "unexpected %s", Py_TYPE(found)->tp_name);
  return NULL;
}
static PyObject *unwrapped(PyObject *found) { return PyTuple_GET_ITEM(found, 0); }

// All that it returns is new from now on: what it found, a part of it, what its
// argument keeps.
static PyObject *type_of(PyObject *types, PyObject *what) {
  if (PyUnicode_Check(what)) {
    PyObject *found;
    if (PyDict_GetItemRef(types, what, &found) < 0) {
      PyErr_Clear();
    } // warn: borrowed from 'types' // review: 'type_of' returns a new reference
    if (found == NULL) {
      int status;
      found = PyObject_Str(what);
      if (found == NULL)
        return NULL;
      status = PyDict_SetItem(types, what, found);
      // the dictionary has it
      if (status < 0) {
        Py_DECREF(found);
        return NULL;
      }
    }
    if (PyUnicode_Check(found))
      return found;
    else if (PyTuple_Check(found) && PyTuple_GET_SIZE(found) > 0) {
      PyObject *result = unwrapped(found);
      Py_XINCREF(result);
      Py_DECREF(found);
      return result;
    }
    else {
      PyObject *result = wrong(found);
      Py_DECREF(found);
      return result;
    }
  } else if (PyTuple_Check(what)) {
    Py_XINCREF(what);
    return what;
  } else if (Py_TYPE(what) == &Box_Type) {
    Py_XINCREF(((Box *)what)->type);
    return ((Box *)what)->type;
  }
#if PY_MAJOR_VERSION < 3
  else if (PyString_Check(what)) {
    return type_of(types, PyString_AsUnicode(what));
  }
#endif
  else {
    return wrong(what);
  }
}

PyObject *name(PyObject *types, PyObject *what) {
  PyObject *type;
  type = type_of(types, what); // warn: borrowed from 'types' // review: returns a new reference
  if (type == NULL)
    return NULL;
  PyObject *result = PyObject_Str(type);
  Py_DECREF(type);
  return result;
}

int is_text(PyObject *types, PyObject *what) {
  PyObject *type = type_of(types, what); // warn: borrowed from 'types' // review: returns a new reference
  int result = type != NULL && PyUnicode_Check(type);
  if (type == NULL)
    PyErr_Clear();
  Py_XDECREF(type);
  return result;
}

PyObject *taken(PyObject *types, PyObject *what) {
  PyObject *type = type_of(types, what); // warn: borrowed from 'types' // review: returns a new reference
  if (type == NULL) {
    PyErr_Clear();
    type = PyObject_Repr(what);
  }
  return type;
}
