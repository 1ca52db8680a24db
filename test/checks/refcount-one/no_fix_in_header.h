static PyObject *cache;

static inline PyObject *reuse(void) {
  if (Py_REFCNT(cache) == 1) // warn: does not tell // no fix: the call is in a header
    return cache;
  return PyTuple_New(2);
}
