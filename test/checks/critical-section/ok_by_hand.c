#include <Python.h>

// In a build with the GIL nothing of it is compiled.
static int set(PyObject **place, PyObject *self, PyObject *value) {
#ifdef Py_GIL_DISABLED
  PyCriticalSection cs;
  PyCriticalSection_Begin(&cs, self);
#endif
  *place = Py_NewRef(value);
#ifdef Py_GIL_DISABLED
  PyCriticalSection_End(&cs);
#endif
  return 0;
}
