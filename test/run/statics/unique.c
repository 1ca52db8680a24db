// check: freethreading-refcount-one
// before: may pass
/* An argument is written to when nobody else has it. The interpreters of today count
   what a caller holds, so that the original often does no harm. */
#include <Python.h>

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

static PyMethodDef methods[] = {
    {"reversed", reversed, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot slots[] = {
#ifdef Py_GIL_DISABLED
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "unique", NULL, 0, methods, slots, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_unique(void) { return PyModuleDef_Init(&definition); }
