#include <Python.h>

typedef struct {
    PyObject_HEAD
    PyObject *given; // the caller has it, too
    PyObject *own;
} View;

static int
view_init(View *self, PyObject *args, PyObject *kwargs)
{
    PyObject *given;
    if (!PyArg_ParseTuple(args, "O!", &PyDict_Type, &given)) {
        return -1;
    }
    self->given = Py_NewRef(given);
    self->own = PyDict_New();
    return self->own == NULL ? -1 : 0;
}

// The lock of the view keeps nobody off a dictionary of the caller.
static PyObject *
count_given(View *self, PyObject *unused)
{
    PyObject *key, *value;
    Py_ssize_t position = 0, nones = 0;
    Py_BEGIN_CRITICAL_SECTION(self); // note: the critical section here is on something else
    Py_BEGIN_CRITICAL_SECTION(self->given);
    while (PyDict_Next(self->given, &position, &key, &value)) { // warn: 'PyDict_Next' walks 'self->given' without its lock // review: a lock is added
        nones += value == Py_None;
    }
    Py_END_CRITICAL_SECTION();
    Py_END_CRITICAL_SECTION();
    return PyLong_FromSsize_t(nones);
}

static PyObject *
count_own(View *self, PyObject *unused)
{
    PyObject *key, *value;
    Py_ssize_t position = 0, nones = 0;
    Py_BEGIN_CRITICAL_SECTION(self);
    while (PyDict_Next(self->own, &position, &key, &value)) {
        nones += value == Py_None;
    }
    Py_END_CRITICAL_SECTION();
    return PyLong_FromSsize_t(nones);
}

static PyMethodDef methods[] = {
    {"count_given", (PyCFunction)count_given, METH_NOARGS, NULL},
    {"count_own", (PyCFunction)count_own, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyTypeObject ViewType = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "view.View",
    .tp_basicsize = sizeof(View),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_init = (initproc)view_init,
    .tp_methods = methods,
};
