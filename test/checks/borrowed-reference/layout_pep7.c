// also: c++
#include <Python.h>

/* The layout of PEP 7. */
PyObject *
value_of(PyObject *dict, PyObject *key)
{
    PyObject *value;

    value = PyDict_GetItem(dict, key);                  // warn: borrowed from 'dict'
    if (value == NULL) {
        return NULL;
    }
    if (PyLong_Check(value)) {
        return PyNumber_Absolute(value);
    }
    else if (PyFloat_Check(value)) {
        return PyNumber_Long(value);
    }
    else {
        PyErr_SetString(PyExc_TypeError, "number expected");
        return NULL;
    }
}

int
truth_of(PyObject *dict, PyObject *key)
{
    PyObject *value = PyDict_GetItemString(dict,        // warn: borrowed from 'dict'
                                           "value");
    if (value == NULL)
        return 0;

    int result = PyObject_IsTrue(value);

    return result;
}
