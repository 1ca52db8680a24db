// requires: free-threaded
/* Statics that need a lock: mutex.after.c is what the notes advise. With the GIL
   nothing here can go wrong. The yields give the other threads their turn. */
#include <Python.h>
#include <sched.h>

/* Read in one step and changed in another. */
static long next_ticket;
static PyObject *ticket(PyObject *self, PyObject *unused) {
  long mine = next_ticket;
  sched_yield();
  next_ticket = mine + 1;
  return PyLong_FromLong(mine);
}

/* One thread replaces the object while others take it. */
static PyObject *current;
static PyObject *set_current(PyObject *self, PyObject *object) {
  PyObject *old = current;
  sched_yield();
  Py_INCREF(object);
  current = object;
  Py_XDECREF(old);
  Py_RETURN_NONE;
}
static PyObject *get_current(PyObject *self, PyObject *unused) {
  if (current == NULL)
    Py_RETURN_NONE;
  return Py_NewRef(current);
}

/* A registry: the array and its length belong together. */
#define MAX_KEPT 4
static PyObject *kept[MAX_KEPT];
static int n_kept;
static PyObject *put(PyObject *self, PyObject *object) {
  if (n_kept == MAX_KEPT)
    Py_RETURN_FALSE;
  kept[n_kept++] = Py_NewRef(object);
  Py_RETURN_TRUE;
}
static PyObject *take(PyObject *self, PyObject *unused) {
  if (n_kept == 0)
    Py_RETURN_NONE;
  return kept[--n_kept];
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
