// What is made to fit the container, and what is kept of its items.
#include <Python.h>

PyObject *fits(PyObject *self, PyObject *dict) {
  Py_ssize_t size = PyDict_Size(dict), pos = 0, i = 0;
  PyObject *value;
  char *kinds = PyMem_Malloc((size_t)size);
  if (kinds == NULL)
    return PyErr_NoMemory();
  while (PyDict_Next(dict, &pos, NULL, &value)) // warn: 'PyDict_Next' walks 'dict' // review: a lock is added
    kinds[i++] = (char)PyLong_Check(value);
  PyMem_Free(kinds);
  Py_RETURN_NONE;
}

PyObject *fits_no_more(PyObject *self, PyObject *dict) {
  Py_ssize_t size = PyDict_Size(dict), pos = 0, i = 0;
  PyObject *value;
  double *numbers = PyMem_Malloc((size_t)size * sizeof(double));
  if (numbers == NULL)
    return PyErr_NoMemory();
  while (PyDict_Next(dict, &pos, NULL, &value)) { // warn: 'PyDict_Next' walks 'dict' // no fix: a call in between may suspend the critical section
    numbers[i++] = PyFloat_AsDouble(value);
  }
  PyMem_Free(numbers);
  Py_RETURN_NONE;
}

// A size that is only compared decides nothing about memory.
PyObject *compared(PyObject *self, PyObject *dict) {
  Py_ssize_t pos = 0;
  PyObject *value;
  if (PyDict_Size(dict) == 0)
    Py_RETURN_NONE;
  while (PyDict_Next(dict, &pos, NULL, &value)) { // warn: 'PyDict_Next' walks 'dict' // review: a lock is added
    if (PyObject_IsTrue(value) < 0)
      return NULL;
  }
  Py_RETURN_NONE;
}

PyObject *best(PyObject *self, PyObject *dict) {
  Py_ssize_t pos = 0;
  PyObject *value, *found = NULL;
  while (PyDict_Next(dict, &pos, NULL, &value)) { // warn: 'PyDict_Next' walks 'dict' // no fix: the value is stored without a reference of its own
    if (PyLong_Check(value))
      found = value;
  }
  return Py_XNewRef(found);
}

PyObject *strong(PyObject *self, PyObject *dict) {
  Py_ssize_t pos = 0;
  PyObject *value, *found = NULL;
  while (PyDict_Next(dict, &pos, NULL, &value)) { // warn: 'PyDict_Next' walks 'dict' // review: a lock is added
    if (PyLong_Check(value)) {
      Py_INCREF(value);
      found = value;
      break;
    }
  }
  return found;
}

PyObject *last_item(PyObject *self, PyObject *list) {
  PyObject **items = ((PyListObject *)list)->ob_item; // warn: 'PyListObject.ob_item' reads the items of 'list' // review: a lock is added
  PyObject *found = NULL;
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list); ++i) {
    if (PyLong_Check(items[i]))
      found = items[i];
  }
  Py_XINCREF(found);
  return found;
}
