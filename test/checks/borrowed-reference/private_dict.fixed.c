#include <Python.h>

PyObject *by_name(PyObject *dict) {
  PyObject *value;
  PyDict_GetItemStringRef(dict, "name", &value); // warn: '_PyDict_GetItemStringWithError' returns a reference borrowed from 'dict'
  if (value == NULL)
    return NULL;
  return value;
}

PyObject *by_hash(PyObject *dict, PyObject *key, Py_hash_t hash) {
  PyObject *value = _PyDict_GetItem_KnownHash(dict, key, hash); // warn: '_PyDict_GetItem_KnownHash' returns // no fix: there is no strong twin for this call
  Py_XINCREF(value);
  return value;
}
