// check: freethreading-container-iteration
// levels: review
// Walks over a dict or a sequence, left in every way from every kind of loop.

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include "pythoncapi_compat.h"

static PyObject *to_the_end(PyObject *self, PyObject *dict) {
  PyObject *key, *value, *result = PyList_New(0);
  Py_ssize_t pos = 0;
  if (result == NULL)
    return NULL;
  while (PyDict_Next(dict, &pos, &key, &value)) {
    if (PyLong_Check(value))
      continue;
    if (PyList_Append(result, key) < 0) {
      Py_CLEAR(result);
      break;
    }
  }
  return result;
}

static PyObject *by_return(PyObject *self, PyObject *dict) {
  PyObject *key, *value;
  Py_ssize_t pos = 0;
  while (PyDict_Next(dict, &pos, &key, &value)) {
    int is_true = PyObject_IsTrue(value);
    if (is_true < 0)
      return NULL;
    if (!is_true)
      return PyObject_Repr(key);
  }
  Py_RETURN_NONE;
}

static PyObject *by_macro(PyObject *self, PyObject *dict) {
  PyObject *value;
  Py_ssize_t pos = 0;
  for (; PyDict_Next(dict, &pos, NULL, &value);) {
    if (value == Py_None)
      Py_RETURN_TRUE;
    PyObject *text = PyObject_Str(value);
    if (text == NULL)
      return NULL;
    Py_DECREF(text);
  }
  Py_RETURN_FALSE;
}

static PyObject *by_goto(PyObject *self, PyObject *dict) {
  PyObject *key, *value, *result = NULL;
  Py_ssize_t pos = 0;
  PyObject *texts = PyList_New(0);
  if (texts == NULL)
    return NULL;
  while (PyDict_Next(dict, &pos, &key, &value)) {
    PyObject *text = PyObject_Str(value);
    if (text == NULL)
      goto done;
    int error = PyList_Append(texts, text);
    Py_DECREF(text);
    if (error)
      goto done;
    if (PyUnicode_Check(value))
      goto found;
  }
found:
  result = Py_NewRef(texts);
done:
  Py_DECREF(texts);
  return result;
}

static PyObject *from_inner_loops(PyObject *self, PyObject *dict) {
  PyObject *key, *value;
  Py_ssize_t pos = 0;
  long rounds = 0;
  while (PyDict_Next(dict, &pos, &key, &value)) {
    for (int i = 0; i < 3; i++) {
      int is_true = PyObject_IsTrue(value);
      if (is_true < 0)
        return NULL;
      if (!is_true)
        break;
      if (++rounds > 7)
        return PyLong_FromLong(rounds);
    }
    switch (PyObject_IsTrue(key)) {
    case 0:
      continue;
    case 1:
      break;
    default:
      return NULL;
    }
    do {
      if (rounds == 6)
        return Py_BuildValue("(Ol)", key, rounds);
    } while (0);
  }
  return PyLong_FromLong(-rounds);
}

static PyObject *in_an_outer_loop(PyObject *self, PyObject *dicts) {
  long total = 0;
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(dicts); i++) {
    PyObject *dict = PyTuple_GET_ITEM(dicts, i);
    PyObject *key, *value;
    Py_ssize_t pos = 0;
    if (!PyDict_Check(dict))
      continue;
    while (PyDict_Next(dict, &pos, &key, &value)) {
      int is_true = PyObject_IsTrue(value);
      if (is_true < 0)
        return NULL;
      if (is_true == 0)
        goto next;
      total += i + 1;
    }
    total *= 2;
  next:
    total += 100;
  }
  return PyLong_FromLong(total);
}

// The body takes the items for itself, and changes another dict meanwhile.
static PyObject *swapped(PyObject *self, PyObject *dict) {
  PyObject *key, *value, *result = PyDict_New();
  Py_ssize_t pos = 0;
  if (result == NULL)
    return NULL;
  while (PyDict_Next(dict, &pos, &key, &value)) {
    if (PyDict_SetItem(result, value, key) < 0) {
      Py_DECREF(result);
      return NULL;
    }
  }
  return result;
}

// The values are dropped by the very call that uses them.
static PyObject *dropped(PyObject *self, PyObject *dict) {
  PyObject *key, *value, *result = PyList_New(0);
  Py_ssize_t pos = 0;
  if (result == NULL)
    return NULL;
  while (PyDict_Next(dict, &pos, &key, &value)) {
    PyObject *called = PyObject_CallFunctionObjArgs(value, key, NULL);
    if (called == NULL) {
      Py_DECREF(result);
      return NULL;
    }
    int error = PyList_Append(result, called);
    Py_DECREF(called);
    if (error)
      break;
  }
  return result;
}

static PyObject *counted(PyObject *self, PyObject *seq) {
  PyObject *fast = PySequence_Fast(seq, "no sequence");
  if (fast == NULL)
    return NULL;
  long n = 0;
  Py_ssize_t size = PySequence_Fast_GET_SIZE(fast);
  PyObject **items = PySequence_Fast_ITEMS(fast);
  for (Py_ssize_t i = 0; i < size; i++)
    n += PyLong_Check(items[i]);
  Py_DECREF(fast);
  return Py_BuildValue("ln", n, size);
}

static PyObject *first_text(PyObject *self, PyObject *seq) {
  PyObject *fast = PySequence_Fast(seq, "no sequence");
  if (fast == NULL)
    return NULL;
  PyObject *result = NULL;
  for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(fast); i++) {
    PyObject *item = PySequence_Fast_GET_ITEM(fast, i);
    if (PyUnicode_Check(item)) {
      result = Py_NewRef(item);
      break;
    }
  }
  Py_DECREF(fast);
  if (result == NULL)
    Py_RETURN_NONE;
  return result;
}

static PyObject *truths(PyObject *self, PyObject *seq) {
  PyObject *fast = PySequence_Fast(seq, "no sequence");
  if (fast == NULL)
    return NULL;
  long n = 0;
  for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(fast); i++) {
    int is_true = PyObject_IsTrue(PySequence_Fast_GET_ITEM(fast, i));
    if (is_true < 0) {
      Py_DECREF(fast);
      return NULL;
    }
    n += is_true;
  }
  Py_DECREF(fast);
  return PyLong_FromLong(n);
}

static int note(PyObject *to, Py_ssize_t n) {
  char text[2];
  text[0] = (char)('a' + n);
  text[1] = 0;
  PyObject *noted = PyUnicode_FromString(text);
  int status = noted == NULL ? -1 : PyList_Append(to, noted);
  Py_XDECREF(noted);
  return status;
}

// The size belongs to the items.
static PyObject *sized(PyObject *self, PyObject *dict) {
  PyObject *key, *value, *result = PyList_New(0);
  Py_ssize_t pos = 0;
  if (result == NULL)
    return NULL;
  if (note(result, PyDict_Size(dict)) < 0)
    goto fail;
  while (PyDict_Next(dict, &pos, &key, &value)) {
    int is_true = PyObject_IsTrue(value);
    if (is_true < 0)
      goto fail;
    if (!is_true)
      break;
    if (PyList_Append(result, key) < 0 || PyList_Append(result, value) < 0)
      goto fail;
  }
  return result;
fail:
  Py_DECREF(result);
  return NULL;
}

// The round gives the variable something else.
static PyObject *replaced(PyObject *self, PyObject *dict) {
  PyObject *key, *value, *result = PyList_New(0);
  Py_ssize_t pos = 0;
  if (result == NULL)
    return NULL;
  while (PyDict_Next(dict, &pos, &key, &value)) {
    int is_true = PyObject_IsTrue(value);
    if (is_true < 0) {
      Py_DECREF(result);
      return NULL;
    }
    if (!is_true)
      continue;
    value = PyObject_Str(value);
    if (value == NULL) {
      Py_DECREF(result);
      return NULL;
    }
    value = Py_BuildValue("(ON)", key, value);
    if (value == NULL || PyList_Append(result, value) < 0) {
      Py_XDECREF(value);
      Py_DECREF(result);
      return NULL;
    }
    Py_DECREF(value);
  }
  return result;
}

static PyMethodDef methods[] = {
    {"sized", sized, METH_O, NULL},
    {"replaced", replaced, METH_O, NULL},
    {"to_the_end", to_the_end, METH_O, NULL},
    {"by_return", by_return, METH_O, NULL},
    {"by_macro", by_macro, METH_O, NULL},
    {"by_goto", by_goto, METH_O, NULL},
    {"from_inner_loops", from_inner_loops, METH_O, NULL},
    {"in_an_outer_loop", in_an_outer_loop, METH_O, NULL},
    {"swapped", swapped, METH_O, NULL},
    {"dropped", dropped, METH_O, NULL},
    {"counted", counted, METH_O, NULL},
    {"first_text", first_text, METH_O, NULL},
    {"truths", truths, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "walks", NULL, -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit_walks(void) { return PyModule_Create(&definition); }
