#include <Python.h>

typedef struct {
  PyObject_HEAD
  PyObject *item;
} Box;

// The exception is set on every way, or nothing leaves behind it.
static PyObject *item_of(Box *self) {
  PyErr_Clear();
  return self->item;
}
static int is_full(Box *self) {
  if (self->item == NULL)
    PyErr_SetString(PyExc_ValueError, "empty");
  return self->item != NULL;
}

static int box_traverse(Box *self, visitproc visit, void *arg) {
  if (is_full(self)) // warn: 'is_full' is called by a traverse function, but 'PyErr_SetString' touches the error indicator // no fix: it happens in a function that the traverse calls
    Py_VISIT(item_of(self)); // warn: 'item_of' is called by a traverse function, but 'PyErr_Clear' touches // no fix: it happens in a function that the traverse calls
  return 0;
}
PyTypeObject Box_Type = {.tp_traverse = (traverseproc)box_traverse};
