#include <Python.h>

static PyObject *cache;

// The other value is given in a branch that returns: the answer is still known.
PyObject *
memo(PyObject *key)
{
    PyObject *value = PyDict_GetItemWithError(cache, key);
    if (value == NULL && PyErr_Occurred()) {
        return NULL;
    }
    if (value != NULL) {
        value = PyObject_Repr(value);
        return value;
    }
    if (key == Py_None) {
        key = Py_True;
        return PyObject_Repr(key);
    }
    PyObject *made = PyObject_Repr(key);
    if (made == NULL) {
        return NULL;
    }
    if (PyDict_SetItem(cache, key, made) < 0) { // warn: 'PyDict_SetItem' adds to 'cache' what was missing before // review: what another thread put there first is used
        Py_DECREF(made);
        return NULL;
    }
    return made;
}

// Here the key is another one when it comes to the store.
PyObject *
other_key(PyObject *key)
{
    PyObject *value = PyDict_GetItemWithError(cache, key);
    if (value != NULL) {
        return Py_NewRef(value);
    }
    if (key == Py_None) {
        key = Py_True;
    }
    if (PyDict_SetItem(cache, key, Py_None) < 0) {
        return NULL;
    }
    return Py_NewRef(Py_None);
}
