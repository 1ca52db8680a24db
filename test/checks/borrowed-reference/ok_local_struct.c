#include <Python.h>

// The working state of one call: nobody else can reach what is kept in it.
typedef struct {
  PyObject *list;
  Py_ssize_t allocated;
} Buffer;

static int init(Buffer *buffer, Py_ssize_t size) {
  PyObject *block = PyBytes_FromStringAndSize(NULL, size);
  if (block == NULL)
    return -1;
  buffer->list = PyList_New(1);
  if (buffer->list == NULL) {
    Py_DECREF(block);
    return -1;
  }
  PyList_SET_ITEM(buffer->list, 0, block);
  buffer->allocated = size;
  return 0;
}

static Py_ssize_t sum(PyObject *list) {
  Py_ssize_t result = 0;
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list); i++) {
    PyObject *block = PyList_GET_ITEM(list, i);
    result += PyBytes_GET_SIZE(block);
  }
  return result;
}

static PyObject *finish(Buffer *buffer) {
  PyObject *block;
  if (sum(buffer->list) == 0)
    return NULL;
  block = PyList_GET_ITEM(buffer->list, 0);
  Py_INCREF(block);
  Py_CLEAR(buffer->list);
  return block;
}

PyObject *work(PyObject *self, PyObject *args) {
  Buffer buffer = {.list = NULL};
  if (init(&buffer, 10) < 0)
    return NULL;
  return finish(&buffer);
}

// Filled with zeros; the new object is tested where it is made.
struct collector {
  PyObject *names;
  struct collector *next;
};

static PyObject *first(struct collector *c, PyObject *key) {
  PyObject *name = PyDict_GetItemWithError(c->names, key);
  return name == NULL ? NULL : PyObject_Str(name);
}

PyObject *collect(PyObject *self, PyObject *key) {
  struct collector c;
  memset(&c, 0, sizeof(c));
  if ((c.names = PyDict_New()) == NULL)
    return NULL;
  if (PyDict_SetItem(c.names, key, Py_None) < 0) {
    Py_DECREF(c.names);
    return NULL;
  }
  PyObject *result = first(&c, key);
  Py_XDECREF(c.names);
  return result;
}

// What only takes the items of the list, or writes them, does not keep it.
struct parts {
  PyObject *list;
};

static PyObject *joined(PyObject *list) {
  PyObject *empty = PyUnicode_FromString("");
  PyObject *text = empty ? PyUnicode_Join(empty, list) : NULL;
  Py_XDECREF(empty);
  return text;
}

static PyObject *checked(struct parts *p) {
  PyObject *last = PyList_GetItem(p->list, PyList_Size(p->list) - 1);
  if (!last || !PyUnicode_Check(last))
    return PyErr_Format(PyExc_TypeError, "no text in %R", p->list);
  return joined(p->list);
}

PyObject *parts_of(PyObject *first, PyObject *more) {
  struct parts p;
  p.list = PyList_New(0);
  if (!p.list)
    return NULL;
  PyObject *text = PyList_Append(p.list, first) < 0 || PyList_SetSlice(p.list, 1, 1, more) < 0 ? NULL : checked(&p);
  Py_DECREF(p.list);
  return text;
}
