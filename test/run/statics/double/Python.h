/* A double of the few parts of Python.h that threads.c uses: objects that count
   their references with atomics, and nothing else, so that ThreadSanitizer sees
   only what the code under test does. */
#ifndef FTIDY_DOUBLE_PYTHON_H
#define FTIDY_DOUBLE_PYTHON_H
#define PY_VERSION_HEX 0x030D00F0
#include <stdlib.h>

typedef struct _object {
  _Atomic long ob_refcnt;
  long value;
} PyObject;

extern _Atomic long double_alive;

static inline PyObject *PyLong_FromLong(long value) {
  PyObject *object = (PyObject *)malloc(sizeof(PyObject));
  if (object == NULL)
    return NULL;
  object->ob_refcnt = 1;
  object->value = value;
  double_alive++;
  return object;
}
static inline void Py_INCREF(PyObject *object) { object->ob_refcnt++; }
static inline void Py_DECREF(PyObject *object) {
  if (--object->ob_refcnt == 0) {
    double_alive--;
    free(object);
  }
}
#endif
