#include <Python.h>

static PyObject *shared; // warn: 'shared' is replaced by 'method' while another thread may use what it pointed to // no fix: it needs a lock

static void replace(PyObject **at, PyObject *with) { Py_XSETREF(*at, Py_XNewRef(with)); }
static void hand_on(PyObject **at, PyObject *with) { replace(at, with); }

static PyObject *method(PyObject *self, PyObject *object) {
  hand_on(&shared, object); // note: changed here by 'method'
  return PyBool_FromLong(shared == object); // note: used here by 'method'
}

PyCFunction functions[] = {method};
