#include <Python.h>
#include <cstdlib>

static PyObject *cache;

static void drop_cache() {
  PyGILState_STATE State = PyGILState_Ensure(); // warn: 'PyGILState_Ensure' is used when the process ends: the interpreter may be gone, and the thread hangs or crashes // no fix: it has to move to where the module is cleared, or ask whether the interpreter is there
  Py_CLEAR(cache);
  PyGILState_Release(State);
}

static void drop_later() {
  Py_CLEAR(cache); // warn: 'Py_CLEAR' is used when the process ends // no fix: it has to move to where the module is cleared
}

// A static object is destroyed after the interpreter.
struct Registry {
  PyObject *Items = nullptr;
  ~Registry() {
    PyGILState_STATE State = PyGILState_Ensure(); // warn: 'PyGILState_Ensure' is used when the process ends // no fix: it has to move
    Py_XDECREF(Items);
    PyGILState_Release(State);
  }
};
static Registry Known; // note: this is what has it called then

PyObject *keep(PyObject *, PyObject *Arg) {
  Known.Items = Py_NewRef(Arg);
  std::atexit(drop_cache);
  Py_AtExit(&drop_later); // note: this is what has it called then
  Py_RETURN_NONE;
}
