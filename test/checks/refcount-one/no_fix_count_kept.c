#include <Python.h>

static PyObject *cache;

PyObject *kept(int verbose) {
  Py_ssize_t count = Py_REFCNT(cache); // note: the count is read here
  if (verbose)
    printf("%d", (int)count);
  if (count == 1) // warn: of 'cache' does not tell // no fix: the reference count is kept in a variable
    return cache;
  return PyTuple_New(2);
}

/* Not a reference count every time. */
int counted(PyObject *list) {
  Py_ssize_t count = Py_REFCNT(list);
  if (PyList_Check(list))
    count = PyList_GET_SIZE(list);
  return count == 1;
}

/* One is taken for granted where nobody is asked. */
int resize(int check) {
  Py_ssize_t count;
  if (check)
    count = Py_REFCNT(cache);
  else
    count = 1;
  return count > 2 ? -1 : 0; // warn: of 'cache' does not tell // no fix: the reference count is compared with another number than one
}
