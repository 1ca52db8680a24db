// also: c++
// The look-up fills the variable that is given the new object, too.
#include <Python.h>

PyObject *listeners;

PyObject *subscribe(PyObject *self, PyObject *args) {
  PyObject *name, *cb, *list;
  if (!PyArg_ParseTuple(args, "OO", &name, &cb))
    return NULL;
  if (PyDict_GetItemRef(listeners, name, &list) < 0)
    return NULL;
  if (list == NULL) {
    list = PyList_New(0);
    if (list == NULL)
      return NULL;
    if (PyDict_SetItem(listeners, name, list) < 0) { // warn: adds to 'listeners' what was missing before // review: what another thread put there first is used
      Py_DECREF(list);
      return NULL;
    }
  }
  if (PyList_Append(list, cb) < 0) {
    Py_DECREF(list);
    return NULL;
  }
  Py_DECREF(list);
  Py_RETURN_NONE;
}
