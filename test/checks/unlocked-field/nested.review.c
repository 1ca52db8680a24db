#include <Python.h>

/* Who begins a section inside of another one may wait, and who waits gives up all
   locks: CPython 3.13 asks for a lock that the thread itself holds, too. */
typedef struct {
  PyObject_HEAD
  Py_ssize_t pos;
  Py_ssize_t end;
} Reader;

static Py_ssize_t advance(Reader *self, Py_ssize_t by) {
  Py_ssize_t n = self->end - self->pos;
  if (by < n)
    n = by;
  self->pos += n;
  return n;
}

static PyObject *skip(Reader *self, PyObject *arg) {
  long by = PyLong_AsLong(arg);
  if (by == -1 && PyErr_Occurred())
    return NULL;
  PyObject *outcome = NULL;
  Py_BEGIN_CRITICAL_SECTION(self);
  outcome = PyLong_FromSsize_t(advance(self, by)); // warn: 'pos' of 'self' is counted with no lock // review: a lock is added
  Py_END_CRITICAL_SECTION();
  return outcome;
}

static PyObject *skip_back(Reader *self, PyObject *arg) {
  Py_BEGIN_CRITICAL_SECTION(self);
  Py_ssize_t n = advance(self, 8); // warn: 'pos' of 'self' is counted with no lock // review: a lock is added
  if (n > 4)
    self->pos -= n - 4;
  Py_END_CRITICAL_SECTION();
  Py_RETURN_NONE;
}

static PyObject *next_byte(Reader *self, PyObject *unused) {
  PyObject *outcome = NULL;
  Py_BEGIN_CRITICAL_SECTION(self);
  outcome = PyLong_FromSsize_t(self->pos++); // warn: 'pos' of 'self' is counted with no lock // review: a lock is added
  Py_END_CRITICAL_SECTION();
  return outcome;
}

static PyObject *peek_byte(Reader *self, PyObject *unused) {
  PyObject *byte = next_byte(self, unused); // warn: 'pos' of 'self' is counted with no lock // no fix: a call in between may suspend the critical section
  if (byte != NULL)
    self->pos--;
  return byte;
}

/* What the fix of another finding releases may be the last reference. */
static PyObject *find(Reader *self, PyObject *list) {
  Py_ssize_t left = self->end - self->pos;
  PyObject *limit = PyList_GetItem(list, 0);
  if (limit == NULL)
    return NULL;
  if (PyLong_CheckExact(limit))
    self->pos += left; // warn: 'pos' of 'self' is counted with no lock // no fix: a call in between may suspend the critical section
  Py_RETURN_NONE;
}

/* Who waits for the lock of the list gives up that of the object. */
static PyObject *take(Reader *self, PyObject *list) {
  self->pos++; // warn: 'pos' and 'end' of 'self' change together // no fix: a call in between may suspend the critical section
  PyObject *all = PyList_AsTuple(list);
  self->end++;
  return all;
}

static PyMethodDef methods[] = {
    {"take", (PyCFunction)take, METH_O, NULL},
    {"find", (PyCFunction)find, METH_O, NULL},
    {"next_byte", (PyCFunction)next_byte, METH_NOARGS, NULL},
    {"peek_byte", (PyCFunction)peek_byte, METH_NOARGS, NULL},
    {"skip", (PyCFunction)skip, METH_O, NULL},
    {"skip_back", (PyCFunction)skip_back, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
PyTypeObject ReaderType = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "nested.Reader",
    .tp_basicsize = sizeof(Reader),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_methods = methods,
};
