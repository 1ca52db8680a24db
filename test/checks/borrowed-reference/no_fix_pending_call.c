#include <Python.h>

/* Nobody hears whether the call of the round before has failed. */
typedef struct {
  void (*pack)(PyObject *, void *);
  int padding;
} Field;

void pack_all(Field *fields, int n, PyObject *names, PyObject *data, void *out) {
  for (int i = 0; i < n; i++) {
    PyObject *value = PyDict_GetItem(data, PyTuple_GET_ITEM(names, i)); // warn: 'PyDict_GetItem' returns a reference borrowed from 'data' // no fix: an exception may be pending here, and the strong twin would touch it
    if (value == NULL) {
      PyErr_SetString(PyExc_KeyError, "missing");
      break;
    }
    fields[i].pack(value, out);
  }
}
