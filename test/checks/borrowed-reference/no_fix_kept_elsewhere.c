// also: c++
#include <Python.h>

struct texts {
  const char *all[4];
  PyObject *objects[4];
  int count;
};
static const char *last;
void use(const char *text);

static void add(struct texts *v, const char *text) { v->all[v->count++] = text; }
static void add_object(struct texts *v, PyObject *o) { v->objects[v->count++] = o; }
static void keep(const char *text) { last = text; }
static void add_strong(struct texts *v, PyObject *o) {
  Py_INCREF(o);
  v->objects[v->count++] = o;
}

struct node {
  PyObject_HEAD
  struct node *next;
};
static void link_strong(struct node *to, struct node *o) {
  Py_INCREF(o);
  to->next = o;
}
static int truth(PyObject *o) {
  struct texts local;
  local.objects[0] = o;
  return PyObject_IsTrue(local.objects[0]);
}

int pointer(PyObject *dict, PyObject *key, struct texts *v) {
  PyObject *name = PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict' // no fix: a pointer into the object outlives it
  if (name == NULL)
    return -1;
  add(v, PyUnicode_AsUTF8(name));
  use(v->all[0]);
  return 0;
}

int global(PyObject *dict, PyObject *key) {
  PyObject *name = PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict' // no fix: a pointer into the object outlives it
  if (name == NULL)
    return -1;
  keep(PyUnicode_AsUTF8(name));
  use(last);
  return 0;
}

int object(PyObject *dict, PyObject *key, struct texts *v) {
  PyObject *name = PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict' // no fix: the value is stored without a reference of its own
  if (name == NULL)
    return -1;
  add_object(v, name);
  return 0;
}

// With a reference of its own.
int strong(PyObject *dict, PyObject *key, struct texts *v) {
  PyObject *name = PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict'
  if (name == NULL)
    return -1;
  add_strong(v, name);
  return 0;
}

int linked(PyObject *dict, PyObject *key, struct node *to) {
  PyObject *name = PyDict_GetItemWithError(dict, key); // warn: borrowed from 'dict'
  if (name == NULL)
    return -1;
  link_strong(to, (struct node *)name);
  return truth(name);
}
