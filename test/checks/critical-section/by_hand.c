// args: -DPy_GIL_DISABLED=1
#include <Python.h>

typedef struct {
  PyObject_HEAD
  PyObject *unit;
} Meter;

static int set_unit(Meter *self, PyObject *value, void *closure) {
#ifdef Py_GIL_DISABLED
  PyCriticalSection cs;
  PyCriticalSection_Begin(&cs, (PyObject *)self);
#endif
  if (value != NULL && !PyUnicode_Check(value)) {
    PyErr_SetString(PyExc_TypeError, "not a string");
    return -1; // warn: 'return' leaves the critical section on '(PyObject *)self' without ending it // no fix: not every exit can be given its release
  }
  Py_XSETREF(self->unit, Py_XNewRef(value));
#ifdef Py_GIL_DISABLED
  PyCriticalSection_End(&cs);
#endif
  return 0;
}

static int both_ways(Meter *self, PyObject *value) {
  PyCriticalSection cs;
  PyCriticalSection_Begin(&cs, (PyObject *)self);
  if (value == NULL) {
    PyCriticalSection_End(&cs);
    return -1;
  }
  Py_XSETREF(self->unit, Py_NewRef(value));
  PyCriticalSection_End(&cs);
  return 0;
}

static int to_the_end(Meter *self, PyObject *value) {
  int result = -1;
  PyCriticalSection cs;
  PyCriticalSection_Begin(&cs, (PyObject *)self);
  if (value == NULL)
    goto done;
  Py_XSETREF(self->unit, Py_NewRef(value));
  result = 0;
done:
  PyCriticalSection_End(&cs);
  return result;
}

static int under_a_condition(Meter *self, PyObject *value, int lock) {
  PyCriticalSection cs;
  if (lock) {
    PyCriticalSection_Begin(&cs, (PyObject *)self);
  }
  if (value == NULL) {
    if (lock)
      PyCriticalSection_End(&cs);
    return -1;
  }
  if (lock) {
    PyCriticalSection_End(&cs);
  }
  return 0;
}
