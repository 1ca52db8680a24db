#include <Python.h>

typedef struct {
    PyObject *dumps;
    PyObject *made_early;
} State;

static inline State *
get_state(PyObject *module)
{
    void *state = PyModule_GetState(module);
    assert(state != NULL);
    return (State *)state;
}

// The state belongs to the module, which all threads have.
static PyObject *
dump(PyObject *module, PyObject *object)
{
    State *state = get_state(module);
    if (state->dumps == NULL) {
        state->dumps = PyUnicode_FromString("dumps"); // warn: is filled on first use with no lock // no fix: it needs a lock, and which one is a matter of design
        if (state->dumps == NULL) {
            return NULL;
        }
    }
    return PyObject_CallMethodOneArg(state->made_early, state->dumps, object);
}

static PyMethodDef methods[] = {
    {"dump", dump, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static int
exec_module(PyObject *module)
{
    State *state = get_state(module);
    state->made_early = PyImport_ImportModule("json");
    return state->made_early == NULL ? -1 : 0;
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, exec_module},
    {0, NULL},
};
