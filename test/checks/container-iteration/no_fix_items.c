#include <Python.h>

/* What leaves the section with the items, and sizes from elsewhere. */
static int add_all(PyObject *fast, int n) {
  for (int i = 0; i < n; i++) {
    PyObject *pair = PySequence_Fast_GET_ITEM(fast, i); // warn: reads the items of 'fast' without a lock // no fix: the size that limits the walk is asked for elsewhere
    if (!PyTuple_Check(pair) || PyTuple_GET_SIZE(pair) != 2)
      return -1;
    PyObject *text = PyObject_Str(PyTuple_GET_ITEM(pair, 0));
    if (text == NULL)
      return -1;
    Py_DECREF(text);
  }
  return 0;
}

static PyObject *headers(PyObject *self, PyObject *arg) {
  PyObject *fast = PySequence_Fast(arg, "sequence");
  if (fast == NULL)
    return NULL;
  int r = add_all(fast, (int)PySequence_Fast_GET_SIZE(fast));
  Py_DECREF(fast);
  return PyLong_FromLong(r);
}

static PyObject *asked_before(PyObject *self, PyObject *list) {
  Py_ssize_t n = PySequence_Size(list);
  PyObject *fast = PySequence_Fast(list, "sequence");
  int bools = 0;
  if (fast == NULL)
    return NULL;
  for (Py_ssize_t i = 0; i < n; i++)
    bools += PyBool_Check(PySequence_Fast_GET_ITEM(fast, i)); // warn: reads the items of 'fast' without a lock // no fix: the size that limits the walk is asked for elsewhere
  Py_DECREF(fast);
  return PyLong_FromLong(bools);
}

static PyObject *texts_are_kept(PyObject *self, PyObject *list) {
  const char *texts[8];
  PyObject *fast = PySequence_Fast(list, "sequence");
  Py_ssize_t i, n;
  if (fast == NULL)
    return NULL;
  n = PySequence_Fast_GET_SIZE(fast);
  for (i = 0; i < n && i < 8; i++) {
    PyObject *item = PySequence_Fast_GET_ITEM(fast, i); // warn: reads the items of 'fast' without a lock // no fix: the value is stored without a reference of its own
    texts[i] = PyBytes_AS_STRING(item);
  }
  Py_DECREF(fast);
  return i > 0 ? PyBytes_FromString(texts[i - 1]) : PyBytes_FromString("");
}

/* Another function gives the field another dictionary, under another lock. */
typedef struct {
  PyObject_HEAD
  PyObject *binds;
} Cursor;

static PyObject *perform(Cursor *self, PyObject *unused) {
  PyObject *key, *value;
  Py_ssize_t pos = 0, n = 0;
  while (PyDict_Next(self->binds, &pos, &key, &value)) // warn: walks 'self->binds' without its lock // no fix: the object that would be locked is replaced or released meanwhile
    n += value != Py_None;
  return PyLong_FromSsize_t(n);
}

static PyObject *close_cursor(Cursor *self, PyObject *unused) {
  Py_CLEAR(self->binds);
  Py_RETURN_NONE;
}

PyMethodDef methods[] = {{"headers", headers, METH_O, NULL},
                         {"asked_before", asked_before, METH_O, NULL},
                         {"texts_are_kept", texts_are_kept, METH_O, NULL},
                         {"perform", (PyCFunction)perform, METH_NOARGS, NULL},
                         {"close", (PyCFunction)close_cursor, METH_NOARGS, NULL},
                         {NULL, NULL, 0, NULL}};
