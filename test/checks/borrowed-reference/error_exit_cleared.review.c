#include <Python.h>

// Each round of the loop leaves its variables NULL, and the label asks for that.
int add(PyObject *key, PyObject *value);

int add_all(PyObject *iterable) {
  PyObject *made = NULL, *item = NULL;
  PyObject *iter = PyObject_GetIter(iterable);
  if (iter == NULL)
    return -1;
  while ((item = PyIter_Next(iter)) != NULL) {
    if (!PyList_CheckExact(item) || PyList_GET_SIZE(item) != 2) {
      PyErr_SetString(PyExc_TypeError, "pairs are wanted");
      goto fail;
    }
    PyObject *key = PyList_GetItemRef(item, 0); // warn: borrowed from 'item' // review: leaves the function
    if (key == NULL) {
      goto fail;
    }
    made = PyObject_Str(key);                 // note: used here
    Py_DECREF(key);
    if (made == NULL)
      goto fail;
    if (add(made, made) < 0)
      goto fail;
    Py_CLEAR(made);
    Py_CLEAR(item);
  }
  Py_DECREF(iter);
  return PyErr_Occurred() ? -1 : 0;
fail:
  Py_DECREF(iter);
  Py_XDECREF(item);
  Py_XDECREF(made);
  return -1;
}

// What is filled behind is not there yet.
int copy(PyObject *list, char *to) {
  int result = -1;
  char *buffer = NULL;
  if (!PyList_Check(list))
    return 0;
  Py_ssize_t count = PyList_GET_SIZE(list), length = 0;
  Py_ssize_t *sizes = PyMem_Malloc(sizeof(Py_ssize_t) * (size_t)(count + 1));
  if (sizes == NULL) {
    PyErr_NoMemory();
    goto done;
  }
  for (Py_ssize_t i = 0; i < count; i++) {
    PyObject *item = PyList_GetItemRef(list, i); // warn: borrowed from 'list' // review: leaves the function
    if (item == NULL) {
      goto done;
    }
    sizes[i] = PyObject_Size(item);            // note: used here
    Py_DECREF(item);
    memcpy(to, &i, 1);
    length += sizes[i];
  }
  buffer = PyMem_Malloc(10);
  if (buffer == NULL) {
    PyErr_NoMemory();
    goto done;
  }
  PyErr_Clear();
  PyMem_Free(buffer);
  result = (int)length;
done:
  PyMem_Free(sizes);
  return result;
}

// The branch that fails clears what was made: so does the new one.
PyObject *texts(PyObject *list) {
  if (!PyList_Check(list))
    return NULL;
  if (Py_EnterRecursiveCall(" in a list"))
    return NULL;
  Py_ssize_t size = PyList_GET_SIZE(list);
  PyObject *made = PyList_New(size);
  if (made == NULL)
    goto done;
  for (Py_ssize_t i = 0; i < size; i++) {
    PyObject *item = PyList_GetItemRef(list, i); // warn: borrowed from 'list' // review: leaves the function
    if (item == NULL) {
      Py_CLEAR(made);
      goto done;
    }
    PyObject *text = PyObject_Str(item);       // note: used here
    Py_DECREF(item);
    if (text == NULL) {
      Py_CLEAR(made);
      goto done;
    }
    PyList_SET_ITEM(made, i, text);
  }
done:
  Py_LeaveRecursiveCall();
  return made;
}
