// also: c++
#include <Python.h>

static PyObject *registry;
static PyObject *fallback;

// The helper and all its callers change together.
static PyObject *lookup(PyObject *name) {
  PyObject *value;
  PyDict_GetItemRef(registry, name, &value); // warn: borrowed from 'registry' // review: 'lookup' returns a new reference
  if (value == NULL && !PyErr_Occurred())
    PyErr_SetObject(PyExc_KeyError, name);
  return value;
}
PyObject *text_of(PyObject *name) {
  PyObject *value = lookup(name); // warn: 'lookup' returns a reference borrowed // review: 'lookup' returns a new reference
  if (value == NULL)
    return NULL;
  PyObject *result = PyObject_Str(value);
  Py_DECREF(value);
  return result; // note: used here
}
PyObject *strong(PyObject *name) {
  PyObject *value = lookup(name); // warn: 'lookup' returns a reference borrowed // review: 'lookup' returns a new reference
  // note: used here
  return value;
}
// Not a hazard, but it has to release what it gets now.
int known(PyObject *name) {
  PyObject *value = lookup(name);
  if (value == NULL) {
    PyErr_Clear();
    return 0;
  }
  Py_DECREF(value);
  return 1;
}
int known_too(PyObject *name) {
  PyObject *item = lookup(name);
  int result = item == NULL;
  Py_XDECREF(item);
  if (result) {
    PyErr_Clear();
    return 0;
  }
  return 1;
}
int length_of(PyObject *name) {
  PyObject *item = lookup(name);
  int result = (int)PyObject_Size(item);
  Py_XDECREF(item);
  return result; // warn: 'lookup' returns a reference borrowed // review: 'lookup' returns a new reference
}

// One helper hands on what another one gives; a third value is lent by somebody
// who stays.
static PyObject *find(PyObject *key) {
  PyObject *item;
  PyDict_GetItemRef(registry, key, &item);
  return item; // warn: borrowed from 'registry' // review: 'find' returns a new reference
}
static PyObject *find_or(PyObject *key, PyObject *otherwise) {
  PyObject *found = find(key); // warn: 'find' returns // review: 'find' returns a new reference
  if (found != NULL)
    return found; // note: used here
  if (PyErr_Occurred())
    return NULL;
  if (otherwise == NULL) {
    Py_XINCREF(fallback);
    return fallback;
  }
  Py_XINCREF(otherwise);
  return otherwise;
}
static PyObject *find_or_none(PyObject *key) {
  PyObject *found;
  found = find_or(key, NULL); // warn: 'find_or' returns // review: 'find_or' returns a new reference
  if (!found) {
    PyErr_Clear();
    Py_INCREF(Py_None);
    return Py_None;
  }
  return found; // note: used here
}
int prints(PyObject *key, FILE *out) {
  PyObject *found = find_or_none(key); // warn: 'find_or_none' returns // review: 'find_or_none' returns a new reference
  int rc = PyObject_Print(found, out, 0); // note: used here
  Py_XDECREF(found);
  if (rc < 0)
    return -1;
  return 0;
}

// A new value that the table keeps: it is released where it is not returned.
static PyObject *get_or_make(PyObject *key) {
  PyObject *found;
  PyDict_GetItemRef(registry, key, &found); // warn: borrowed from 'registry' // review: 'get_or_make' returns a new reference
  if (found == NULL) {
    int status;
    if (PyErr_Occurred())
      return NULL;
    found = PyDict_New();
    if (found == NULL)
      return NULL;
    status = PyDict_SetItem(registry, key, found);
    if (status < 0) {
      Py_DECREF(found);
      return NULL;
    }
  }
  return found; // note: used here
}
Py_ssize_t size_of(PyObject *key) {
  PyObject *found = get_or_make(key); // warn: 'get_or_make' returns // review: 'get_or_make' returns a new reference
  if (found == NULL)
    return -1;
  Py_ssize_t result = PyObject_Size(found);
  Py_DECREF(found);
  return result; // note: used here
}

// Two look-ups share the variable and end at one place.
static PyObject *either(PyObject *key, PyObject *other) {
  PyObject *found;
  PyDict_GetItemRef(registry, key, &found); // warn: borrowed from 'registry' // review: 'either' returns a new reference
  if (found == NULL && !PyErr_Occurred())
    PyDict_GetItemRef(registry, other, &found); // warn: borrowed from 'registry' // review: 'either' returns a new reference
  return found; // note: used here
}
PyObject *text_of_either(PyObject *key, PyObject *other) {
  PyObject *found = either(key, other); // warn: 'either' returns // review: 'either' returns a new reference
  PyObject *result = found ? PyObject_Str(found) : NULL;
  Py_XDECREF(found);
  return result; // note: used here
}
