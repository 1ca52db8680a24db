#include <Python.h>

/* Another file calls it when the module is initialised: what it stores is made of
   constants, and nothing here calls it later. */
static PyObject *str_name;
int add_strings(void) {
  str_name = PyUnicode_InternFromString("name");
  return str_name == NULL ? -1 : 0;
}
PyObject *name(void) { return Py_NewRef(str_name); }

/* Not initialised by anybody: only read. */
static char version[] = "2.1";
PyObject *get_version(void) { return PyUnicode_FromString(version); }
