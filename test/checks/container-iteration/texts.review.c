#include <Python.h>
int install(const char *name, PyObject *type);

/* The text of the key lives as long as the key. */
PyObject *names(PyObject *self, PyObject *properties) {
  Py_ssize_t pos = 0;
  PyObject *key, *value;
  int leave = 0;
  Py_BEGIN_CRITICAL_SECTION(properties);
  while (PyDict_Next(properties, &pos, &key, &value)) { // warn: walks 'properties' without its lock // review: a lock is added
    Py_INCREF(key);
    Py_INCREF(value);
    const char *name = PyUnicode_AsUTF8(key);
    PyObject *type = name ? PyObject_CallNoArgs(value) : NULL;
    if (type == NULL) {
      Py_DECREF(key);
      Py_DECREF(value);
      leave = 1;
      break;
    }
    if (install(name, type) < 0) {
      Py_DECREF(type);
      Py_DECREF(key);
      Py_DECREF(value);
      leave = 1;
      break;
    }
    Py_DECREF(type);
    Py_DECREF(key);
    Py_DECREF(value);
  }
  Py_END_CRITICAL_SECTION();
  if (leave) {
    return NULL;
  }
  Py_RETURN_NONE;
}

PyObject *sizes(PyObject *self, PyObject *properties) {
  Py_ssize_t pos = 0, size, all = 0;
  PyObject *key, *value;
  char *text;
  int leave = 0;
  Py_BEGIN_CRITICAL_SECTION(properties);
  while (PyDict_Next(properties, &pos, &key, &value)) { // warn: walks 'properties' without its lock // review: a lock is added
    Py_INCREF(key);
    Py_INCREF(value);
    if (PyBytes_AsStringAndSize(value, &text, &size) < 0) {
      Py_DECREF(key);
      Py_DECREF(value);
      leave = 1;
      break;
    }
    if (PyObject_IsTrue(key) > 0)
      all += text[0];
    Py_DECREF(key);
    Py_DECREF(value);
  }
  Py_END_CRITICAL_SECTION();
  if (leave) {
    return NULL;
  }
  return PyLong_FromSsize_t(all);
}

/* A call of the function itself locks again, and that may suspend the section. */
static int count(PyObject *dict, int depth) {
  PyObject *key, *value;
  Py_ssize_t pos = 0;
  int n = 0;
  Py_BEGIN_CRITICAL_SECTION(dict);
  while (PyDict_Next(dict, &pos, &key, &value)) { // warn: walks 'dict' without its lock // review: a lock is added
    Py_INCREF(value);
    n++;
    if (PyDict_Check(value) && depth < 8)
      n += count(value, depth + 1);
    Py_DECREF(value);
  }
  Py_END_CRITICAL_SECTION();
  return n;
}

static PyObject *count_all(PyObject *self, PyObject *arg) {
  return PyLong_FromLong(count(arg, 0));
}

PyMethodDef methods[] = {{"count", count_all, METH_O, NULL}, {"names", names, METH_O, NULL}, {"sizes", sizes, METH_O, NULL}, {NULL, NULL, 0, NULL}};
