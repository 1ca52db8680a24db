#include <Python.h>

// What others may reach: the list of each of these structs is a finding.

// Part of an object.
struct in_object {
  PyObject *list;
};
typedef struct {
  PyObject_HEAD
  struct in_object state;
} Owner;
PyObject *of_object(struct in_object *s) {
  PyObject *item = PyList_GetItem(s->list, 0); // warn: borrowed from 's->list'
  if (item == NULL)
    return NULL;
  return PyObject_Str(item);                   // note: used here
}

// A variable of the file.
struct global {
  PyObject *list;
} the_one;
static PyObject *of_global(struct global *s) {
  s->list = PyList_New(0);
  PyObject *item = PyList_GetItem(s->list, 0); // warn: borrowed from 's->list'
  return PyObject_Str(item);                   // note: used here
}

// Allocated: whoever has the pointer may be anywhere.
struct allocated {
  PyObject *list;
};
PyObject *of_allocated(void) {
  struct allocated *s = PyMem_Malloc(sizeof(struct allocated));
  s->list = PyList_New(0);
  PyObject *item = PyList_GetItem(s->list, 0); // warn: borrowed from 's->list'
  return PyObject_Str(item);                   // note: used here
}

// Handed to another thread, for all that is known.
struct handed {
  PyObject *list;
};
void start(void *argument);
PyObject *of_handed(void) {
  struct handed s = {NULL};
  s.list = PyList_New(0);
  start(&s);
  PyObject *item = PyList_GetItem(s.list, 0); // warn: borrowed from 's.list'
  return PyObject_Str(item);                  // note: used here
}

// A function that somebody calls with a struct of his.
struct called_back {
  PyObject *list;
};
static int callback(struct called_back *s) {
  PyObject *item = PyList_GetItem(s->list, 0); // warn: borrowed from 's->list'
  return PyObject_IsTrue(item);                // note: used here
}
int (*the_callback)(struct called_back *) = callback;
void set_callback(int (*f)(struct called_back *));
void of_callback(void) { set_callback(callback); }

// The struct is local, but its list is one that the caller has.
struct given {
  PyObject *list;
};
PyObject *of_given(PyObject *list) {
  struct given s;
  s.list = list;
  PyObject *item = PyList_GetItem(s.list, 0); // warn: borrowed from 's.list'
  if (item == NULL)
    return NULL;
  return PyObject_Str(item);                  // note: used here
}
struct begun {
  PyObject *list;
};
PyObject *of_begun(PyObject *list) {
  struct begun s = {list};
  PyObject *item = PyList_GetItem(s.list, 0); // warn: borrowed from 's.list'
  if (item == NULL)
    return NULL;
  return PyObject_Str(item);                  // note: used here
}

// The list becomes known to others: stored, given, returned, copied, kept.
struct shown {
  PyObject *kept, *given, *returned, *copied, *counted, *passed;
};
static PyObject *registry;
static void keep(PyObject *list) { registry = list; }
static PyObject *same(PyObject *list) { return list; }
PyObject *of_shown(PyObject *dict, PyObject *key) {
  struct shown s = {0};
  PyObject *item, *other;
  s.kept = PyList_New(0), s.given = PyList_New(0), s.returned = PyList_New(0);
  s.copied = PyList_New(0), s.counted = PyList_New(0), s.passed = PyList_New(0);
  keep(s.kept);
  item = PyList_GetItem(s.kept, 0); // warn: borrowed from 's.kept'
  PyObject_IsTrue(item);            // note: used here
  PyDict_SetItem(dict, key, s.given);
  item = PyList_GetItem(s.given, 0); // warn: borrowed from 's.given'
  PyObject_IsTrue(item);             // note: used here
  other = same(s.returned);
  registry = other;
  item = PyList_GetItem(s.returned, 0); // warn: borrowed from 's.returned'
  PyObject_IsTrue(item);                // note: used here
  other = s.copied;
  registry = other;
  item = PyList_GetItem(s.copied, 0); // warn: borrowed from 's.copied'
  PyObject_IsTrue(item);              // note: used here
  Py_INCREF(s.counted);
  item = PyList_GetItem(s.counted, 0); // warn: borrowed from 's.counted'
  PyObject_IsTrue(item);               // note: used here
  PyObject *proxy = PyDictProxy_New(s.passed);
  PyDict_SetItem(dict, key, proxy);
  item = PyList_GetItem(s.passed, 0); // warn: borrowed from 's.passed'
  PyObject_IsTrue(item);              // note: used here
  return NULL;
}
