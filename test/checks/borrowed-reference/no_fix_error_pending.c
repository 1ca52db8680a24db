// also: c++
#include <Python.h>

struct object {
  PyObject_HEAD
  PyObject *callbacks;
};
PyObject *name_of(PyObject *self);

// The error of an argument would be set aside for good.
static void dealloc(PyObject *self) {
  PyObject *callback = PyDict_GetItem(((struct object *)self)->callbacks, name_of(self)); // warn: 'PyDict_GetItem' // no fix: an exception may be pending here, and the strong twin would touch it
  if (callback != NULL)
    PyErr_WriteUnraisable(callback);
  Py_TYPE(self)->tp_free(self);
}

// What is asked before would be asked while the exception is away.
static int clear(PyObject *self) {
  PyObject *callback;
  if (name_of(self) != NULL && (callback = PyDict_GetItem(((struct object *)self)->callbacks, self)) != NULL) // warn: 'PyDict_GetItem' // no fix: the call is nested
    PyErr_WriteUnraisable(callback);
  return 0;
}

static PyType_Slot slots[] = {{Py_tp_dealloc, (void *)dealloc}, {Py_tp_clear, (void *)clear}, {0, NULL}};

static PyType_Spec spec = {"example.object", sizeof(struct object), 0, Py_TPFLAGS_DEFAULT, slots};

PyObject *make_type(void) { return PyType_FromSpec(&spec); }
