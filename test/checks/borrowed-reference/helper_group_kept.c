// also: c++
#include <Python.h>

static PyObject *registry;
static PyObject *last;

// One of the callers cannot be planned: everything stays.
static PyObject *lookup(PyObject *name) {
  return PyDict_GetItemWithError(registry, name); // warn: borrowed from 'registry' // no fix: its callers must change too (line 13: the value is stored without a reference of its own)
}
void remember(PyObject *name) {
  // The borrowed pointer stays in a variable for good.
  last = lookup(name); // warn: 'lookup' returns // no fix: the value is stored
}
PyObject *text_of(PyObject *name) {
  PyObject *value = lookup(name); // warn: 'lookup' returns // no fix: it must change first (line 13: the value is stored without a reference of its own)
  return value ? PyObject_Str(value) : NULL; // note: used here
}

// Its address is taken: others may call it.
static PyObject *called_back(PyObject *name) {
  return PyDict_GetItemWithError(registry, name); // warn: borrowed from 'registry' // no fix: its callers must change too
}
PyObject *(*callback)(PyObject *) = called_back;
PyObject *calls(PyObject *name) {
  PyObject *value = called_back(name); // warn: 'called_back' returns // no fix: it must change first
  return value ? PyObject_Str(value) : NULL; // note: used here
}

// A macro calls it, too.
static PyObject *in_macro(PyObject *name) {
  return PyDict_GetItemWithError(registry, name); // warn: borrowed from 'registry' // no fix: its callers must change too
}
#define FIND(name) in_macro(name)
PyObject *calls_in_macro(PyObject *name) {
  PyObject *value = in_macro(name); // warn: 'in_macro' returns // no fix: it must change first
  return value ? PyObject_Str(value) : NULL; // note: used here
}

// A caller that this build does not see.
static PyObject *elsewhere(PyObject *name) {
  return PyDict_GetItemWithError(registry, name); // warn: borrowed from 'registry' // no fix: its callers must change too
}
PyObject *calls_elsewhere(PyObject *name) {
  PyObject *value = elsewhere(name); // warn: 'elsewhere' returns // no fix: it must change first
  return value ? PyObject_Str(value) : NULL; // note: used here
}
#ifdef PLAN9
PyObject *plan9(PyObject *name) { return Py_XNewRef(elsewhere(name)); }
#endif

// Sometimes what it returns is owned already.
static PyObject *get_or_make(PyObject *name) {
  PyObject *value = PyDict_GetItemWithError(registry, name); // warn: borrowed from 'registry' // no fix: its callers must change too
  if (value == NULL)
    value = PyList_New(0);
  return value; // note: used here
}
PyObject *calls_get_or_make(PyObject *name) {
  PyObject *value = get_or_make(name); // warn: 'get_or_make' returns // no fix: it must change first
  return value ? PyObject_Str(value) : NULL; // note: used here
}

// The callers do not know that it can fail.
static PyObject *at(PyObject *list, Py_ssize_t index) {
  return PyList_GET_ITEM(list, index); // warn: borrowed from 'list' // no fix: the strong twin can fail
}
PyObject *calls_at(PyObject *list) {
  return PyObject_Str(at(list, 0)); // warn: 'at' returns // no fix: it must change first
}

// A dead reference would be NULL for the callers.
static PyObject *referent(PyObject *ref) {
  PyObject *object = PyWeakref_GetObject(ref); // warn: borrowed from 'ref' // no fix: a dead weak reference is NULL
  return object; // note: used here
}
int is_dead(PyObject *ref) { return referent(ref) == Py_None; }
