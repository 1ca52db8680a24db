#include <Python.h>

static void cache_import(const char *module, const char *name,
                         PyObject **cache) {
  if (*cache == NULL) {
    PyObject *imported = PyImport_ImportModule(module);
    if (imported != NULL) {
      *cache = PyObject_GetAttrString(imported, name);
      Py_DECREF(imported);
    }
  }
}

PyObject *axis_error(void) {
  static PyObject *cls = NULL; // note: declared here
  cache_import("numpy.exceptions", "AxisError", &cls); // warn: 'cls' is filled on first use by 'cache_import' // no fix: a function fills the variable through its address: it must change for all its callers
  return cls;
}

/* The helper is in another file; nothing else can fill it. */
void import_from(const char *module, PyObject **cache);
PyObject *other_file(void) {
  static PyObject *cls = NULL; // note: declared here
  import_from("decimal", &cls); // warn: 'cls' is filled on first use by 'import_from' // no fix: a function fills the variable through its address: it must change for all its callers
  return cls;
}
