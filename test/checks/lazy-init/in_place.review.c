#include <Python.h>
#include <stdatomic.h>

/* Objects that are published where they are made. */
PyObject *several(PyObject *o) {
  static _Atomic(PyObject *) open = NULL;
  static _Atomic(PyObject *) close = NULL;
  if (open == NULL || close == NULL) { // warn: 'open' is filled on first use // review: 'open', 'close' become atomic
    PyObject *fresh = PyUnicode_InternFromString("{"); // note: filled here
    PyObject *unset = NULL;
    if (fresh != NULL && !atomic_compare_exchange_strong(&open, &unset, fresh)) {
      Py_DECREF(fresh);
    }
    fresh = PyUnicode_InternFromString("}"); // the other end
    unset = NULL;
    if (fresh != NULL && !atomic_compare_exchange_strong(&close, &unset, fresh)) {
      Py_DECREF(fresh);
    }
    if (open == NULL || close == NULL)
      return NULL;
  }
  return PyTuple_Pack(3, open, o, close);
}

/* Who finds the second finds the first. */
static _Atomic(PyObject *) first;
static _Atomic(PyObject *) second;
PyObject *the_last_is_tested(void) {
  if (!second) { // warn: 'second' is filled on first use // review: 'first', 'second' become atomic
    PyObject *fresh = PyUnicode_InternFromString("1");
    PyObject *unset = NULL;
    if (fresh != NULL && !atomic_compare_exchange_strong(&first, &unset, fresh)) {
      Py_DECREF(fresh);
    }
    if (!first)
      return NULL;
    fresh = PyUnicode_InternFromString("2"); // note: filled here
    unset = NULL;
    if (fresh != NULL && !atomic_compare_exchange_strong(&second, &unset, fresh)) {
      Py_DECREF(fresh);
    }
  }
  return second ? PyTuple_Pack(2, first, second) : NULL;
}

PyObject *conditional(PyObject *o) {
  static _Atomic(PyObject *) name = NULL;
  if (!name) { // warn: 'name' is filled on first use // review: 'name' becomes atomic
#if PY_MAJOR_VERSION >= 3
    PyObject *fresh = PyUnicode_InternFromString("__dict__"); // note: filled here
    PyObject *unset = NULL;
    if (fresh != NULL && !atomic_compare_exchange_strong(&name, &unset, fresh)) {
      Py_DECREF(fresh);
    }
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

static _Atomic(PyObject *) error;
PyObject *made_by_a_function(void) {
  if (!error) { // warn: 'error' is filled on first use // review: 'error' becomes atomic
    PyObject *fresh = load("re", "error"); // note: filled here
    PyObject *unset = NULL;
    if (fresh != NULL && !atomic_compare_exchange_strong(&error, &unset, fresh)) {
      Py_DECREF(fresh);
    }
  }
  PyErr_SetString(error, "bad");
  return NULL;
}
