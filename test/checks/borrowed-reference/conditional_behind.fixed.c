// Code that is not compiled here may use the value behind its last use.

#include <Python.h>

PyObject *behind(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: part of the code in between is compiled conditionally
  if (item == NULL)
    return NULL;
  PyObject *text = PyObject_Str(item);
#ifdef ANOTHER_PLATFORM
  PyObject_Print(item, stdout, 0);
#endif
  return text;
}

PyObject *derived(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: part of the code in between is compiled conditionally
  if (item == NULL)
    return NULL;
  const char *name = PyUnicode_AsUTF8(item);
#ifdef ANOTHER_PLATFORM
  puts(name);
#endif
  return PyLong_FromLong(name != NULL);
}

int head_of_the_loop(PyObject *list) {
  PyObject *item = NULL;
  int count = 0;
  for (Py_ssize_t i = 0; i < 3; i++) {
#ifdef ANOTHER_PLATFORM
    if (item != NULL)
      PyObject_Print(item, stdout, 0);
#endif
    item = PyList_GetItem(list, i); // warn: borrowed from 'list' // no fix: part of the code in between is compiled conditionally
    if (item == NULL)
      return -1;
    count += PyObject_IsTrue(item);
  }
  return count;
}

// What stands there has nothing to do with it; neither has another branch.
PyObject *something_else(PyObject *list, int verbose) {
  PyObject *item;
#ifdef ANOTHER_PLATFORM
  item = PyList_GetItem(list, 1);
  PyObject *text = PyObject_Repr(item);
#else
  item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (item == NULL)
    return NULL;
  PyObject *text = PyObject_Str(item);
  Py_DECREF(item);
#endif
#ifdef ANOTHER_PLATFORM
  if (verbose)
    puts("found it");
#endif
  (void)verbose;
  return text;
}
