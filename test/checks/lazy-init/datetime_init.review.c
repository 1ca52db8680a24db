// headers: real
#include <Python.h>
#include <datetime.h>

/* The module has imported the table already: the second import only has to go. */
static PyObject *
today(PyObject *self, PyObject *unused)
{
    // warn: 'PyDateTime_IMPORT' fills a static table of this file on every call // review: the table is imported when the module is initialised
    return PyDate_FromDate(2025, 1, 1);
}

static PyMethodDef methods[] = {
    {"today", today, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "dates", NULL, -1, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC
PyInit_dates(void)
{
    PyDateTime_IMPORT;
    if (PyDateTimeAPI == NULL) {
        return NULL;
    }
    return PyModule_Create(&definition);
}
