#include <Python.h>
#include <pthread.h>

/* What the fixes of other findings put into the body suspends the section. */
static pthread_mutex_t counting = PTHREAD_MUTEX_INITIALIZER;
static long total;

PyObject *lock_both(PyObject *args) {
  PyObject *first = PyTuple_GetItem(args, 0), *second = PyTuple_GetItem(args, 1);
  PyObject *k, *v, *k2, *v2;
  Py_ssize_t at = 0, other, n = 0;
  Py_BEGIN_CRITICAL_SECTION(first);
  while (PyDict_Next(first, &at, &k, &v)) { // warn: 'PyDict_Next' walks 'first' // review: a lock is added
    Py_INCREF(v);
    if (!PyUnicode_CheckExact(v)) {
      Py_DECREF(v);
      continue;
    }
    other = 0;
    Py_BEGIN_CRITICAL_SECTION(second);
    while (PyDict_Next(second, &other, &k2, &v2)) { // warn: 'PyDict_Next' walks 'second' // review: a lock is added
      if (v2 == v)
        break;
    }
    Py_END_CRITICAL_SECTION();
    n += PyUnicode_GET_LENGTH(v);
    Py_DECREF(v);
  }
  Py_END_CRITICAL_SECTION();
  return PyLong_FromSsize_t(n);
}

static Py_ssize_t nones(PyObject *dict) {
  PyObject *k, *v;
  Py_ssize_t at = 0, n = 0;
  Py_BEGIN_CRITICAL_SECTION(dict);
  while (PyDict_Next(dict, &at, &k, &v)) // warn: 'PyDict_Next' walks 'dict' // review: a lock is added
    n += v == Py_None;
  Py_END_CRITICAL_SECTION();
  return n;
}

PyObject *lock_in_helper(PyObject *dict, PyObject *other) {
  PyObject *k, *v;
  Py_ssize_t at = 0, n = 0;
  Py_BEGIN_CRITICAL_SECTION(dict);
  while (PyDict_Next(dict, &at, &k, &v)) { // warn: 'PyDict_Next' walks 'dict' // review: a lock is added
    Py_INCREF(v);
    if (nones(other)) {
      Py_DECREF(v);
      continue;
    }
    n += PyObject_IsTrue(v);
    Py_DECREF(v);
  }
  Py_END_CRITICAL_SECTION();
  return PyLong_FromSsize_t(n);
}

PyObject *release_item(PyObject *dict, PyObject *list) {
  PyObject *k, *v, *x;
  Py_ssize_t at = 0, n = 0;
  int leave = 0;
  Py_BEGIN_CRITICAL_SECTION(dict);
  while (PyDict_Next(dict, &at, &k, &v)) { // warn: 'PyDict_Next' walks 'dict' // review: a lock is added
    Py_INCREF(v);
    x = PyList_GetItem(list, 0);
    if (x == NULL) {
      Py_DECREF(v);
      leave = 1;
      break;
    }
    if (PyLong_CheckExact(x))
      n += 10;
    n += PyUnicode_CheckExact(v);
    Py_DECREF(v);
  }
  Py_END_CRITICAL_SECTION();
  if (leave) {
    return NULL;
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
  Py_BEGIN_CRITICAL_SECTION(dict);
  while (PyDict_Next(dict, &at, &k, &v)) { // warn: 'PyDict_Next' walks 'dict' // review: a lock is added
    Py_INCREF(v);
    pthread_mutex_lock(&counting);
    total++;
    pthread_mutex_unlock(&counting);
    n += PyUnicode_CheckExact(v);
    Py_DECREF(v);
  }
  Py_END_CRITICAL_SECTION();
  return PyLong_FromSsize_t(n);
}

/* Who waits for the lock of a list gives up that of the dictionary. */
PyObject *copy_items(PyObject *dict) {
  PyObject *k, *v;
  Py_ssize_t at = 0, n = 0;
  int leave = 0;
  Py_BEGIN_CRITICAL_SECTION(dict);
  while (PyDict_Next(dict, &at, &k, &v)) { // warn: 'PyDict_Next' walks 'dict' // review: a lock is added
    Py_INCREF(v);
    PyObject *copy = PyList_AsTuple(v);
    if (copy == NULL) {
      Py_DECREF(v);
      leave = 1;
      break;
    }
    n += PyTuple_GET_SIZE(copy);
    Py_DECREF(copy);
    Py_DECREF(v);
  }
  Py_END_CRITICAL_SECTION();
  if (leave) {
    return NULL;
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
  Py_BEGIN_CRITICAL_SECTION(dict);
  while (PyDict_Next(dict, &at, &k, &v)) { // warn: 'PyDict_Next' walks 'dict' // review: a lock is added
    Py_INCREF(k);
    Py_INCREF(v);
    n += each_item(k, ask, NULL);
    n += PyUnicode_CheckExact(v);
    Py_DECREF(k);
    Py_DECREF(v);
  }
  Py_END_CRITICAL_SECTION();
  return PyLong_FromSsize_t(n);
}
