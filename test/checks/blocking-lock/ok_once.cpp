#include <Python.h>
#include <atomic>
#include <mutex>
#include <string>

// Released around the wait, attached again inside.
static std::once_flag once;
static std::atomic<bool> done{false};
static PyObject *json;

PyObject *get(PyObject *, PyObject *) {
  if (!done) {
    PyThreadState *state = PyEval_SaveThread();
    std::call_once(once, [&] {
      PyEval_RestoreThread(state);
      json = PyImport_ImportModule("json");
      done = true;
      state = PyEval_SaveThread();
    });
    PyEval_RestoreThread(state);
  }
  return Py_XNewRef(json);
}

static std::once_flag plain;
static std::string text;
PyObject *name(PyObject *, PyObject *) {
  std::call_once(plain, [] { text = "name"; });
  return PyUnicode_FromString(text.c_str());
}
