// args: -DPy_GIL_DISABLED=1
#include <Python.h>

typedef struct {
    PyObject_HEAD
    PyObject *value;
    long uses;
} Box;

// The functions behind the macros, each way out with an end of its own.
static PyObject *
get_value(Box *self, PyObject *unused)
{
    PyCriticalSection section;
    PyCriticalSection_Begin(&section, (PyObject *)self);
    if (self->value == NULL) {
        PyCriticalSection_End(&section);
        Py_RETURN_NONE;
    }
    PyObject *value = Py_NewRef(self->value);
    self->uses++;
    PyCriticalSection_End(&section);
    return value;
}

static PyObject *
set_value(Box *self, PyObject *value)
{
    PyCriticalSection section;
    PyCriticalSection_Begin(&section, (PyObject *)self);
    PyObject *old = self->value;
    self->value = Py_NewRef(value);
    PyCriticalSection_End(&section);
    Py_XDECREF(old);
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"get_value", (PyCFunction)get_value, METH_NOARGS, NULL},
    {"set_value", (PyCFunction)set_value, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
