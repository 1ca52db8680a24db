// also: c++
#include <Python.h>

// The count is one higher while the reference is held.
int is_unique(PyObject *dict, PyObject *key) {
  PyObject *value = PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict' // no fix: the reference count of the object is read while it is held
  if (value == NULL)
    return -1;
  return Py_REFCNT(value) == 1;
}

int uses_the_field(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: the reference count of the object is read while it is held
  if (item == NULL)
    return -1;
  if (Py_REFCNT(item) > 1)
    return 0;
  return PyObject_IsTrue(item);
}

// Another object's count: it may be the same object.
int of_another(PyObject *list, PyObject *other) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: the reference count of the object is read while it is held
  if (item == NULL)
    return -1;
  return Py_REFCNT(other) == 1 && PyObject_IsTrue(item);
}

int not_meanwhile(PyObject *list, PyObject *other) {
  if (Py_REFCNT(other) == 1)
    return 0;
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return -1;
  int result = PyObject_IsTrue(item);
  Py_DECREF(item);
  return result;
}

// By a function of the file.
static inline int is_alone(PyObject *object) {
  return Py_REFCNT(object) == 1;
}

int asks_helper(PyObject *list, PyObject *value) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: the reference count of the object is read while it is held
  if (item == NULL)
    return -1;
  return is_alone(item) ? PyList_Append(item, value) : 0;
}
