#include <Python.h>

// What the member's own initialiser detaches, the block has detached.
struct Detached {
  PyThreadState *state = PyEval_SaveThread();
  ~Detached() { PyEval_RestoreThread(state); }
};

PyObject *count(PyObject *, PyObject *list) {
  Detached detached;
  Py_ssize_t size = PyList_Size(list); // warn: 'PyList_Size' is used while the thread is detached // no fix: the thread would have to be attached here
  return PyLong_FromSsize_t(size); // warn: 'PyLong_FromSsize_t' is used while the thread is detached // no fix: the thread would have to be attached here
}

static PyMethodDef methods[] = {
    {"count", count, METH_O, nullptr},
    {nullptr, nullptr, 0, nullptr},
};
