// options: MinPython=3.8
#include <Python.h>
#include <string.h>

#ifndef SIZE
#define SIZE 2
#endif

/* True when nobody but the caller refers to the object. */
static inline int
is_uniquely_referenced(PyObject *object)
{
#if PY_VERSION_HEX >= 0x030E0000
    return PyUnstable_Object_IsUniquelyReferenced(object);
#elif defined(Py_GIL_DISABLED)
    return 0;
#else
    return Py_REFCNT(object) == 1;
#endif
}

typedef struct {
    PyObject_HEAD
    PyObject *result;
} Zip;

/* What zip() and enumerate() did: the tuple of the last round is used again. */
static PyObject *
zip_next(PyObject *op)
{
    Zip *self = (Zip *)op;
    PyObject *result = self->result;
    if (is_uniquely_referenced(result)) { // warn: of 'result' does not tell whether another thread is using it; ask 'PyUnstable_Object_IsUniquelyReferenced'
        Py_INCREF(result);
        PyTuple_SET_ITEM(result, 0, PyLong_FromLong(1)); // note: used here as if
    }
    else {
        result = PyTuple_New(SIZE);
    }
    return result;
}

static PyTypeObject Zip_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "zip",
    .tp_basicsize = sizeof(Zip),
    .tp_iternext = zip_next,
};

PyTypeObject *
type(void)
{
    return &Zip_Type;
}
