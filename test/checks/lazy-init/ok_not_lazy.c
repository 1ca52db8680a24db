// What looks like a fill on first use and is none.
#include <Python.h>

// Who comes second is turned away: nothing is filled on first use.
static PyObject *registry;

int
tracer_begin(PyObject *module)
{
    if (registry != NULL) {
        PyErr_SetString(PyExc_RuntimeError, "begun already");
        return -1;
    }
    PyObject *dict = PyDict_New();
    if (dict == NULL) {
        return -1;
    }
    registry = dict;
    return PyModule_AddObjectRef(module, "registry", dict);
}

PyObject *
ok_registry(void)
{
    return Py_XNewRef(registry);
}

// A warning is said once: what it marks is left to freethreading-shared-static.
static PyObject *
ok_warned(PyObject *self, PyObject *arg)
{
    static int warned = 0; // NOLINT(freethreading-shared-static)
    if (!warned) {
        if (PyErr_WarnEx(PyExc_DeprecationWarning, "old", 1) < 0) {
            return NULL;
        }
        warned = 1;
    }
    return Py_NewRef(arg);
}

// A function that tells something about the table does not tell that it is unset.
static void *known[8];
int find(void *const *in, int size, void *wanted);

static int
ok_find(void *wanted, int at)
{
    if (find(known, 8, wanted)) {
        return 1;
    }
    if (at == 7) {
        return 0;
    }
    return known[at] == wanted;
}

static PyObject *
ok_method(PyObject *self, PyObject *arg)
{
    return PyBool_FromLong(ok_find(arg, 3));
}

PyCFunction functions[] = {ok_method, ok_warned};
