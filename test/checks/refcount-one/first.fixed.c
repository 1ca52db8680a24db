// options: MinPython=3.8
#include <Python.h>

/* True when the object is a temporary of the call in progress that nobody else refers to. */
static inline int
is_unique_temporary(PyObject *object)
{
#if PY_VERSION_HEX >= 0x030E0000
    return PyUnstable_Object_IsUniqueReferencedTemporary(object);
#elif defined(Py_GIL_DISABLED)
    return 0;
#else
    return Py_REFCNT(object) == 1;
#endif
}

/* The argument of a call is written to because nobody else seems to have it. */
static PyObject *
without_first(PyObject *module, PyObject *tuple)
{
    if (!PyTuple_Check(tuple) || PyTuple_GET_SIZE(tuple) == 0) {
        PyErr_SetString(PyExc_TypeError, "a tuple that is not empty");
        return NULL;
    }
    if (is_unique_temporary(tuple)) { // warn: the reference count of 'tuple' does not tell whether another thread is using it; ask 'PyUnstable_Object_IsUniqueReferencedTemporary' (Python 3.14)
        PyObject *first = PyTuple_GET_ITEM(tuple, 0);
        Py_INCREF(Py_None);
        PyTuple_SET_ITEM(tuple, 0, Py_None); // note: used here as if nobody else could see it
        Py_DECREF(first);
        Py_INCREF(tuple);
        return tuple;
    }
    return PySequence_List(tuple);
}

static PyMethodDef methods[] = {
    {"without_first", without_first, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

PyMethodDef *
table(void)
{
    return methods;
}
