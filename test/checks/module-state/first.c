// options: ModuleState=true
#include <Python.h>

typedef struct {
    PyObject_HEAD
    PyObject *item;
} Box;

static PyObject *empty; // warn: object 'empty' is one for all interpreters; in module state it would be a field

static PyObject *
box_item(PyObject *op, void *unused)
{
    Box *self = (Box *)op;
    if (self->item != NULL) {
        return Py_NewRef(self->item);
    }
    return Py_NewRef(empty); // note: needs the module's state here
}

static PyGetSetDef getset[] = {
    {"item", box_item, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyTypeObject Box_Type = { // warn: static type 'Box_Type' is one for all interpreters; in module state it would be a heap type
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "example.Box",
    .tp_basicsize = sizeof(Box),
    .tp_getset = getset,
};

static PyObject *
is_box(PyObject *module, PyObject *object)
{
    return PyBool_FromLong(PyObject_TypeCheck(object, &Box_Type)); // note: needs the type from the module's state here
}

static PyMethodDef methods[] = {
    {"is_box", is_box, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static int
fill(PyObject *module)
{
    empty = PyUnicode_FromString(""); // note: set here: needs the module at this point
    return empty == NULL ? -1 : PyModule_AddType(module, &Box_Type);
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, (void *)fill},
    {0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "example", NULL, 0, methods, slots, NULL, NULL, NULL,
};

PyMODINIT_FUNC
PyInit_example(void)
{
    return PyModuleDef_Init(&definition);
}
