#include <Python.h>
#include <mutex>

static std::once_flag once, other;
static PyObject *pandas;

// Nobody knows who calls this, but what runs once needs an attached thread, and
// runs in this one.
void load_pandas() {
  std::call_once(once, [] { // warn: 'call_once' waits while attached // review: attaches itself
    pandas = PyImport_ImportModule("pandas"); // note: may run Python code here
  });
}

// It attaches itself: perhaps nobody who calls this is attached.
void load_detached() {
  std::call_once(other, [] {
    PyGILState_STATE state = PyGILState_Ensure();
    pandas = PyImport_ImportModule("pandas");
    PyGILState_Release(state);
  });
}
