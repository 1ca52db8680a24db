// also: c++
#include <Python.h>

/* The layout of GNU. */
PyObject *
value_of (PyObject *list, PyObject *dict)
{
  PyObject *item = PyList_GetItem (list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    {
      return NULL;
    }
  if (PyLong_Check (item))
    {
      return PyNumber_Absolute (item);
    }
  PyObject *value = PyDict_GetItem (dict, item); // warn: borrowed from 'dict'
  if (value == NULL)
    {
      PyErr_SetObject (PyExc_KeyError, dict);
    }
  if (value)
    {
      Py_INCREF (value);
    }
  return value;
}
