#include <Python.h>
#include <cstdlib>

static PyObject *cache;

static void asks_first() {
  if (!Py_IsInitialized())
    return;
  PyGILState_STATE State = PyGILState_Ensure();
  Py_CLEAR(cache);
  PyGILState_Release(State);
}

static bool there_is_python() { return Py_IsInitialized(); }
static void asks_through_a_function() {
  if (there_is_python())
    Py_CLEAR(cache);
}

static int count;
static void nothing_of_python() { count = 0; }

// It lives as long as whoever has it, and no static one is here.
struct Callback {
  PyObject *Function = nullptr;
  ~Callback() {
    PyGILState_STATE State = PyGILState_Ensure();
    Py_XDECREF(Function);
    PyGILState_Release(State);
  }
};

// Never destroyed.
static Callback &kept() {
  static Callback *Kept = new Callback;
  return *Kept;
}

PyObject *keep(PyObject *, PyObject *Arg) {
  kept().Function = Py_NewRef(Arg);
  std::atexit(asks_first);
  std::atexit(asks_through_a_function);
  std::atexit(nothing_of_python);
  Py_RETURN_NONE;
}
