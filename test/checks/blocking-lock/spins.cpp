#include <Python.h>
#include <atomic>
#include <thread>

static std::atomic<bool> ready;
static std::atomic_flag taken = ATOMIC_FLAG_INIT;

PyObject *until_ready(PyObject *, PyObject *) {
  while (!ready.load()) // warn: a loop waits for 'ready' while attached // review: other threads run
    std::this_thread::yield();
  Py_RETURN_NONE;
}

PyObject *until_set(PyObject *, PyObject *) {
  while (!ready) { // warn: a loop waits for 'ready' while attached // review: other threads run
  }
  Py_RETURN_NONE;
}

PyObject *call(PyObject *, PyObject *callback) {
  while (taken.test_and_set(std::memory_order_acquire)) // warn: waits for 'taken' while attached // review: other threads run
    ;
  PyObject *result = PyObject_CallNoArgs(callback); // note: may run Python code here
  taken.clear(std::memory_order_release);
  return result;
}
