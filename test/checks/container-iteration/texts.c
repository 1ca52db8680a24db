#include <Python.h>
int install(const char *name, PyObject *type);

/* The text of the key lives as long as the key. */
PyObject *names(PyObject *self, PyObject *properties) {
  Py_ssize_t pos = 0;
  PyObject *key, *value;
  while (PyDict_Next(properties, &pos, &key, &value)) { // warn: walks 'properties' without its lock // review: a lock is added
    const char *name = PyUnicode_AsUTF8(key);
    PyObject *type = name ? PyObject_CallNoArgs(value) : NULL;
    if (type == NULL)
      return NULL;
    if (install(name, type) < 0) {
      Py_DECREF(type);
      return NULL;
    }
    Py_DECREF(type);
  }
  Py_RETURN_NONE;
}

PyObject *sizes(PyObject *self, PyObject *properties) {
  Py_ssize_t pos = 0, size, all = 0;
  PyObject *key, *value;
  char *text;
  while (PyDict_Next(properties, &pos, &key, &value)) { // warn: walks 'properties' without its lock // review: a lock is added
    if (PyBytes_AsStringAndSize(value, &text, &size) < 0)
      return NULL;
    if (PyObject_IsTrue(key) > 0)
      all += text[0];
  }
  return PyLong_FromSsize_t(all);
}

/* A call of the function itself locks again, and that may suspend the section. */
static int count(PyObject *dict, int depth) {
  PyObject *key, *value;
  Py_ssize_t pos = 0;
  int n = 0;
  while (PyDict_Next(dict, &pos, &key, &value)) { // warn: walks 'dict' without its lock // review: a lock is added
    n++;
    if (PyDict_Check(value) && depth < 8)
      n += count(value, depth + 1);
  }
  return n;
}

static PyObject *count_all(PyObject *self, PyObject *arg) {
  return PyLong_FromLong(count(arg, 0));
}

PyMethodDef methods[] = {{"count", count_all, METH_O, NULL}, {"names", names, METH_O, NULL}, {"sizes", sizes, METH_O, NULL}, {NULL, NULL, 0, NULL}};
