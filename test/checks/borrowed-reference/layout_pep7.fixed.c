// also: c++
#include <Python.h>

/* The layout of PEP 7. */
PyObject *
value_of(PyObject *dict, PyObject *key)
{
    PyObject *value;

    if (PyDict_GetItemRef(dict, key, &value) < 0) {
        PyErr_Clear();
    }                  // warn: borrowed from 'dict'
    if (value == NULL) {
        return NULL;
    }
    if (PyLong_Check(value)) {
        PyObject *result = PyNumber_Absolute(value);
        Py_DECREF(value);
        return result;
    }
    else if (PyFloat_Check(value)) {
        PyObject *result = PyNumber_Long(value);
        Py_DECREF(value);
        return result;
    }
    else {
        PyErr_SetString(PyExc_TypeError, "number expected");
        Py_DECREF(value);
        return NULL;
    }
}

int
truth_of(PyObject *dict, PyObject *key)
{
    PyObject *value;
    if (PyDict_GetItemStringRef(dict,        // warn: borrowed from 'dict'
                                           "value", &value) < 0) {
        PyErr_Clear();
    }
    if (value == NULL)
        return 0;

    int result = PyObject_IsTrue(value);
    Py_DECREF(value);

    return result;
}
