// headers: real
#include <Python.h>
#include <datetime.h>

/* Two methods import the table, one of them only when it is missing. */
static PyObject *
today(PyObject *self, PyObject *unused)
{
    // warn: 'PyDateTime_IMPORT' fills a static table of this file on every call // review: the table is imported when the module is initialised
    if (PyDateTimeAPI == NULL) {
        return NULL;
    }
    return PyDate_FromDate(2025, 1, 1);
}

static PyObject *
is_date(PyObject *self, PyObject *object)
{
    return PyBool_FromLong(PyDate_Check(object));
}

static PyMethodDef methods[] = {
    {"today", today, METH_NOARGS, NULL},
    {"is_date", is_date, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static int
dates_exec(PyObject *module)
{
    PyDateTime_IMPORT;
    if (PyDateTimeAPI == NULL) {
        return -1;
    }
    if (PyModule_AddIntConstant(module, "answer", 42) < 0) {
        return -1;
    }
    return PyModule_AddStringConstant(module, "name", "dates");
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, dates_exec},
    {0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "dates", NULL, 0, methods, slots, NULL, NULL, NULL,
};

PyMODINIT_FUNC
PyInit_dates(void)
{
    return PyModuleDef_Init(&definition);
}
