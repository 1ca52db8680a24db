#include <Python.h>

int encode(PyObject *out, PyObject *item);

// What has failed is returned; so is the new failure.
PyObject *adapted(PyObject *hooks, PyObject *object, Py_ssize_t count) {
  PyObject *adapter, *args = PyTuple_Pack(1, object);
  if (args == NULL)
    return NULL;
  for (Py_ssize_t i = 0; i < count; i++) {
    PyObject *item = PyList_GetItemRef(hooks, i);
    if (item == NULL) {
      Py_DECREF(args);
      return NULL;
    }
    adapter = PyObject_CallObject(item, args); // warn: borrowed from 'hooks' // review: leaves the function
    Py_DECREF(item);
    if (adapter == NULL || adapter != Py_None) {
      Py_DECREF(args);
      return adapter;
    }
    Py_DECREF(adapter);
  }
  Py_DECREF(args);
  Py_RETURN_NONE;
}

// The loop ends with what the code behind it looks at.
int encoded(PyObject *out, PyObject *list) {
  int status = 0;
  Py_ssize_t count = PyList_GET_SIZE(list);
  if (Py_EnterRecursiveCall(" while encoding"))
    return -1;
  for (Py_ssize_t i = 0; i < count; i++) {
    PyObject *item = PyList_GetItemRef(list, i);
    if (item == NULL) {
      status = -1;
      break;
    }
    int result = encode(out, item);
    Py_DECREF(item);
    if (result < 0) { // warn: borrowed from 'list' // review: leaves the loop
      status = -1;
      break;
    }
  }
  Py_LeaveRecursiveCall();
  return status;
}

// A break that says nothing of an error.
int until(PyObject *out, PyObject *list) {
  int done = 0;
  Py_ssize_t count = PyList_GET_SIZE(list);
  if (Py_EnterRecursiveCall(" while encoding"))
    return -1;
  for (Py_ssize_t i = 0; i < count; i++) {
    if (encode(out, PyList_GET_ITEM(list, i)) < 0) // warn: borrowed from 'list' // no fix: can fail where the old call could not
      break;
    done++;
  }
  Py_LeaveRecursiveCall();
  return done;
}
