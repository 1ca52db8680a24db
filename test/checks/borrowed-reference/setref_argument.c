// also: c++
#include <Python.h>

struct object {
  PyObject_HEAD
  PyObject *number;
};

int setref(struct object *self, PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return -1;
  int truth = PyObject_IsTrue(item);
  Py_XSETREF(self->number, PyNumber_Long(item));
  return truth;
}

PyObject *rich_compare(PyObject *list, int op) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: a macro in the way may leave the function
  if (item == NULL)
    return NULL;
  Py_RETURN_RICHCOMPARE(PyLong_AsLong(item), 0, op);
}
