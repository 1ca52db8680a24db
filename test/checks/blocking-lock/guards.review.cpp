#include <Python.h>
#include <mutex>
#include <vector>

static std::mutex mu;
static std::vector<PyObject *> list;

PyObject *call_all(PyObject *, PyObject *arg) {
  std::unique_lock<std::mutex> guard(mu, std::defer_lock); // warn: waits for 'mu' while attached, and 'PyObject_CallOneArg' may run Python code while it is held // review: other threads run
  Py_BEGIN_ALLOW_THREADS
  guard.lock();
  Py_END_ALLOW_THREADS
  for (PyObject *o : list)
    Py_XDECREF(PyObject_CallOneArg(o, arg)); // note: 'PyObject_CallOneArg' may run Python code here
  Py_RETURN_NONE;
}

PyObject *with_unique(PyObject *, PyObject *arg) {
  std::unique_lock<std::mutex> guard{mu, std::defer_lock}; // warn: waits for 'mu' while attached // review: other threads run
  Py_BEGIN_ALLOW_THREADS
  guard.lock();
  Py_END_ALLOW_THREADS
  PyObject *result = PyObject_CallNoArgs(arg); // note: may run Python code here
  guard.unlock();
  return result;
}

PyObject *by_hand(PyObject *, PyObject *arg) {
  Py_BEGIN_ALLOW_THREADS
  mu.lock(); // warn: waits for 'mu' while attached // review: other threads run
  Py_END_ALLOW_THREADS
  PyObject *result = PyObject_CallNoArgs(arg); // note: may run Python code here
  mu.unlock();
  return result;
}
