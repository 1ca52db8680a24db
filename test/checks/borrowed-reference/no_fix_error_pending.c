// also: c++
#include <Python.h>

struct object {
  PyObject_HEAD
  PyObject *callbacks;
};

// tp_dealloc and tp_clear run with whatever exception is pending; clearing the
// error of the new call would clear that one.
static void dealloc(PyObject *self) {
  PyObject *callback = PyDict_GetItemString(((struct object *)self)->callbacks, "dealloc"); // warn: 'PyDict_GetItemString' // no fix: an exception may be pending here, and the strong twin would touch it
  if (callback != NULL)
    PyErr_WriteUnraisable(callback);
  Py_TYPE(self)->tp_free(self);
}

static int clear(PyObject *self) {
  PyObject *callback = PyDict_GetItem(((struct object *)self)->callbacks, self); // warn: 'PyDict_GetItem' // no fix: an exception may be pending here, and the strong twin would touch it
  if (callback != NULL)
    PyErr_WriteUnraisable(callback);
  return 0;
}

static PyType_Slot slots[] = {{Py_tp_dealloc, (void *)dealloc}, {Py_tp_clear, (void *)clear}, {0, NULL}};

static PyType_Spec spec = {"example.object", sizeof(struct object), 0, Py_TPFLAGS_DEFAULT, slots};

PyObject *make_type(void) { return PyType_FromSpec(&spec); }
