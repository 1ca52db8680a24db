// also: c++
#include <Python.h>

PyObject *lookup(PyTypeObject *type, PyObject *name) {
  PyObject *attribute = _PyType_Lookup(type, name); // warn: '_PyType_Lookup' returns a reference borrowed from 'type'
  Py_XINCREF(attribute);
  return attribute;
}
