// also: c++
#include <Python.h>

struct box {
  PyObject_HEAD
  PyObject *items;
};

PyObject *pair(PyObject *a, PyObject *b) {
  PyObject *tuple = PyTuple_New(2);
  if (tuple == NULL)
    return NULL;
  Py_INCREF(a);
  PyTuple_SET_ITEM(tuple, 0, a);
  Py_INCREF(b);
  PyTuple_SET_ITEM(tuple, 1, b);
  return tuple;
}

// Filled first, stored then.
int stored_after(struct box *self, PyObject *item) {
  PyObject *list = PyList_New(1);
  if (list == NULL)
    return -1;
  Py_INCREF(item);
  PyList_SET_ITEM(list, 0, item);
  self->items = list;
  return 0;
}

// What a caller passes is the caller's business.
void fill(PyObject *list, PyObject *item) {
  Py_INCREF(item);
  PyList_SET_ITEM(list, 0, item);
}

static int init(struct box *self, PyObject *args, PyObject *kwargs) {
  (void)kwargs;
  self->items = PyList_New(1);
  if (self->items == NULL)
    return -1;
  Py_INCREF(args);
  PyList_SET_ITEM(self->items, 0, args);
  return 0;
}

static PyType_Slot slots[] = {{Py_tp_init, (void *)init}, {0, NULL}};
PyType_Spec spec = {"box", sizeof(struct box), 0, Py_TPFLAGS_DEFAULT, slots};

static PyObject *locked(PyObject *op, PyObject *item) {
  struct box *self = (struct box *)op;
  Py_INCREF(item);
  Py_BEGIN_CRITICAL_SECTION(self);
  PyList_SET_ITEM(self->items, 0, item);
  Py_END_CRITICAL_SECTION();
  Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"locked", locked, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

PyMethodDef *table(void) { return methods; }
