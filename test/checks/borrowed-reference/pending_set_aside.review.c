// also: c++
#include <Python.h>

struct object {
  PyObject_HEAD
  PyObject *callbacks;
};
int converts(PyObject *value);

// tp_dealloc and tp_clear run with whatever exception is pending.
static void dealloc(PyObject *self) {
  PyObject *callback;
  {
    PyObject *pending2 = PyErr_GetRaisedException();
    if (PyDict_GetItemStringRef(((struct object *)self)->callbacks, "dealloc", &callback) < 0) {
      PyErr_Clear();
    }
    PyErr_SetRaisedException(pending2);
  } // warn: 'PyDict_GetItemString' // review: a pending exception is set aside for the look-up
  if (callback != NULL)
    PyErr_WriteUnraisable(callback);
  Py_XDECREF(callback);
  Py_TYPE(self)->tp_free(self);
}

static int clear(PyObject *self) {
  PyObject *callback, *pending = NULL;
  if (self != pending)
    {
      PyObject *pending2 = PyErr_GetRaisedException();
      if (PyDict_GetItemRef(((struct object *)self)->callbacks, self, &callback) < 0) {
        PyErr_Clear();
      }
      PyErr_SetRaisedException(pending2);
    } // warn: 'PyDict_GetItem' // review: a pending exception is set aside for the look-up
  else
    callback = NULL;
  if (callback != NULL)
    PyErr_WriteUnraisable(callback);
  Py_XDECREF(callback);
  return 0;
}

// It may have failed, and goes on.
int goes_on(PyObject *dict, PyObject *key, PyObject *value) {
  PyObject *found;
  int known = converts(value);
  if (known < 0)
    known = 1;
  {
    PyObject *pending2 = PyErr_GetRaisedException();
    if (PyDict_GetItemRef(dict, key, &found) < 0) {
      PyErr_Clear();
    }
    PyErr_SetRaisedException(pending2);
  }
  if (found != NULL && PyUnicode_Check(found)) { // warn: borrowed from 'dict' // review: a pending exception is set aside for the look-up
    int result = PyObject_IsTrue(found);
    Py_DECREF(found);
    return result;
  }
  Py_XDECREF(found);
  return known;
}

static PyType_Slot slots[] = {{Py_tp_dealloc, (void *)dealloc}, {Py_tp_clear, (void *)clear}, {0, NULL}};

static PyType_Spec spec = {"example.object", sizeof(struct object), 0, Py_TPFLAGS_DEFAULT, slots};

PyObject *make_type(void) { return PyType_FromSpec(&spec); }
