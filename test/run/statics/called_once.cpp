// check: freethreading-blocking-lock
// The flag is waited for attached, and the maker lets go of the GIL.
#include <Python.h>
#include <mutex>

static std::once_flag once;
static PyObject *maker, *made_once;

static PyObject *called(PyObject *, PyObject *given) {
  maker = given;
  std::call_once(once, [] {
    made_once = PyObject_CallObject(maker, nullptr);
  });
  Py_XINCREF(made_once);
  return made_once;
}

static PyMethodDef methods[] = {
    {"called", called, METH_O, nullptr},
    {nullptr, nullptr, 0, nullptr},
};

static PyModuleDef_Slot slots[] = {
#ifdef Py_GIL_DISABLED
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, nullptr},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "called_once", nullptr, 0, methods, slots, nullptr, nullptr, nullptr,
};

PyMODINIT_FUNC PyInit_called_once(void) { return PyModuleDef_Init(&definition); }
