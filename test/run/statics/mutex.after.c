// requires: free-threaded
/* mutex.c with a lock. No Python code runs under it: what it gives back is released
   behind it. */
#include <Python.h>
#include <sched.h>

static PyMutex lock;

/* Read in one step and changed in another. */
static long next_ticket;
static PyObject *ticket(PyObject *self, PyObject *unused) {
  PyMutex_Lock(&lock);
  long mine = next_ticket;
  sched_yield();
  next_ticket = mine + 1;
  PyMutex_Unlock(&lock);
  return PyLong_FromLong(mine);
}

/* One thread replaces the object while others take it. */
static PyObject *current;
static PyObject *set_current(PyObject *self, PyObject *object) {
  Py_INCREF(object);
  PyMutex_Lock(&lock);
  PyObject *old = current;
  sched_yield();
  current = object;
  PyMutex_Unlock(&lock);
  Py_XDECREF(old);
  Py_RETURN_NONE;
}
static PyObject *get_current(PyObject *self, PyObject *unused) {
  PyMutex_Lock(&lock);
  PyObject *result = Py_NewRef(current == NULL ? Py_None : current);
  PyMutex_Unlock(&lock);
  return result;
}

/* A registry: the array and its length belong together. */
#define MAX_KEPT 4
static PyObject *kept[MAX_KEPT];
static int n_kept;
static PyObject *put(PyObject *self, PyObject *object) {
  PyMutex_Lock(&lock);
  int fits = n_kept < MAX_KEPT;
  if (fits)
    kept[n_kept++] = Py_NewRef(object);
  PyMutex_Unlock(&lock);
  return PyBool_FromLong(fits);
}
static PyObject *take(PyObject *self, PyObject *unused) {
  PyMutex_Lock(&lock);
  PyObject *result = n_kept == 0 ? Py_NewRef(Py_None) : kept[--n_kept];
  PyMutex_Unlock(&lock);
  return result;
}

static PyMethodDef methods[] = {
    {"ticket", ticket, METH_NOARGS, NULL},
    {"set_current", set_current, METH_O, NULL},
    {"get_current", get_current, METH_NOARGS, NULL},
    {"put", put, METH_O, NULL},
    {"take", take, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot slots[] = {
#ifdef Py_GIL_DISABLED
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "mutex", NULL, 0, methods, slots, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_mutex(void) { return PyModuleDef_Init(&definition); }
