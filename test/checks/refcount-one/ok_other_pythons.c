#include <Python.h>

static PyObject *cache;

static inline int unique(PyObject *object) {
#if PY_VERSION_HEX >= 0x030E0000
  return PyUnstable_Object_IsUniquelyReferenced(object);
#elif defined(Py_GIL_DISABLED)
  return 0;
#else
  return Py_REFCNT(object) == 1;
#endif
}

PyObject *with_gil(void) {
#ifndef Py_GIL_DISABLED
  if (Py_REFCNT(cache) == 1)
    return cache;
#endif
  return unique(cache) ? cache : PyTuple_New(2);
}

PyObject *old(void) {
#if PY_VERSION_HEX < 0x030E00B1
  if (Py_REFCNT(cache) == 1)
    return cache;
#else
  if (PyUnstable_Object_IsUniquelyReferenced(cache))
    return cache;
#endif
  return PyTuple_New(2);
}

#if PY_VERSION_HEX < 0x030E0000
/* A form of one's own of what a newer Python has. */
static inline int PyUnstable_Object_IsUniqueReferencedTemporary(PyObject *object) {
  return Py_REFCNT(object) == 1;
}
#endif

int temporary(PyObject *object) {
  return PyUnstable_Object_IsUniqueReferencedTemporary(object);
}
