// Statics of C++ before the fixes: each function is called by many threads.
#include <Python.h>

static PyObject *cache;
static PyObject *made(PyObject *, PyObject *maker) {
  if (!cache) {
    cache = PyObject_CallObject(maker, nullptr);
    if (!cache)
      return nullptr;
  }
  Py_INCREF(cache);
  return cache;
}

static PyObject *magic(PyObject *, PyObject *maker) {
  static PyObject *object = PyObject_CallObject(maker, nullptr);
  Py_XINCREF(object);
  return object;
}

static long calls;
static PyObject *count(PyObject *, PyObject *) {
  calls++;
  Py_RETURN_NONE;
}
static PyObject *counted(PyObject *, PyObject *) {
  long now = calls;
  return PyLong_FromLong(now);
}

static PyMethodDef methods[] = {
    {"made", made, METH_O, nullptr},
    {"magic", magic, METH_O, nullptr},
    {"count", count, METH_NOARGS, nullptr},
    {"counted", counted, METH_NOARGS, nullptr},
    {nullptr, nullptr, 0, nullptr},
};

static PyModuleDef_Slot slots[] = {
#ifdef Py_GIL_DISABLED
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, nullptr},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "magic", nullptr, 0, methods, slots, nullptr, nullptr, nullptr,
};

PyMODINIT_FUNC PyInit_magic(void) { return PyModuleDef_Init(&definition); }
