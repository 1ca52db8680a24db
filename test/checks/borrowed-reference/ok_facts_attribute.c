// also: c++
#include <Python.h>

#define FTIDY(fact) __attribute__((annotate("ftidy:" fact)))

// What the project knows, said on the declarations.
struct descriptor {
  PyObject_HEAD
  PyObject *fields FTIDY("immutable");
};

static PyObject *constants FTIDY("immutable");

PyObject *get_constants(void) FTIDY("immutable");

static int setup(PyObject *dict) FTIDY("init_only");

PyObject *field(struct descriptor *self, PyObject *name) {
  PyObject *value = PyDict_GetItemWithError(self->fields, name);
  Py_XINCREF(value);
  return value;
}

PyObject *constant(PyObject *name) {
  PyObject *value = PyDict_GetItemWithError(constants, name);
  Py_XINCREF(value);
  return value;
}

PyObject *by_function(PyObject *name) {
  PyObject *value = PyDict_GetItemWithError(get_constants(), name);
  return value ? PyObject_Str(value) : NULL;
}

PyObject *by_variable(PyObject *name) {
  PyObject *dict = get_constants();
  PyObject *value = PyDict_GetItemWithError(dict, name);
  return value ? PyObject_Str(value) : NULL;
}

static int setup(PyObject *dict) {
  PyObject *value = PyDict_GetItemString(dict, "value");
  return value ? PyObject_IsTrue(value) : -1;
}

int at_start(PyObject *dict) { return setup(dict); }

PyObject *private_argument(PyObject *options FTIDY("call_private")) {
  PyObject *value = PyDict_GetItemString(options, "value");
  Py_XINCREF(value);
  return value;
}
