#include <Python.h>

// A function in sight that only calls what does not throw.
static int stored(PyObject *list, Py_ssize_t i, PyObject *value) {
  if (i < 0 || i >= PyList_Size(list)) {
    PyErr_SetString(PyExc_IndexError, "no such item");
    return -1;
  }
  return PyList_SetItem(list, i, Py_XNewRef(value));
}
int followed(PyObject *list, PyObject *indices, PyObject *name, PyObject *value) {
  PyObject *index = PyDict_GetItem(indices, name); // warn: borrowed from 'indices'
  if (index)
    return stored(list, PyNumber_AsSsize_t(index, 0), value);
  return PyObject_GenericSetAttr(list, name, value);
}

void unseen(int n);
static void deeper(int n) {
  if (n > 0)
    unseen(n);
}
int may_throw(PyObject *dict, PyObject *key, int n) {
  PyObject *value = PyDict_GetItem(dict, key); // warn: borrowed from 'dict' // no fix: an exception may leave the function before the release
  if (value == nullptr)
    return -1;
  deeper(n);
  return PyObject_IsTrue(value);
}

// The argument is there before the call is made.
class Key {
public:
  explicit Key(PyObject *object);
  operator PyObject *() const;

private:
  PyObject *object;
};
PyObject *argument(PyObject *dict, PyObject *object) {
  Key key(object);
  PyObject *value = PyDict_GetItem(dict, key); // warn: borrowed from 'dict'
  if (value) {
    Py_INCREF(value);
    return value;
  }
  return PyLong_FromLong(0);
}
