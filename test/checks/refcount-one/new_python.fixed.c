// options: MinPython=3.14
// args: -DPY_VERSION_HEX=0x030E00F0
#include <Python.h>

static PyObject *
negative(PyObject *object)
{
    if (PyUnstable_Object_IsUniqueReferencedTemporary(object)) { // warn: IsUniqueReferencedTemporary' (Python 3.14)
        Py_INCREF(object);
        return object;
    }
    return PyNumber_Add(object, object);
}

static PyObject *
fast(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    PyObject *first = args[0];
    if (count == 1 && PyUnstable_Object_IsUniqueReferencedTemporary(first)) { // warn: IsUniqueReferencedTemporary' (Python 3.14)
        Py_INCREF(first);
        return first;
    }
    return PyNumber_Add(first, args[0]);
}

static PyObject *
elide(PyObject *left, PyObject *right)
{
    if (PyUnstable_Object_IsUniqueReferencedTemporary(left)) { // warn: IsUniqueReferencedTemporary' (Python 3.14)
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
    if (PyUnstable_Object_IsUniquelyReferenced(stored)) { // warn: IsUniquelyReferenced' (Python 3.14
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
