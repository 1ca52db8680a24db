/* Statics before the fixes, for ThreadSanitizer: see double/Python.h. */
#include <Python.h>
#include <stdio.h>

PyObject *get(void) {
  static PyObject *cache = NULL;
  if (cache == NULL) {
    cache = PyLong_FromLong(7);
    if (cache == NULL)
      return NULL;
  }
  Py_INCREF(cache);
  return cache;
}

static PyObject *kept;
PyObject *unchecked(void) {
  if (!kept)
    kept = PyLong_FromLong(8);
  return kept;
}

static long calls;
void count(void) { calls++; }
long counted(void) { return calls; }

long scratch(long number) {
  static char text[64];
  snprintf(text, sizeof(text), "%ld", number);
  return strtol(text, NULL, 10);
}
