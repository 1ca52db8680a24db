// Nothing is put in where there is no GIL: the list stays empty.
#include <Python.h>

#define MAX_KEPT 100
static void *ok_kept[MAX_KEPT];
static int ok_number;

static void *
make_one(void)
{
    if (ok_number > 0) {
        return ok_kept[--ok_number];
    }
    return PyMem_Malloc(64);
}

static void
drop_one(void *one)
{
#ifndef Py_GIL_DISABLED
    if (ok_number < MAX_KEPT)
        ok_kept[ok_number++] = one;
    else
#endif
        PyMem_Free(one);
}

static PyObject *
method(PyObject *self, PyObject *arg)
{
    void *one = make_one();
    if (one != NULL) {
        drop_one(one);
    }
    Py_RETURN_NONE;
}

PyCFunction functions[] = {method};
