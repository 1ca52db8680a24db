// also: c++
#include <Python.h>

struct box {
  PyObject_HEAD
  PyObject *items;
};

// What runs Python code may suspend the lock: each round holds its items.
int all_true(PyObject *dict) {
  PyObject *key, *value;
  Py_ssize_t pos = 0;
  while (PyDict_Next(dict, &pos, &key, &value)) { // warn: 'PyDict_Next' walks 'dict' // review: a lock is added
    int is_true = PyObject_IsTrue(value);
    if (is_true <= 0)
      return is_true;
  }
  return 1;
}

int find(struct box *self, PyObject *wanted) {
  PyObject *key;
  Py_ssize_t pos = 0;
  int found = 0;
  while (PyDict_Next(self->items, &pos, &key, NULL)) { // warn: 'PyDict_Next' walks 'self->items' // review: a lock is added
    if (key == wanted) {
      found = 1;
      break;
    }
  }
  return found;
}

int with_goto(PyObject *dict, PyObject *list) {
  PyObject *key, *value;
  Py_ssize_t pos = 0;
  int result = -1;
  while (PyDict_Next(dict, &pos, &key, &value)) { // warn: 'PyDict_Next' walks 'dict' // review: a lock is added
    if (PyUnicode_Check(key))
      continue;
    if (PyList_Append(list, value) < 0)
      goto done;
  }
  result = 0;
done:
  return result;
}

PyObject *several(PyObject *dict, PyObject *list) {
  PyObject *key, *value;
  Py_ssize_t pos = 0;
  while (PyDict_Next(dict, &pos, &key, &value)) { // warn: 'PyDict_Next' walks 'dict' // review: a lock is added
    if (value == Py_None)
      Py_RETURN_NONE;
    PyObject *text = PyObject_Str(value);
    if (text == NULL)
      return NULL;
    int error = PyList_Append(list, text);
    Py_DECREF(text);
    if (error)
      return NULL;
    if (PyList_GET_SIZE(list) > 10)
      return PyObject_Repr(key);
  }
  return PyLong_FromSsize_t(pos);
}

// The loop around goes on behind the section.
int in_a_loop(PyObject **dicts, int n) {
  int total = 0;
  for (int i = 0; i < n; i++) {
    PyObject *dict = dicts[i];
    PyObject *value;
    Py_ssize_t pos = 0;
    while (PyDict_Next(dict, &pos, NULL, &value)) { // warn: 'PyDict_Next' walks 'dict' // review: a lock is added
      for (int j = 0; j < n; j++)
        if (value == dicts[j])
          return j;
      total++;
    }
  }
  return total;
}

void nothing(PyObject *dict, PyObject *wanted, int *found) {
  PyObject *value;
  Py_ssize_t pos = 0;
  for (*found = 0; PyDict_Next(dict, &pos, NULL, &value);) { // warn: 'PyDict_Next' walks 'dict' // review: a lock is added
    if (value == wanted) {
      *found = 1;
      return;
    }
  }
}

/* On the other branch the variables have other items. */
int either(PyObject *mapping) {
  PyObject *key, *value;
  if (PyDict_Check(mapping)) {
    Py_ssize_t pos = 0;
    while (PyDict_Next(mapping, &pos, &key, &value)) { // warn: 'PyDict_Next' walks 'mapping' // review: a lock is added
      if (PyObject_Not(key) < 0)
        return -1;
    }
  } else {
    PyObject *items = PyObject_GetIter(mapping);
    if (items == NULL)
      return -1;
    while ((key = PyIter_Next(items)) != NULL)
      Py_DECREF(key);
    Py_DECREF(items);
  }
  return 0;
}
