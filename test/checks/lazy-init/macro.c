#include <Python.h>

/* Reported where the macro is used. */
#define INTERNED(var, text)                                                    \
  static PyObject *var = NULL;                                                 \
  if (var == NULL) {                                                           \
    var = PyUnicode_InternFromString(text);                                    \
  }

PyObject *first(void) {
  INTERNED(one, "one") // warn: 'one' is filled on first use // no fix: the call is hidden in a macro
  return one;
}
