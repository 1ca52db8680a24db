#include <Python.h>

typedef struct {
    PyObject_HEAD
    PyObject *callback;
} Source;

static int
set_callback(Source *self, PyObject *value, void *closure)
{
    Py_BEGIN_CRITICAL_SECTION(self);
    Py_XSETREF(self->callback, Py_XNewRef(value));
    Py_END_CRITICAL_SECTION();
    return 0;
}

// The variable is the field's object, but for one of two ways.
static PyObject *
get_callback(Source *self, void *closure)
{
    PyObject *callback = self->callback; // warn: 'self->callback' is used with no lock while another thread may release it // review: a lock is added
    if (callback == NULL) {
        callback = Py_None;
    }
    Py_INCREF(callback);
    return callback;
}

// Whoever comes in gives the variable something else.
static PyObject *
not_the_field(Source *self, PyObject *other)
{
    PyObject *callback = self->callback;
    if (callback == NULL) {
        callback = Py_None;
    }
    else {
        callback = other;
    }
    Py_INCREF(callback);
    return callback;
}

static PyMethodDef methods[] = {
    {"not_the_field", (PyCFunction)not_the_field, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef getset[] = {
    {"callback", (getter)get_callback, (setter)set_callback, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};
