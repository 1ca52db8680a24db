// What is handed on by its address is not replaced.
#include <Python.h>

typedef struct {
    PyTypeObject super;
    int kind;
} Meta;

extern Meta ok_elsewhere;
static Meta ok_here;

static int
mark(PyObject *object, PyObject **type)
{
    if (PyLong_Check(object)) {
        Py_INCREF(&ok_elsewhere);
        Py_SETREF(*type, (PyObject *)&ok_elsewhere);
        return 1;
    }
    Py_INCREF(&ok_here);
    Py_XSETREF(*type, (PyObject *)&ok_here);
    return 0;
}

static PyObject *
method(PyObject *self, PyObject *arg)
{
    PyObject *type = Py_NewRef(Py_None);
    if (mark(arg, &type) && type == (PyObject *)&ok_here) {
        Py_DECREF(type);
        return NULL;
    }
    return type;
}

PyCFunction functions[] = {method};
