#include <Python.h>

typedef struct {
  PyObject_HEAD
  PyThreadState *save;
  int handle;
} Link;

int wait_for(int handle);

// Two threads use one object: the first one goes on as the second one.
static PyObject *wait(Link *self, PyObject *unused) {
  self->save = PyEval_SaveThread(); // warn: 'self->save' keeps the thread state of the thread that detaches here, and another one that detaches meanwhile overwrites it; keep it in a variable of the function // no fix: what saves and what restores it have to share a variable of the function
  int result = wait_for(self->handle);
  PyEval_RestoreThread(self->save);
  self->save = NULL;
  return PyLong_FromLong(result);
}

static PyMethodDef methods[] = {
    {"wait", (PyCFunction)wait, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL}};

PyMethodDef *table(void) { return methods; }
