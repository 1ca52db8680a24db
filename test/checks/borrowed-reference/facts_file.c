// options: FactsFile=Inputs/facts.yaml
// also: c++
#include <Python.h>

PyObject *registry_lookup(PyObject *name);

PyObject *use(PyObject *name) {
  PyObject *value = registry_lookup(name); // warn: 'registry_lookup' returns a reference borrowed // no fix: a function of this file returns the reference as borrowed
  Py_XINCREF(value);
  return value;
}

// The same field name in another struct.
struct other {
  PyObject_HEAD
  PyObject *fields;
};

PyObject *other_struct(struct other *self, PyObject *name) {
  PyObject *value = PyDict_GetItemWithError(self->fields, name); // warn: borrowed from 'self->fields'
  Py_XINCREF(value);
  return value;
}

static PyObject *unfrozen_names;

PyObject *other_name(PyObject *name) {
  PyObject *value = PyDict_GetItemWithError(unfrozen_names, name); // warn: borrowed from 'unfrozen_names'
  Py_XINCREF(value);
  return value;
}
