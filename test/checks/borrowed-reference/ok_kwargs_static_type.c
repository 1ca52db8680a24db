#include <Python.h>

static PyObject *object_new(PyTypeObject *type, PyObject *args, PyObject *kwds) {
  PyObject *size = kwds ? PyDict_GetItemString(kwds, "size") : NULL;
  return type->tp_alloc(type, size ? PyLong_AsSsize_t(size) : 0);
}

static int object_init(PyObject *self, PyObject *args, PyObject *kwds) {
  PyObject *name = kwds ? PyDict_GetItemString(kwds, "name") : NULL;
  return name ? PyObject_SetAttrString(self, "name", name) : 0;
}

static PyObject *object_call(PyObject *self, PyObject *args, PyObject *kwds) {
  PyObject *value = kwds ? PyDict_GetItemString(kwds, "value") : NULL;
  Py_XINCREF(value);
  return value;
}

static PyTypeObject designated = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "example.designated",
    .tp_basicsize = sizeof(PyObject),
    .tp_call = object_call,
    .tp_init = object_init,
};

static PyTypeObject assigned = {PyVarObject_HEAD_INIT(NULL, 0) "example.assigned"};

PyTypeObject *ready(int n) {
  assigned.tp_new = object_new;
  return n ? &assigned : &designated;
}
