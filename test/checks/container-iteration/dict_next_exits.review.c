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
  int leave = 0;
  int outcome = 0;
  Py_BEGIN_CRITICAL_SECTION(dict);
  while (PyDict_Next(dict, &pos, &key, &value)) { // warn: 'PyDict_Next' walks 'dict' // review: a lock is added
    Py_INCREF(value);
    int is_true = PyObject_IsTrue(value);
    if (is_true <= 0) {
      outcome = is_true;
      Py_DECREF(value);
      leave = 1;
      break;
    }
    Py_DECREF(value);
  }
  Py_END_CRITICAL_SECTION();
  if (leave) {
    return outcome;
  }
  return 1;
}

int find(struct box *self, PyObject *wanted) {
  PyObject *key;
  Py_ssize_t pos = 0;
  int found = 0;
  Py_BEGIN_CRITICAL_SECTION(self->items);
  while (PyDict_Next(self->items, &pos, &key, NULL)) { // warn: 'PyDict_Next' walks 'self->items' // review: a lock is added
    if (key == wanted) {
      found = 1;
      break;
    }
  }
  Py_END_CRITICAL_SECTION();
  return found;
}

int with_goto(PyObject *dict, PyObject *list) {
  PyObject *key, *value;
  Py_ssize_t pos = 0;
  int result = -1;
  int leave = 0;
  Py_BEGIN_CRITICAL_SECTION(dict);
  while (PyDict_Next(dict, &pos, &key, &value)) { // warn: 'PyDict_Next' walks 'dict' // review: a lock is added
    Py_INCREF(value);
    if (PyUnicode_Check(key)) {
      Py_DECREF(value);
      continue;
    }
    if (PyList_Append(list, value) < 0) {
      Py_DECREF(value);
      leave = 1;
      break;
    }
    Py_DECREF(value);
  }
  Py_END_CRITICAL_SECTION();
  if (leave) {
    goto done;
  }
  result = 0;
done:
  return result;
}

PyObject *several(PyObject *dict, PyObject *list) {
  PyObject *key, *value;
  Py_ssize_t pos = 0;
  int leave = 0;
  PyObject *outcome = NULL;
  Py_BEGIN_CRITICAL_SECTION(dict);
  while (PyDict_Next(dict, &pos, &key, &value)) { // warn: 'PyDict_Next' walks 'dict' // review: a lock is added
    Py_INCREF(key);
    Py_INCREF(value);
    if (value == Py_None) {
      Py_DECREF(key);
      Py_DECREF(value);
      leave = 1;
      break;
    }
    PyObject *text = PyObject_Str(value);
    if (text == NULL) {
      Py_DECREF(key);
      Py_DECREF(value);
      leave = 2;
      break;
    }
    int error = PyList_Append(list, text);
    Py_DECREF(text);
    if (error) {
      Py_DECREF(key);
      Py_DECREF(value);
      leave = 2;
      break;
    }
    if (PyList_GET_SIZE(list) > 10) {
      outcome = PyObject_Repr(key);
      Py_DECREF(key);
      Py_DECREF(value);
      leave = 3;
      break;
    }
    Py_DECREF(key);
    Py_DECREF(value);
  }
  Py_END_CRITICAL_SECTION();
  if (leave == 1) {
    Py_RETURN_NONE;
  }
  if (leave == 2) {
    return NULL;
  }
  if (leave == 3) {
    return outcome;
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
    int leave = 0;
    int outcome = 0;
    Py_BEGIN_CRITICAL_SECTION(dict);
    while (PyDict_Next(dict, &pos, NULL, &value)) { // warn: 'PyDict_Next' walks 'dict' // review: a lock is added
      for (int j = 0; j < n; j++)
        if (value == dicts[j]) {
          outcome = j;
          leave = 1;
          goto done;
        }
      total++;
    }
    done:;
    Py_END_CRITICAL_SECTION();
    if (leave) {
      return outcome;
    }
  }
  return total;
}

void nothing(PyObject *dict, PyObject *wanted, int *found) {
  PyObject *value;
  Py_ssize_t pos = 0;
  int leave = 0;
  Py_BEGIN_CRITICAL_SECTION(dict);
  for (*found = 0; PyDict_Next(dict, &pos, NULL, &value);) { // warn: 'PyDict_Next' walks 'dict' // review: a lock is added
    if (value == wanted) {
      *found = 1;
      leave = 1;
      break;
    }
  }
  Py_END_CRITICAL_SECTION();
  if (leave) {
    return;
  }
}

/* On the other branch the variables have other items. */
int either(PyObject *mapping) {
  PyObject *key, *value;
  if (PyDict_Check(mapping)) {
    Py_ssize_t pos = 0;
    int leave = 0;
    Py_BEGIN_CRITICAL_SECTION(mapping);
    while (PyDict_Next(mapping, &pos, &key, &value)) { // warn: 'PyDict_Next' walks 'mapping' // review: a lock is added
      Py_INCREF(key);
      if (PyObject_Not(key) < 0) {
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
