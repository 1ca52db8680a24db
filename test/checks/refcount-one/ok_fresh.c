#include <Python.h>

/* Nobody else can have it: it was made here, and the count tells whether
   filling it has kept references. */
PyObject *fresh(PyObject *iterable) {
  PyObject *list = PySequence_List(iterable);
  if (list == NULL)
    return NULL;
  if (Py_REFCNT(list) == 1)
    return list;
  Py_DECREF(list);
  return NULL;
}

static int own(PyObject *tuple) {
  return Py_REFCNT(tuple) == 1;
}

PyObject *handed_on(void) {
  PyObject *tuple = PyTuple_New(2);
  if (tuple == NULL || own(tuple))
    return tuple;
  return NULL;
}
