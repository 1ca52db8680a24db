// Pairs in C++: guards that detach and attach, threads, static objects.
#include <Python.h>
#include <functional>
#include <map>
#include <mutex>
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
namespace py = pybind11;
namespace nb = nanobind;
static std::mutex mu;
// Released to the end of the function, and to the end of a block.
PyObject *early_bad(PyObject *, PyObject *o) {
  py::gil_scoped_release r;
  return PyObject_Repr(o); // warn: 'PyObject_Repr' is used while the thread is detached // no fix: the thread would have to be attached here
}
PyObject *early_good(PyObject *, PyObject *o) {
  { py::gil_scoped_release r; }
  return PyObject_Repr(o);
}
// A lambda that a thread runs.
PyObject *thread_bad(PyObject *, PyObject *cb) {
  Py_INCREF(cb);
  std::thread([cb] {
    Py_DECREF(cb); // warn: 'Py_DECREF' is used while the thread is detached // no fix: the thread would have to be attached here
  }).detach();
  Py_RETURN_NONE;
}
PyObject *thread_good(PyObject *, PyObject *cb) {
  Py_INCREF(cb);
  std::thread([cb] {
    nb::gil_scoped_acquire a;
    Py_DECREF(cb);
  }).detach();
  Py_RETURN_NONE;
}
// A function that a thread runs.
static void work_bad(PyObject *o) {
  PyErr_Clear(); // warn: 'PyErr_Clear' is used while the thread is detached // no fix: the thread would have to be attached here
  (void)o;
}
static void work_good(PyObject *o) {
  py::gil_scoped_acquire a;
  PyErr_Clear();
  (void)o;
}
void go(PyObject *o) {
  std::thread a(work_bad, o), b(work_good, o);
  a.detach();
  b.detach();
}
// Attached for a moment, and not long enough.
PyObject *nested_bad(PyObject *, PyObject *cb) {
  {
    py::gil_scoped_release r;
    PyObject *res = nullptr;
    {
      py::gil_scoped_acquire a;
      res = PyObject_CallNoArgs(cb);
    }
    Py_XDECREF(res); // warn: 'Py_XDECREF' is used while the thread is detached // no fix: the thread would have to be attached here
  }
  Py_RETURN_NONE;
}
PyObject *nested_good(PyObject *, PyObject *cb) {
  {
    py::gil_scoped_release r;
    {
      py::gil_scoped_acquire a;
      Py_XDECREF(PyObject_CallNoArgs(cb));
    }
  }
  Py_RETURN_NONE;
}
// A guard of the thread state is no lock.
static std::map<std::string, int> names_bad, names_good;
void add_bad(const char *n) {
  py::gil_scoped_acquire a; // warn: 'gil_scoped_acquire' is all that keeps other threads away from 'names_ // no fix: it needs a lock, and which one is a matter of design
  names_bad[n]++;
}
void add_good(const char *n) {
  std::lock_guard<std::mutex> g(mu);
  names_good[n]++;
}
// The destructor of a static object runs when the interpreter is gone.
struct HolderBad { PyObject *o = nullptr; ~HolderBad() {
  PyGILState_STATE s = PyGILState_Ensure(); // warn: 'PyGILState_Ensure' is used when the process ends // no fix: it has to move to where the module is cleared, or ask whethe
  Py_XDECREF(o); PyGILState_Release(s); } };
struct HolderGood { PyObject *o = nullptr; ~HolderGood() {
  if (!Py_IsInitialized()) return;
  PyGILState_STATE s = PyGILState_Ensure();
  Py_XDECREF(o); PyGILState_Release(s); } };
static HolderBad hb;
static HolderGood hg;
PyObject *hold(PyObject *, PyObject *o) { hb.o = Py_NewRef(o); hg.o = Py_NewRef(o); Py_RETURN_NONE; }
// A guard of the file.
class Release { PyThreadState *s; public: Release() : s(PyEval_SaveThread()) {} ~Release() { PyEval_RestoreThread(s); } };
PyObject *raii_bad(PyObject *, PyObject *list) {
  Release r;
  Py_ssize_t n = PyObject_Size(list); // warn: 'PyObject_Size' is used while the thread is detached // no fix: the thread would have to be attached here
  return n ? nullptr : nullptr;
}
PyObject *raii_good(PyObject *, PyObject *list) {
  Py_ssize_t n = PyObject_Size(list);
  { Release r; }
  return PyLong_FromSsize_t(n);
}
