// options: MinPython=3.12
// requires: python3.12
// also: c++
#include <Python.h>

typedef struct {
  PyObject *cache;
} FooData;

static PyTypeObject *foo_type;

static PyObject *set_cache(PyObject *self, PyObject *value) {
  FooData *data = (FooData *)PyObject_GetTypeData(self, foo_type);
  Py_XSETREF(data->cache, Py_NewRef(value)); // warn: 'self->cache' is replaced // no fix: it needs a lock, and which one is a matter of design
  Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"set_cache", (PyCFunction)set_cache, METH_O, NULL},
    {NULL, NULL, 0, NULL}};

PyMethodDef *the_methods(void) { return methods; }
