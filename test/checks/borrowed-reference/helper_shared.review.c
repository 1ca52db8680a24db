// also: c++
#include <Python.h>

// One caller passes a list that others see.
static PyObject *first_text(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0);
  if (item == NULL) {
    return NULL;
  }
  PyObject *result = PyObject_Str(item);
  Py_DECREF(item);
  return result; // warn: borrowed from 'list' // review: leaves the function
}
PyObject *own(PyObject *iterable) {
  PyObject *list = PySequence_List(iterable);
  PyObject *text = list ? first_text(list) : NULL;
  Py_XDECREF(list);
  return text;
}
PyObject *of_others(PyObject *list) { return first_text(list); }

// The address of the helper is taken: anybody may call it.
static PyObject *called_back(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0);
  if (item == NULL) {
    return NULL;
  }
  PyObject *result = PyObject_Str(item);
  Py_DECREF(item);
  return result; // warn: borrowed from 'list' // review: leaves the function
}
PyObject *(*callback)(PyObject *) = called_back;
PyObject *calls_back(PyObject *iterable) {
  PyObject *list = PySequence_List(iterable);
  PyObject *text = list ? called_back(list) : NULL;
  Py_XDECREF(list);
  return text;
}

// A helper that lets others see what it is given.
static PyObject *registry;
static int keep(PyObject *list) { return PyList_Append(registry, list); }
static void keep_static(PyObject *list) { registry = Py_NewRef(list); }
PyObject *kept(PyObject *iterable) {
  PyObject *list = PySequence_List(iterable);
  PyObject *text = NULL;
  if (list && keep(list) == 0)
    text = PyObject_Str(PyList_GET_ITEM(list, 0)); // warn: borrowed from 'list' // no fix: can fail where
  Py_XDECREF(list);
  return text;
}
PyObject *kept_static(PyObject *iterable) {
  PyObject *list = PySequence_List(iterable);
  if (list == NULL)
    return NULL;
  keep_static(list);
  PyObject *text = PyObject_Str(PyList_GET_ITEM(list, 0)); // warn: borrowed from 'list' // no fix: can fail where
  Py_DECREF(list);
  return text;
}

// The result is new on one path only.
static PyObject *cached;
static PyObject *make_or_get(int fresh) {
  if (fresh)
    return PyList_New(0);
  return Py_NewRef(cached);
}
PyObject *made_or_got(int fresh) {
  PyObject *list = make_or_get(fresh);
  PyObject *text = list ? PyObject_Str(PyList_GET_ITEM(list, 0)) : NULL; // warn: borrowed from 'list' // no fix: nested in an expression
  Py_XDECREF(list);
  return text;
}

// The helper publishes what it returns.
static PyObject *make_published(void) {
  PyObject *list = PyList_New(0);
  registry = Py_XNewRef(list);
  return list;
}
PyObject *made_published(void) {
  PyObject *list = make_published();
  PyObject *text = list ? PyObject_Str(PyList_GET_ITEM(list, 0)) : NULL; // warn: borrowed from 'list' // no fix: nested in an expression
  Py_XDECREF(list);
  return text;
}
