// options: MinPython=3.8
#include <Python.h>

/* True when nobody but the caller refers to the object. */
static inline int
is_uniquely_referenced(PyObject *object)
{
#if PY_VERSION_HEX >= 0x030E0000
    return PyUnstable_Object_IsUniquelyReferenced(object);
#elif defined(Py_GIL_DISABLED)
    return 0;
#else
    return Py_REFCNT(object) == 1;
#endif
}

static PyObject *cache, *other;

PyObject *first(void) {
  if (is_uniquely_referenced(cache)) // warn: does not tell
    return cache;
  return PyTuple_New(2);
}

PyObject *second(void) {
  if (is_uniquely_referenced(other)) // warn: does not tell // no fix: another fix uses this place; run again
    return other;
  return PyTuple_New(2);
}
