#include <Python.h>

// The old names are macros that cast their argument, the new ones are not.
PyObject *cell(PyCellObject *cell) {
  PyObject *value = PyCell_GET(cell); // warn: borrowed from 'cell' // no fix: an argument is not a 'PyObject *'
  Py_XINCREF(value);
  return value;
}

int weakref(PyWeakReference *ref) {
  PyObject *object = PyWeakref_GET_OBJECT(ref); // warn: borrowed from 'ref' // no fix: an argument is not a 'PyObject *'
  if (object == Py_None)
    return -1;
  return PyObject_IsTrue(object);
}

struct ordered {
  PyDictObject dict;
};
PyObject *odict(struct ordered *dict, PyObject *key) {
  PyObject *value = PyODict_GetItemWithError(dict, key); // warn: borrowed from 'dict' // no fix: an argument is not a 'PyObject *'
  Py_XINCREF(value);
  return value;
}
