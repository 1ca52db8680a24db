#include <Python.h>
#include <mutex>

static std::once_flag once;
static PyObject *json;

PyObject *get(PyObject *, PyObject *) {
  std::call_once(once, [] { json = PyImport_ImportModule("json"); }); // warn: 'call_once' waits while attached, and 'PyImport_ImportModule' may run Python code in what it runs // no fix: would have to attach itself
  return Py_XNewRef(json);
}
