// requires: free-threaded
// A module that hangs, see hangs.py.
#include <Python.h>
#include <pthread.h>
#include <unistd.h>

static pthread_mutex_t mu = PTHREAD_MUTEX_INITIALIZER;
static int calls;

// Both enter the section first.
static PyObject *section_first(PyObject *self) {
  Py_BEGIN_CRITICAL_SECTION(self);
  usleep(300000);
  pthread_mutex_lock(&mu);
  calls++;
  pthread_mutex_unlock(&mu);
  Py_END_CRITICAL_SECTION();
  return PyLong_FromLong(1);
}

static PyObject *also_section_first(PyObject *self) {
  Py_BEGIN_CRITICAL_SECTION(self);
  pthread_mutex_lock(&mu);
  calls++;
  pthread_mutex_unlock(&mu);
  Py_END_CRITICAL_SECTION();
  return PyLong_FromLong(1);
}

static PyObject *run(PyObject *self, PyObject *callback) {
  (void)callback;
  static int turn;
  return turn++ == 0 ? section_first(self) : also_section_first(self);
}

static PyMethodDef methods[] = {
    {"run", run, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "section", NULL, 0, methods, NULL, NULL, NULL, NULL};
PyMODINIT_FUNC PyInit_section(void) {
  PyObject *m = PyModule_Create(&module);
#ifdef Py_GIL_DISABLED
  if (m != NULL)
    PyUnstable_Module_SetGIL(m, Py_MOD_GIL_NOT_USED);
#endif
  return m;
}
