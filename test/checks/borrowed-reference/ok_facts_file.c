// options: FactsFile=Inputs/facts.yaml
// also: c++
#include <Python.h>

struct descriptor {
  PyObject_HEAD
  PyObject *fields;
};

typedef struct {
  PyObject_HEAD
  PyObject *names;
} Anonymous;

static PyObject *constants, *frozen_names;

PyObject *get_constants(void);

PyObject *field(struct descriptor *self, PyObject *name) {
  PyObject *value = PyDict_GetItemWithError(self->fields, name);
  Py_XINCREF(value);
  return value;
}

PyObject *of_a_typedef(Anonymous *self, PyObject *name) {
  PyObject *value = PyDict_GetItemWithError(self->names, name);
  Py_XINCREF(value);
  return value;
}

PyObject *variable(PyObject *name) {
  PyObject *value = PyDict_GetItemWithError(constants, name);
  return value ? PyObject_Str(value) : NULL;
}

PyObject *function(PyObject *name) {
  PyObject *value = PyDict_GetItemWithError(get_constants(), name);
  return value ? PyObject_Str(value) : NULL;
}

PyObject *pattern(PyObject *name) {
  PyObject *value = PyDict_GetItemWithError(frozen_names, name);
  return value ? PyObject_Str(value) : NULL;
}

int setup(PyObject *dict) {
  PyObject *value = PyDict_GetItemString(dict, "value");
  return value ? PyObject_IsTrue(value) : -1;
}

int parse_options(PyObject *options) {
  PyObject *value = PyDict_GetItemString(options, "value");
  return value ? PyObject_IsTrue(value) : -1;
}
