// also: c++
#include <Python.h>

// Published at the end of a round, used in the next.
int collect(PyObject *registry, PyObject *name, PyObject *iterator) {
  PyObject *list = PyList_New(0);
  if (list == NULL)
    return -1;
  PyObject *item;
  while ((item = PyIter_Next(iterator))) {
    if (PyList_GET_SIZE(list) > 0) {
      PyObject *last = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
      if (last == NULL)
        break;
      PyObject_Print(last, stdout, 0);
      Py_DECREF(last);
    }
    PyList_Append(list, item);
    Py_DECREF(item);
    PyDict_SetItem(registry, name, list);
  }
  Py_DECREF(list);
  return 0;
}
