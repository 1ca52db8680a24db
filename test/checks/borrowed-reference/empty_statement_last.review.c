// Statements that do nothing leave no trace in the control flow: the release
// behind them is due all the same.

#include <Python.h>

void use(PyObject *object);

PyObject *ends_with_nothing(PyObject *list, int n) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (item != NULL) {
    use(item);
    ;
  }
  Py_XDECREF(item);
  return PyLong_FromLong(n);
}

PyObject *ends_with_an_empty_block(PyObject *list, int n) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (item != NULL) {
    use(item);
    {
      ;
    }
  }
  Py_XDECREF(item);
  return PyLong_FromLong(n);
}

PyObject *empty_arm(PyObject *list, int n) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return NULL;
  if (n < 2) {
    {
    }
  } else {
    use(item);
  }
  Py_DECREF(item);
  return PyLong_FromLong(n);
}

// A jump arrives at the label that nothing stands behind.
PyObject *ends_with_a_label(PyObject *list, int n) {
  PyObject *item_kept = NULL;
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list' // review: the object in 'item' lives until the function returns
  item_kept = item;
  if (item != NULL) {
    if (n > 2) {
      item = NULL;
      goto last;
    }
    use(item);
  last:;
  }
  PyObject *result = PyLong_FromLong(n);
  Py_XDECREF(item_kept);
  return result;
}
