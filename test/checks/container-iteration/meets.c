#include <Python.h>
#include <pthread.h>

/* What the fixes of other findings put into the body suspends the section. */
static pthread_mutex_t counting = PTHREAD_MUTEX_INITIALIZER;
static long total;

PyObject *lock_both(PyObject *args) {
  PyObject *first = PyTuple_GetItem(args, 0), *second = PyTuple_GetItem(args, 1);
  PyObject *k, *v, *k2, *v2;
  Py_ssize_t at = 0, other, n = 0;
  while (PyDict_Next(first, &at, &k, &v)) { // warn: 'PyDict_Next' walks 'first' // review: a lock is added
    if (!PyUnicode_CheckExact(v))
      continue;
    other = 0;
    while (PyDict_Next(second, &other, &k2, &v2)) { // warn: 'PyDict_Next' walks 'second' // review: a lock is added
      if (v2 == v)
        break;
    }
    n += PyUnicode_GET_LENGTH(v);
  }
  return PyLong_FromSsize_t(n);
}

static Py_ssize_t nones(PyObject *dict) {
  PyObject *k, *v;
  Py_ssize_t at = 0, n = 0;
  while (PyDict_Next(dict, &at, &k, &v)) // warn: 'PyDict_Next' walks 'dict' // review: a lock is added
    n += v == Py_None;
  return n;
}

PyObject *lock_in_helper(PyObject *dict, PyObject *other) {
  PyObject *k, *v;
  Py_ssize_t at = 0, n = 0;
  while (PyDict_Next(dict, &at, &k, &v)) { // warn: 'PyDict_Next' walks 'dict' // review: a lock is added
    if (nones(other))
      continue;
    n += PyObject_IsTrue(v);
  }
  return PyLong_FromSsize_t(n);
}

PyObject *release_item(PyObject *dict, PyObject *list) {
  PyObject *k, *v, *x;
  Py_ssize_t at = 0, n = 0;
  while (PyDict_Next(dict, &at, &k, &v)) { // warn: 'PyDict_Next' walks 'dict' // review: a lock is added
    x = PyList_GetItem(list, 0);
    if (x == NULL)
      return NULL;
    if (PyLong_CheckExact(x))
      n += 10;
    n += PyUnicode_CheckExact(v);
  }
  return PyLong_FromSsize_t(n);
}

void run(PyObject *callback) {
  pthread_mutex_lock(&counting);
  Py_XDECREF(PyObject_CallNoArgs(callback));
  pthread_mutex_unlock(&counting);
}

PyObject *wait_detached(PyObject *dict) {
  PyObject *k, *v;
  Py_ssize_t at = 0, n = 0;
  while (PyDict_Next(dict, &at, &k, &v)) { // warn: 'PyDict_Next' walks 'dict' // review: a lock is added
    pthread_mutex_lock(&counting);
    total++;
    pthread_mutex_unlock(&counting);
    n += PyUnicode_CheckExact(v);
  }
  return PyLong_FromSsize_t(n);
}

/* Who waits for the lock of a list gives up that of the dictionary. */
PyObject *copy_items(PyObject *dict) {
  PyObject *k, *v;
  Py_ssize_t at = 0, n = 0;
  while (PyDict_Next(dict, &at, &k, &v)) { // warn: 'PyDict_Next' walks 'dict' // review: a lock is added
    PyObject *copy = PyList_AsTuple(v);
    if (copy == NULL)
      return NULL;
    n += PyTuple_GET_SIZE(copy);
    Py_DECREF(copy);
  }
  return PyLong_FromSsize_t(n);
}

/* The function that is handed on is called in there. */
static int ask(PyObject *item, void *data) {
  return PyObject_IsTrue(item);
}
int each_item(PyObject *item, int (*call)(PyObject *, void *), void *data);
PyObject *pass_on(PyObject *dict) {
  PyObject *k, *v;
  Py_ssize_t at = 0, n = 0;
  while (PyDict_Next(dict, &at, &k, &v)) { // warn: 'PyDict_Next' walks 'dict' // review: a lock is added
    n += each_item(k, ask, NULL);
    n += PyUnicode_CheckExact(v);
  }
  return PyLong_FromSsize_t(n);
}
