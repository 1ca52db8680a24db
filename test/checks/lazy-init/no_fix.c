#include <Python.h>
#include <stdlib.h>

static PyObject *consume(PyObject *o) { return o; }

PyObject *early_return(void) {
  static PyObject *cache;
  if (cache != NULL) // warn: 'cache' is filled on first use // no fix: the fill is not a plain 'if' whose branch ends after it
    return cache;
  cache = PyDict_New(); // note: filled here
  return cache;
}

void *not_an_object(void) {
  static int *table = NULL;
  if (table == NULL) { // warn: 'table' is filled on first use // no fix: what releases the value of the thread that comes second is not known
    table = (int *)malloc(8 * sizeof(int)); // note: filled here
  }
  return table;
}

PyObject *object_of_unknown_owner(PyObject *o) {
  static PyObject *seen = NULL;
  if (seen == NULL) { // warn: 'seen' is filled on first use // no fix: what releases the value of the thread that comes second is not known
    seen = consume(o); // note: filled here
  }
  return seen;
}

static PyObject *registry;
PyObject *get_registry(void) {
  if (registry == NULL) { // warn: 'registry' is filled on first use // no fix: the variable is also changed elsewhere
    registry = PyDict_New(); // note: filled here
  }
  return registry;
}
void drop_registry(void) { Py_CLEAR(registry); }

PyObject *leaves_with_an_object(PyObject *o) {
  static PyObject *pair = NULL;
  if (pair == NULL) { // warn: 'pair' is filled on first use // no fix: not every exit can be given its release
    pair = PyList_New(0); // note: filled here
    if (PyList_Append(pair, o) < 0)
      return NULL;
  }
  return pair;
}

PyObject *seen_by_others; // note: declared here
PyObject *exported(void) {
  if (seen_by_others == NULL) { // warn: 'seen_by_others' is filled on first use // no fix: the variable is declared in more than one place, or other files can see it
    seen_by_others = PyDict_New(); // note: filled here
  }
  return seen_by_others;
}
