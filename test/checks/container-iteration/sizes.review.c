// A dict whose size was asked for before it is walked.
#include <Python.h>
#include <stdlib.h>

static int write_number(PyObject *out, Py_ssize_t n) {
  char text[3];
  text[0] = '#';
  text[1] = (char)n;
  *(char *)(text + 2) = (char)(n >> 8);
  if (n > 1000) {
    PyErr_Format(PyExc_ValueError, "%zd items", n);
    return -1;
  }
  PyObject *written = PyObject_CallMethod(out, "write", "y#", text, (Py_ssize_t)3);
  Py_XDECREF(written);
  return written == NULL ? -1 : 0;
}

// The number belongs to the items: both are in the section.
static PyObject *write_all(PyObject *out, PyObject *dict) {
  PyObject *key, *value;
  Py_ssize_t pos = 0;
  int leave = 0;
  Py_BEGIN_CRITICAL_SECTION(dict);
  if (write_number(out, PyDict_Size(dict)) < 0) {
    leave = 1;
    goto done;
  }
  while (PyDict_Next(dict, &pos, &key, &value)) { // warn: 'PyDict_Next' walks 'dict' // review: a lock is added
    Py_INCREF(key);
    Py_INCREF(value);
    if (PyObject_SetItem(out, key, value) < 0) {
      Py_DECREF(key);
      Py_DECREF(value);
      leave = 1;
      break;
    }
    Py_DECREF(key);
    Py_DECREF(value);
  }
  done:;
  Py_END_CRITICAL_SECTION();
  if (leave) {
    return NULL;
  }
  Py_RETURN_NONE;
}

// Nothing in between: another branch leaves.
static int either(PyObject *out, PyObject *items) {
  if (PyList_Check(items)) {
    Py_ssize_t size = PyList_GET_SIZE(items);
    PyObject **room = (PyObject **)malloc(size * sizeof(PyObject *));
    free(room);
    return room != NULL;
  }
  PyObject *key, *value;
  Py_ssize_t pos = 0;
  int leave = 0;
  Py_BEGIN_CRITICAL_SECTION(items);
  while (PyDict_Next(items, &pos, &key, &value)) { // warn: 'PyDict_Next' walks 'items' // review: a lock is added
    Py_INCREF(key);
    Py_INCREF(value);
    if (PyObject_SetItem(out, key, value) < 0) {
      Py_DECREF(key);
      Py_DECREF(value);
      leave = 1;
      break;
    }
    Py_DECREF(key);
    Py_DECREF(value);
  }
  Py_END_CRITICAL_SECTION();
  if (leave) {
    return -1;
  }
  return 0;
}

// Only compared, and far away.
static int is_used_up(PyObject *out, PyObject *dict, Py_ssize_t used) {
  int leave = 0;
  Py_BEGIN_CRITICAL_SECTION(dict);
  const Py_ssize_t size = PyDict_Size(dict);
  if (PyObject_IsTrue(out) < 0) {
    leave = 1;
    goto done;
  }
  if (used != size) {
    PyObject *key;
    Py_ssize_t pos = 0;
    while (PyDict_Next(dict, &pos, &key, NULL)) { // warn: 'PyDict_Next' walks 'dict' // review: a lock is added
      Py_INCREF(key);
      if (PySequence_Contains(out, key) == 0) {
        Py_DECREF(key);
        leave = 2;
        goto done;
      }
      Py_DECREF(key);
    }
  }
  done:;
  Py_END_CRITICAL_SECTION();
  if (leave == 1) {
    return -1;
  }
  if (leave == 2) {
    return 0;
  }
  return 1;
}

// The round changes the variable: another one holds the reference.
static PyObject *pairs(PyObject *self, PyObject *dict) {
  PyObject *result = PyList_New(0);
  PyObject *key, *value;
  Py_ssize_t pos = 0;
  if (result == NULL)
    return NULL;
  int leave = 0;
  Py_BEGIN_CRITICAL_SECTION(dict);
  while (PyDict_Next(dict, &pos, &key, &value)) { // warn: 'PyDict_Next' walks 'dict' // review: a lock is added
    Py_INCREF(key);
    PyObject *value_held = Py_NewRef(value);
    if (PyObject_IsTrue(value) == 0) {
      Py_DECREF(key);
      Py_DECREF(value_held);
      continue;
    }
    value = PyTuple_Pack(2, key, value);
    if (value == NULL || PyList_Append(result, value) < 0) {
      Py_XDECREF(value);
      Py_DECREF(result);
      Py_DECREF(key);
      Py_DECREF(value_held);
      leave = 1;
      break;
    }
    Py_DECREF(value);
    Py_DECREF(key);
    Py_DECREF(value_held);
  }
  Py_END_CRITICAL_SECTION();
  if (leave) {
    return NULL;
  }
  return result;
}

// The author's own reference is given back before the last use.
static int twice(PyObject *out, PyObject *dict) {
  PyObject *key;
  Py_ssize_t pos = 0;
  int leave = 0;
  Py_BEGIN_CRITICAL_SECTION(dict);
  while (PyDict_Next(dict, &pos, &key, NULL)) { // warn: 'PyDict_Next' walks 'dict' // review: a lock is added
    Py_INCREF(key);
    Py_INCREF(key);
    int known = PySequence_Contains(out, key);
    Py_DECREF(key);
    if (known == 0 && PyObject_SetItem(out, key, key) < 0) {
      Py_DECREF(key);
      leave = 1;
      break;
    }
    Py_DECREF(key);
  }
  Py_END_CRITICAL_SECTION();
  if (leave) {
    return -1;
  }
  return 0;
}

// Functions that call each other are attached as much as what they do.
static int visit_any(PyObject *out, PyObject *value, int depth);
static int visit_all(PyObject *out, PyObject *dict, int depth) {
  PyObject *key, *value;
  Py_ssize_t pos = 0;
  int leave = 0;
  Py_BEGIN_CRITICAL_SECTION(dict);
  while (PyDict_Next(dict, &pos, &key, &value)) { // warn: 'PyDict_Next' walks 'dict' // review: a lock is added
    Py_INCREF(value);
    if (visit_any(out, value, depth + 1) < 0) {
      Py_DECREF(value);
      leave = 1;
      break;
    }
    Py_DECREF(value);
  }
  Py_END_CRITICAL_SECTION();
  if (leave) {
    return -1;
  }
  return 0;
}
static int visit_any(PyObject *out, PyObject *value, int depth) {
  if (PyDict_Check(value))
    return visit_all(out, value, depth);
  return PyObject_SetItem(out, value, value);
}

static PyMethodDef methods[] = {
    {"write_all", write_all, METH_O, NULL},
    {"pairs", pairs, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

int use(PyObject *a, PyObject *b, PyMethodDef **table) {
  *table = methods;
  return either(a, b) + is_used_up(a, b, 1) + twice(a, b) + visit_any(a, b, 0);
}
