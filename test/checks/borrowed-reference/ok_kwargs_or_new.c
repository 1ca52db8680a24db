#include <Python.h>

// The keywords of this call, or a dictionary of its own: ours either way.
static PyObject *from_level(PyObject *self, PyObject *args, PyObject *kwargs) {
  if (!kwargs) {
    kwargs = PyDict_New();
    if (!kwargs)
      return NULL;
  }
  PyObject *size = PyDict_GetItemString(kwargs, "size");
  if (size) {
    long number = PyLong_AsLong(size);
    return PyLong_FromLong(number);
  }
  Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"from_level", (PyCFunction)(void (*)(void))from_level, METH_VARARGS | METH_KEYWORDS, NULL},
    {NULL, NULL, 0, NULL}};
struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "module", NULL, 0, methods, NULL, NULL, NULL, NULL};
