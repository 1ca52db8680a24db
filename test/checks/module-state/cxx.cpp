// options: ModuleState=true
#include <Python.h>

struct Node {
  PyObject_HEAD
  int value;
};

namespace {
Node *root; // warn: object 'root' is one for all interpreters
// no mark: per thread
thread_local PyObject *scratch;

class Registry {
public:
  static PyObject *all; // warn: object 'all' is one for all interpreters
};
PyObject *Registry::all = nullptr;
} // namespace

PyObject *use(int which) {
  static PyObject *names[4]; // warn: object 'names' is one for all interpreters
  if (!names[which])
    names[which] = PyLong_FromLong(which);
  return root && scratch ? Registry::all : names[which];
}
