#include <Python.h>

typedef struct {
  PyObject_HEAD
  Py_ssize_t count;
  PyObject **items;
} Vector;

// It says no to what a traversal does not ask for.
static PyObject *item_of(Vector *self, Py_ssize_t i) {
  if (i >= 0 && i < self->count)
    return self->items[i];
  PyErr_Format(PyExc_IndexError, "Index out of range: %zd", i);
  return NULL;
}
static PyObject *last_of(Vector *self) {
  if (self->count == 0)
    return PyErr_Format(PyExc_IndexError, "empty");
  return item_of(self, self->count - 1);
}

static int vector_traverse(Vector *self, visitproc visit, void *arg) {
  for (Py_ssize_t i = self->count; --i >= 0;)
    Py_VISIT(item_of(self, i));
  Py_VISIT(last_of(self));
  return 0;
}
PyTypeObject Vector_Type = {.tp_traverse = (traverseproc)vector_traverse};
