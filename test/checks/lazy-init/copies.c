#include <Python.h>

static PyObject *cache; // note: declared here
PyObject *left_early(void) {
  PyObject *result = cache;
  if (result != NULL) // warn: 'cache' is filled on first use: two threads may both find it unset // no fix: the fill is not a plain 'if' whose branch ends after it
    return Py_NewRef(result);
  result = PyDict_New();
  if (result == NULL)
    return NULL;
  cache = result; // note: filled here
  return Py_NewRef(result);
}

static PyObject *other; // note: declared here
PyObject *branch(void) {
  PyObject *result;
  result = other;
  if (result == NULL) // warn: 'other' is filled on first use // no fix: the fill is not a plain 'if'
    result = other = PyDict_New(); // note: filled here
  return Py_XNewRef(result);
}

static PyObject *names[4]; // note: declared here
PyObject *element(int i) {
  PyObject *name = names[i];
  if (!name) { // warn: 'names' is filled on first use // no fix: the fill is not a plain 'if'
    name = PyUnicode_FromFormat("name %d", i);
    names[i] = name; // note: filled here
  }
  return Py_XNewRef(name);
}

/* A helper does so with what it gets the address of. */
static PyObject *get(PyObject **slot) {
  PyObject *value = *slot;
  if (value == NULL) {
    value = PyDict_New();
    *slot = value;
  }
  return value;
}
PyObject *through_helper(void) {
  static PyObject *slot; // note: declared here
  return Py_XNewRef(get(&slot)); // warn: 'slot' is filled on first use by 'get' // no fix: a function fills the variable through its address
}
