#include <Python.h>

typedef struct {
  PyObject_HEAD
  PyObject *list;
  Py_ssize_t at;
} Iterator;

// Where it ends no error is left.
static PyObject *next_item(Iterator *self) {
  if (self->at >= PyList_GET_SIZE(self->list))
    return NULL;
  PyObject *item = PyList_GET_ITEM(self->list, self->at); // warn: borrowed from 'self->list' // review: leaves the function
  self->at++;
  Py_INCREF(item);
  return item;
}

PyType_Slot slots[] = {{Py_tp_iternext, (void *)next_item}, {0, NULL}};
