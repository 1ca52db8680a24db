#include <Python.h>

// One text serves all instantiations: a type written for one is wrong for another.

template <class Number>
Number
truth(PyObject *list)
{
    PyObject *item = PyList_GetItem(list, 0); // warn: borrowed // no fix: the code is a template
    if (item == nullptr) {
        return Number(0);
    }
    return Number(PyObject_IsTrue(item));
}

int
use(PyObject *list)
{
    return truth<int>(list);
}
