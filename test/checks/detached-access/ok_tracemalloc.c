// headers: real
#include <Python.h>

// Attaches itself where it needs to.
PyObject *ok_tracked(Py_ssize_t size) {
  void *memory;
  Py_BEGIN_ALLOW_THREADS
  memory = calloc(size, 1);
  PyTraceMalloc_Track(7, (uintptr_t)memory, size);
  PyTraceMalloc_Untrack(7, (uintptr_t)memory);
  free(memory);
  Py_END_ALLOW_THREADS
  Py_RETURN_NONE;
}
