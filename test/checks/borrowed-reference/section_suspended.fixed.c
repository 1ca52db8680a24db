// also: c++
#include <Python.h>

// Calls that may run Python code or detach may suspend the section: other
// threads come in, and the item may go.
long before_last_use(PyObject *list, PyObject *other) {
  long result = -1;
  Py_BEGIN_CRITICAL_SECTION(list);
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (item != NULL && PyObject_IsTrue(other) > 0)
    result = PyLong_AsLong(item);
  Py_XDECREF(item);
  Py_END_CRITICAL_SECTION();
  return result;
}

// An inner section that has to wait gives up the outer one.
PyObject *inner_section(PyObject *list, PyObject *other) {
  PyObject *item;
  Py_BEGIN_CRITICAL_SECTION(list);
  item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  Py_BEGIN_CRITICAL_SECTION(other);
  Py_END_CRITICAL_SECTION();
  Py_END_CRITICAL_SECTION();
  return item;
}

// Suspended before the lookup or after the last use does no harm.
PyObject *elsewhere(PyObject *list, PyObject *other) {
  PyObject *item;
  Py_BEGIN_CRITICAL_SECTION(list);
  PyObject_IsTrue(other);
  item = PyList_GetItem(list, 0);
  Py_XINCREF(item);
  PyObject_IsTrue(other);
  Py_END_CRITICAL_SECTION();
  return item;
}

/* So does what a function of the file releases. */
struct note {
  PyObject_HEAD
  PyObject *last;
};
static void note(struct note *self, PyObject *value) {
  PyObject *old = self->last;
  self->last = Py_NewRef(value);
  Py_XDECREF(old);
}
Py_ssize_t noted(struct note *self, PyObject *list) {
  Py_ssize_t n = -1;
  Py_BEGIN_CRITICAL_SECTION(list);
  if (PyList_GET_SIZE(list) > 0) {
    PyObject *first = PyList_GET_ITEM(list, 0); // warn: 'PyList_GET_ITEM' returns a reference borrowed from 'list' // no fix: the strong twin can fail where the old call could not
    note(self, Py_None);
    n = PyObject_Size(first);
  }
  Py_END_CRITICAL_SECTION();
  return n;
}
