#include <Python.h>

/* A second thread would release what the module has taken over. */
static PyObject *error;
PyObject *stolen(PyObject *module) {
  if (error == NULL) { // warn: 'error' is filled on first use // no fix: the new object is handed on before it is known to be the one that stays
    error = PyErr_NewException("m.Error", NULL, NULL); // note: filled here
    if (error == NULL)
      return NULL;
    PyModule_AddObject(module, "Error", error);
  }
  return error;
}

/* Another container would have an object that is not the one that stays. */
PyObject *stored(PyObject *list) {
  static PyObject *item;
  if (item == NULL) { // warn: 'item' is filled on first use // no fix: the new object is handed on before it is known to be the one that stays
    item = PyDict_New(); // note: filled here
    PyList_Append(list, item);
  }
  return item;
}

/* The local variable would keep what is released. */
PyObject *aliased(void) {
  static PyObject *cache;
  PyObject *result = cache;
  if (cache == NULL) { // warn: 'cache' is filled on first use // no fix: the new object is handed on before it is known to be the one that stays
    cache = PyImport_ImportModule("math"); // note: filled here
    result = cache;
  }
  return result;
}
PyObject *chained(void) {
  static PyObject *cache;
  PyObject *result = cache;
  if (cache == NULL) { // warn: 'cache' is filled on first use // no fix: the new object is handed on before it is known to be the one that stays
    result = cache = PyImport_ImportModule("math"); // note: filled here
  }
  return result;
}

/* The text lives as long as the object. */
const char *borrowed(void) {
  static PyObject *text;
  const char *result = "";
  if (text == NULL) { // warn: 'text' is filled on first use // no fix: the new object is handed on before it is known to be the one that stays
    text = PyUnicode_FromString("text"); // note: filled here
    if (text == NULL)
      return NULL;
    result = PyUnicode_AsUTF8(text);
  }
  return result;
}

/* What it calls looks for it in the variable. */
static PyObject *registry;
static int add_defaults(void) {
  return PyDict_SetItemString(registry, "default", Py_None);
}
PyObject *get_registry(void) {
  if (registry == NULL) { // warn: 'registry' is filled on first use // no fix: the new object is handed on before it is known to be the one that stays
    registry = PyDict_New(); // note: filled here
    if (registry == NULL)
      return NULL;
    add_defaults();
  }
  return registry;
}

/* The list is made and filled before anybody else sees it. */
PyObject *sought_by_itself(int deep) {
  static PyObject *levels;
  if (levels == NULL) { // warn: 'levels' is filled on first use // no fix: the new object is handed on before it is known to be the one that stays
    levels = PyList_New(0); // note: filled here
    if (deep)
      sought_by_itself(deep - 1);
  }
  return levels;
}
