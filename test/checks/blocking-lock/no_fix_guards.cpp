#include <Python.h>
#include <mutex>

// The guard is constant.
static std::mutex another;
PyObject *constant(PyObject *, PyObject *arg) {
  const std::lock_guard<std::mutex> guard(another); // warn: waits for 'another' while attached // no fix: the guard cannot be made without its lock
  return PyObject_CallNoArgs(arg); // note: may run Python code here
}
