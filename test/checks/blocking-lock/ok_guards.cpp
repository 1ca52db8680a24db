#include <Python.h>
#include <mutex>
#include <vector>

static std::mutex mu;
static std::vector<PyObject *> list;

// Copied under the lock, called outside of it.
PyObject *call_all(PyObject *, PyObject *arg) {
  std::vector<PyObject *> copy;
  {
    std::lock_guard<std::mutex> guard(mu);
    copy = list;
    for (PyObject *o : copy)
      Py_INCREF(o);
  }
  for (PyObject *o : copy) {
    Py_XDECREF(PyObject_CallOneArg(o, arg));
    Py_DECREF(o);
  }
  Py_RETURN_NONE;
}

// Taken at once, or detached.
template <class M> struct Detached {
  M &m_;
  explicit Detached(M &m) : m_(m) {
    if (!m_.try_lock()) {
      PyThreadState *state = PyEval_SaveThread();
      m_.lock();
      PyEval_RestoreThread(state);
    }
  }
  ~Detached() { m_.unlock(); }
};
static std::mutex other;
PyObject *call(PyObject *, PyObject *arg) {
  Detached<std::mutex> guard(other);
  return PyObject_CallNoArgs(arg);
}

// A lock that nobody else has.
PyObject *own(PyObject *arg) {
  std::mutex local;
  std::lock_guard<std::mutex> guard(local);
  return PyObject_CallNoArgs(arg);
}
