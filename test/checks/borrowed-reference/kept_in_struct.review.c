#include <Python.h>

// A pointer into the object is put into a struct of this call: both end when it
// returns.
typedef struct {
  const char *data;
  Py_ssize_t size;
} View;
Py_ssize_t sum(View *view);

PyObject *first_sum(PyObject *list) {
  PyObject *item_kept = NULL;
  View view;
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list' // review: the object in 'item' lives until the function returns
  item_kept = item;
  if (item == NULL)
    return NULL;
  if (!PyBytes_Check(item)) { // note: used here
    Py_XDECREF(item_kept);
    return NULL;
  }
  view.data = PyBytes_AsString(item);
  view.size = PyBytes_Size(item);
  PyObject *result = PyLong_FromSsize_t(sum(&view));
  Py_XDECREF(item_kept);
  return result;
}

int in_a_local_array(PyObject *dict) {
  PyObject *name_kept = NULL;
  const char *names[2] = {NULL, NULL};
  PyObject *name;
  if (PyDict_GetItemStringRef(dict, "name", &name) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'dict' // review: the object in 'name' lives until the function returns
  name_kept = name;
  if (name != NULL)
    names[0] = PyUnicode_AsUTF8(name); // note: used here
  int result = names[0] != NULL && names[0][0] == '_';
  Py_XDECREF(name_kept);
  return result;
}

// In a loop the pointer would be there longer than the object.
PyObject *all_sums(PyObject *list) {
  View views[2] = {{NULL, 0}, {NULL, 0}};
  Py_ssize_t total = 0;
  for (Py_ssize_t i = 0; i < 2; i++) {
    PyObject *item = PyList_GetItem(list, i); // warn: borrowed from 'list' // no fix: a pointer into the object outlives it
    if (item == NULL)
      return NULL;
    if (!PyBytes_Check(item)) // note: used here
      continue;
    total += sum(&views[0]);
    views[0].data = PyBytes_AsString(item);
    views[0].size = PyBytes_Size(item);
  }
  return PyLong_FromSsize_t(total);
}

// A struct of somebody else lives longer.
int fill(View *view, PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: a pointer into the object outlives it
  if (item == NULL)
    return -1;
  if (!PyBytes_Check(item)) // note: used here
    return 0;
  view->data = PyBytes_AsString(item);
  return 0;
}
