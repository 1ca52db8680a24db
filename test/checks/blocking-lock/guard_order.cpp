#include <Python.h>
#include <mutex>
#include <shared_mutex>
#include <thread>

namespace pybind11 {
struct gil_scoped_release {
  gil_scoped_release();
  ~gil_scoped_release();
};
struct gil_scoped_acquire {
  gil_scoped_acquire();
  ~gil_scoped_acquire();
};
} // namespace pybind11

static std::mutex mu, a, b;
static std::shared_mutex table;
static int n;
static PyObject *callback;

// The guard that was made last goes first: attached again with the lock held.
PyObject *wrong_order(PyObject *, PyObject *) {
  std::lock_guard<std::mutex> guard(mu); // warn: waits for 'mu' while attached, and 'gil_scoped_release' waits until it is attached while it is held // review: other threads run
  pybind11::gil_scoped_release release; // note: 'gil_scoped_release' waits until it is attached here
  n++;
  Py_RETURN_NONE;
}

// A thread has the lock and waits until it is attached.
static std::mutex events;
PyObject *count(PyObject *, PyObject *) {
  std::lock_guard<std::mutex> guard(events); // warn: waits for 'events' while attached, and 'PyObject_CallNoArgs' may run Python code while another thread holds it // review: other threads run
  n++;
  Py_RETURN_NONE;
}
void start() {
  std::thread([] {
    std::lock_guard<std::mutex> guard(events); // note: the other thread took it here
    pybind11::gil_scoped_acquire acquire;
    Py_XDECREF(PyObject_CallNoArgs(callback)); // note: may run Python code here
  }).detach();
}

PyObject *both(PyObject *, PyObject *callback) {
  std::lock(a, b); // warn: waits for 'a' while attached // no fix: a lock is held that others // warn: waits for 'b' while attached // no fix: a lock is held that others
  PyObject *result = PyObject_CallNoArgs(callback); // note: may run Python code here // note: may run Python code here
  a.unlock();
  b.unlock();
  return result;
}

PyObject *reader(PyObject *, PyObject *key) {
  std::shared_lock<std::shared_mutex> guard(table); // warn: waits for 'table' while attached // no fix: the guard cannot be made without its lock
  return PyObject_Repr(key); // note: 'PyObject_Repr' may run Python code here
}

PyObject *scoped(PyObject *, PyObject *callback) {
  static std::mutex own;
  std::scoped_lock guard(own); // warn: waits for 'own' while attached // no fix: the guard cannot be made without its lock
  return PyObject_CallNoArgs(callback); // note: may run Python code here
}
