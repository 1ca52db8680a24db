// also: c++
#include <Python.h>

// A new way out would leave things behind that the function holds by then.
PyObject *owned(PyObject *list) {
  PyObject *one = PyLong_FromLong(1);
  if (one == NULL)
    return NULL;
  PyObject *item = PyList_GET_ITEM(list, 0); // warn: borrowed from 'list' // no fix: the strong twin can fail where the old call could not
  PyObject *sum = PyNumber_Add(item, one);
  Py_DECREF(one);
  return sum;
}

PyObject *reference_of_an_argument(PyObject *list, PyObject *other) {
  Py_INCREF(other);
  PyObject *item = PyList_GET_ITEM(list, 0); // warn: borrowed from 'list' // no fix: the strong twin can fail where the old call could not
  PyObject *sum = PyNumber_Add(item, other);
  Py_DECREF(other);
  return sum;
}

int open_file(PyObject *list, const char *name) {
  FILE *file = fopen(name, "w");
  PyObject *item = PyList_GET_ITEM(list, 0); // warn: borrowed from 'list' // no fix: the strong twin can fail where the old call could not
  int result = PyObject_Print(item, file, 0);
  fclose(file);
  return result;
}

PyObject *in_a_section(PyObject *self, PyObject *list) {
  PyObject *text;
  Py_BEGIN_CRITICAL_SECTION(self);
  PyObject *item = PyList_GET_ITEM(list, 0); // warn: borrowed from 'list' // no fix: the strong twin can fail where the old call could not
  text = PyObject_Str(item);
  Py_END_CRITICAL_SECTION();
  return text;
}

static PyMutex mutex;
PyObject *a_lock(PyObject *list) {
  PyMutex_Lock(&mutex);
  PyObject *item = PyList_GET_ITEM(list, 0); // warn: borrowed from 'list' // no fix: the strong twin can fail where the old call could not
  PyObject *text = PyObject_Str(item);
  PyMutex_Unlock(&mutex);
  return text;
}

// In a loop, what the rounds before have made.
PyObject *in_a_loop(PyObject *list) {
  PyObject *sum = PyLong_FromLong(0);
  Py_ssize_t size = PyList_GET_SIZE(list);
  for (Py_ssize_t i = 0; sum && i < size; i++) {
    PyObject *item = PyList_GET_ITEM(list, i); // warn: borrowed from 'list' // no fix: the strong twin can fail where the old call could not
    PyObject *next = PyNumber_Add(sum, item);
    Py_DECREF(sum);
    sum = next;
  }
  return sum;
}
