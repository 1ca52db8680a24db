// also: c++
#include <Python.h>

// The interpreter makes the dictionary of keyword arguments for one call.
static PyObject *method(PyObject *self, PyObject *args, PyObject *kwargs) {
  PyObject *key = kwargs ? PyDict_GetItemString(kwargs, "key") : NULL;
  if (key == NULL)
    return PyErr_Format(PyExc_TypeError, "key is missing");
  return PyObject_GetItem(self, key);
}

// Under any name, through the fast-call variants' cast, and handed on.
static int option(PyObject *kw, const char *name) {
  PyObject *value = kw ? PyDict_GetItemString(kw, name) : NULL;
  return value ? PyObject_IsTrue(value) : 0;
}

static PyObject *with_options(PyObject *self, PyObject *args, PyObject *kw) {
  int deep = option(kw, "deep"), strict = option(kw, "strict");
  return Py_BuildValue("ii", deep, strict);
}

/* The table is in another file. */
PyObject *run(PyObject *self, PyObject *args, PyObject *kwds) {
  PyObject *order = kwds ? PyDict_GetItemString(kwds, "order") : NULL;
  return PyLong_FromLong(order ? PyObject_IsTrue(order) : 0);
}

static PyMethodDef methods[] = {
    {"method", (PyCFunction)(void (*)(void))method, METH_VARARGS | METH_KEYWORDS, NULL},
    {"with_options", (PyCFunction)(void *)with_options, METH_VARARGS | METH_KEYWORDS, "options"},
    {NULL, NULL, 0, NULL},
};

static PyObject *object_new(PyTypeObject *type, PyObject *args, PyObject *kwds) {
  PyObject *size = kwds ? PyDict_GetItemString(kwds, "size") : NULL;
  return type->tp_alloc(type, size ? PyLong_AsSsize_t(size) : 0);
}

static int object_init(PyObject *self, PyObject *args, PyObject *kwds) {
  PyObject *name = kwds ? PyDict_GetItemString(kwds, "name") : NULL;
  return name ? PyObject_SetAttrString(self, "name", name) : 0;
}

static PyObject *object_call(PyObject *self, PyObject *args, PyObject *kwds) {
  PyObject *value = kwds ? PyDict_GetItemString(kwds, "value") : NULL;
  Py_XINCREF(value);
  return value;
}

static PyType_Slot slots[] = {
    {Py_tp_new, (void *)object_new},
    {Py_tp_init, (void *)object_init},
    {Py_tp_call, (void *)object_call},
    {Py_tp_methods, methods},
    {0, NULL},
};

static PyType_Spec spec = {"example.object", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT, slots};

int add_type(PyObject *module) {
  PyObject *type = PyType_FromSpec(&spec);
  return type ? PyModule_AddObject(module, "object", type) : -1;
}
