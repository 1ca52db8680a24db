// also: c++
#include <Python.h>

/* The layout of GNU. */
PyObject *
value_of (PyObject *list, PyObject *dict)
{
  PyObject *item = PyList_GetItemRef (list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    {
      return NULL;
    }
  if (PyLong_Check (item))
    {
      PyObject *result = PyNumber_Absolute (item);
      Py_DECREF(item);
      return result;
    }
  PyObject *value;
  if (PyDict_GetItemRef(dict, item, &value) < 0) {
    PyErr_Clear();
  } // warn: borrowed from 'dict'
  Py_DECREF(item);
  if (value == NULL)
    {
      PyErr_SetObject (PyExc_KeyError, dict);
    }
  return value;
}
