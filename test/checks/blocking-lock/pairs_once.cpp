// Pairs about what runs once in C++.
#include <Python.h>
#include <atomic>
#include <condition_variable>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <thread>
#include <vector>

namespace pybind11 {
struct gil_scoped_release { gil_scoped_release(); ~gil_scoped_release(); };
struct gil_scoped_acquire { gil_scoped_acquire(); ~gil_scoped_acquire(); };
}
namespace nanobind {
struct gil_scoped_release { gil_scoped_release(); ~gil_scoped_release(); };
struct gil_scoped_acquire { gil_scoped_acquire(); ~gil_scoped_acquire(); };
}
namespace absl {
class Mutex { public: void Lock(); void Unlock(); bool TryLock(); void ReaderLock(); void ReaderUnlock(); };
class MutexLock { public: explicit MutexLock(Mutex *); ~MutexLock(); };
struct once_flag {};
template <class F, class... A> void call_once(once_flag &, F &&f, A &&...a) { f(a...); }
class Notification { public: void WaitForNotification() const; void Notify(); };
}
namespace py = pybind11;
namespace nb = nanobind;
static int total;
static PyObject *observer;

// A member function that runs once.
struct Lazy {
  std::once_flag once, once2;
  PyObject *mod = nullptr;
  int n = 0;
  void load() { mod = PyImport_ImportModule("json"); }
  void plain() { n = 3; }
  PyObject *get() {
    std::call_once(once, &Lazy::load, this); // warn: 'call_once' waits while attached // no fix: the function that runs once would have to attach itself
    return Py_XNewRef(mod);
  }
  PyObject *number() {
    std::call_once(once2, &Lazy::plain, this);
    return PyLong_FromLong(n);
  }
};
static Lazy lazy;
PyObject *lazy_get(PyObject *, PyObject *) { return lazy.get(); }
PyObject *lazy_number(PyObject *, PyObject *) { return lazy.number(); }
static absl::once_flag ao, ao2;
static PyObject *amod;
static void absl_load(const char *name) { amod = PyImport_ImportModule(name); }
static void absl_plain() { total = 1; }
PyObject *absl_once_bad(PyObject *, PyObject *) {
  absl::call_once(ao, absl_load, "json"); // warn: 'call_once' waits while attached // no fix: the function that runs once would have to attach itself
  return Py_XNewRef(amod);
}
PyObject *absl_once_good(PyObject *, PyObject *) {
  absl::call_once(ao2, absl_plain);
  return Py_XNewRef(amod);
}
static std::once_flag lo, lo2;
PyObject *local_lambda_bad(PyObject *, PyObject *) {
  auto load = [] { amod = PyImport_ImportModule("json"); };
  std::call_once(lo, load); // warn: 'call_once' waits while attached // review: other threads run while this o
  return Py_XNewRef(amod);
}
PyObject *local_lambda_good(PyObject *, PyObject *) {
  auto load = [] { py::gil_scoped_acquire a; amod = PyImport_ImportModule("json"); };
  {
    py::gil_scoped_release r;
    std::call_once(lo2, load);
  }
  return Py_XNewRef(amod);
}
