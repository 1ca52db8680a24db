#include <Python.h>

/* Objects that are published where they are made. */
PyObject *several(PyObject *o) {
  static PyObject *open = NULL;
  static PyObject *close = NULL;
  if (open == NULL || close == NULL) { // warn: 'open' is filled on first use // review: 'open', 'close' become atomic
    open = PyUnicode_InternFromString("{"); // note: filled here
    close = PyUnicode_InternFromString("}"); // the other end
    if (open == NULL || close == NULL)
      return NULL;
  }
  return PyTuple_Pack(3, open, o, close);
}

/* Who finds the second finds the first. */
static PyObject *first;
static PyObject *second;
PyObject *the_last_is_tested(void) {
  if (!second) { // warn: 'second' is filled on first use // review: 'first', 'second' become atomic
    first = PyUnicode_InternFromString("1");
    if (!first)
      return NULL;
    second = PyUnicode_InternFromString("2"); // note: filled here
  }
  return second ? PyTuple_Pack(2, first, second) : NULL;
}

PyObject *conditional(PyObject *o) {
  static PyObject *name = NULL;
  if (!name) { // warn: 'name' is filled on first use // review: 'name' becomes atomic
#if PY_MAJOR_VERSION >= 3
    name = PyUnicode_InternFromString("__dict__"); // note: filled here
#else
    name = PyString_InternFromString("__dict__");
#endif
  }
  return PyObject_GetAttr(o, name);
}

static PyObject *load(const char *from, const char *what) {
  PyObject *result, *module = PyImport_ImportModule(from);
  if (module == NULL)
    return NULL;
  result = PyObject_GetAttrString(module, what);
  Py_DECREF(module);
  return result;
}

static PyObject *error;
PyObject *made_by_a_function(void) {
  if (!error) { // warn: 'error' is filled on first use // review: 'error' becomes atomic
    error = load("re", "error"); // note: filled here
  }
  PyErr_SetString(error, "bad");
  return NULL;
}
