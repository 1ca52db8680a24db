// options: MinPython=3.14
// args: -DPY_VERSION_HEX=0x030E00F0
#include <Python.h>

static PyObject *
negative(PyObject *object)
{
    if (Py_REFCNT(object) == 1) { // warn: IsUniqueReferencedTemporary' (Python 3.14)
        Py_INCREF(object);
        return object;
    }
    return PyNumber_Add(object, object);
}

static PyObject *
fast(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    PyObject *first = args[0];
    if (count == 1 && Py_REFCNT(first) == 1) { // warn: IsUniqueReferencedTemporary' (Python 3.14)
        Py_INCREF(first);
        return first;
    }
    return PyNumber_Add(first, args[0]);
}

static PyObject *
elide(PyObject *left, PyObject *right)
{
    if (Py_REFCNT(left) == 1) { // warn: IsUniqueReferencedTemporary' (Python 3.14)
        Py_INCREF(left);
        return left;
    }
    return PyNumber_Subtract(left, right);
}

static PyObject *
add(PyObject *left, PyObject *right)
{
    return elide(left, right);
}

static PyObject *stored;

PyObject *
own(void)
{
    if (Py_REFCNT(stored) == 1) { // warn: IsUniquelyReferenced' (Python 3.14
        return stored;
    }
    return PyTuple_New(2);
}

static PyNumberMethods numbers = {.nb_negative = negative, .nb_add = add};
static PyMethodDef methods[] = {
    {"fast", (PyCFunction)(void (*)(void))fast, METH_FASTCALL, NULL},
    {NULL, NULL, 0, NULL},
};

void *
tables(int which)
{
    return which ? (void *)&numbers : (void *)methods;
}
