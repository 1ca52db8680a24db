#include <Python.h>

#define MAKE(m, def) m = PyModule_Create(def)
#define END_OF_SLOTS {0, NULL}

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "example", NULL, -1, NULL, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_example(void) {
  PyObject *m;
  MAKE(m, &definition); // warn: does not declare // no fix: the call is hidden in a macro
  return m;
}
