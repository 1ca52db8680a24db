#include <Python.h>

/* freethreading-lazy-init has it all: wherever the function is called, it is to
   fill what is not there yet. */
static PyObject *implements, *empty;
static int imported;

static int import_declarations(void) {
  implements = PyDict_New();
  empty = PyTuple_New(0);
  if (implements == NULL || empty == NULL)
    return -1;
  imported = 1;
  return 0;
}
PyObject *get_implements(void) {
  if (imported == 0 && import_declarations() < 0)
    return NULL;
  return Py_NewRef(implements);
}
PyObject *get_empty(void) {
  if (imported == 0 && import_declarations() < 0)
    return NULL;
  return Py_NewRef(empty);
}
