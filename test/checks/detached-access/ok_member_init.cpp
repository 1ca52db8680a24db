#include <Python.h>
#include <thread>

// Guards whose members say how they begin.
struct Attached {
  PyGILState_STATE state = PyGILState_Ensure();
  ~Attached() { PyGILState_Release(state); }
};

struct Detached {
  PyThreadState *state = PyEval_SaveThread();
  ~Detached() { PyEval_RestoreThread(state); }
};

PyObject *run(PyObject *, PyObject *callback) {
  Py_INCREF(callback);
  std::thread worker([callback] {
    Attached attached;
    PyObject *result = PyObject_CallNoArgs(callback);
    if (result == nullptr)
      PyErr_WriteUnraisable(callback);
    Py_XDECREF(result);
  });
  {
    Detached detached;
    worker.join();
  }
  Py_DECREF(callback);
  Py_RETURN_NONE;
}

PyObject *run_braced(PyObject *, PyObject *callback) {
  Py_INCREF(callback);
  std::thread worker([callback] {
    Attached attached{};
    Py_XDECREF(PyObject_CallNoArgs(callback));
  });
  {
    Detached detached{};
    worker.join();
  }
  Py_DECREF(callback);
  Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"run", run, METH_O, nullptr},
    {"run_braced", run_braced, METH_O, nullptr},
    {nullptr, nullptr, 0, nullptr},
};
