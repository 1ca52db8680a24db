// A module whose fields race, for threads.py. Each function is one hazard, and
// each has a fix.
#include <Python.h>
#include <stdlib.h>

typedef struct {
  PyObject_HEAD
  PyObject *hook;
  PyObject *dict;
  char *data;
  Py_ssize_t size;
  long sum, length;
  Py_ssize_t exports;
  int read_only;
} Box;

static int set_hook(Box *self, PyObject *value, void *closure) {
  PyObject *old = self->hook;
  Py_XINCREF(value);
  self->hook = value;
  Py_XDECREF(old);
  return 0;
}

static PyObject *get_hook(Box *self, void *closure) {
  PyObject *hook = self->hook;
  if (hook == NULL)
    Py_RETURN_NONE;
  Py_INCREF(hook);
  return hook;
}

static PyObject *clear_hook(Box *self, PyObject *unused) {
  Py_CLEAR(self->hook);
  Py_RETURN_NONE;
}

static PyObject *get_dict(Box *self, void *closure) {
  if (self->dict == NULL) {
    self->dict = PyDict_New();
    if (self->dict == NULL)
      return NULL;
  }
  Py_INCREF(self->dict);
  return self->dict;
}

static int resize(Box *self, Py_ssize_t size) {
  char *data;
  if (size > (Py_ssize_t)1 << 30) {
    PyErr_Format(PyExc_OverflowError, "%zd bytes are too many", size);
    return -1;
  }
  data = (char *)realloc(self->data, (size_t)size);
  if (data == NULL) {
    PyErr_NoMemory();
    return -1;
  }
  self->data = data;
  self->size = size;
  return 0;
}

static PyObject *append(Box *self, PyObject *arg) {
  long byte;
  if (self->read_only) {
    PyErr_SetString(PyExc_TypeError, "read only");
    return NULL;
  }
  byte = PyLong_AsLong(arg);
  if (byte == -1 && PyErr_Occurred())
    return NULL;
  if (resize(self, self->size + 1) < 0)
    return NULL;
  self->data[self->size - 1] = (char)byte;
  Py_RETURN_NONE;
}

static PyObject *freeze(Box *self, PyObject *unused) {
  self->read_only = 1;
  Py_RETURN_NONE;
}

static PyObject *to_bytes(Box *self, PyObject *unused) {
  return PyBytes_FromStringAndSize(self->data, self->size);
}

static PyObject *update(Box *self, PyObject *arg) {
  long value = PyLong_AsLong(arg);
  if (value == -1 && PyErr_Occurred())
    return NULL;
  self->sum += value;
  self->length++;
  Py_RETURN_NONE;
}

static PyObject *digest(Box *self, PyObject *unused) {
  long sum = self->sum;
  long length = self->length;
  return PyLong_FromLong(sum - 3 * length);
}

static int get_buffer(Box *self, Py_buffer *view, int flags) {
  int result = PyBuffer_FillInfo(view, (PyObject *)self, "text", 4, 1, flags);
  if (result == 0)
    self->exports++;
  return result;
}

static void release_buffer(Box *self, Py_buffer *view) { self->exports--; }

static PyObject *get_exports(Box *self, void *closure) { return PyLong_FromSsize_t(self->exports); }

static void box_dealloc(PyObject *op) {
  Box *self = (Box *)op;
  PyTypeObject *type = Py_TYPE(op);
  Py_XDECREF(self->hook);
  Py_XDECREF(self->dict);
  free(self->data);
  type->tp_free(op);
  Py_DECREF(type);
}

static PyMethodDef box_methods[] = {
    {"clear_hook", (PyCFunction)clear_hook, METH_NOARGS, NULL},
    {"append", (PyCFunction)append, METH_O, NULL},
    {"freeze", (PyCFunction)freeze, METH_NOARGS, NULL},
    {"to_bytes", (PyCFunction)to_bytes, METH_NOARGS, NULL},
    {"update", (PyCFunction)update, METH_O, NULL},
    {"digest", (PyCFunction)digest, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL}};

static PyGetSetDef box_getset[] = {
    {"hook", (getter)get_hook, (setter)set_hook, NULL, NULL},
    {"dict", (getter)get_dict, NULL, NULL, NULL},
    {"exports", (getter)get_exports, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL}};

static PyType_Slot box_slots[] = {{Py_tp_dealloc, (void *)box_dealloc},
                                  {Py_tp_methods, box_methods},
                                  {Py_tp_getset, box_getset},
                                  {Py_bf_getbuffer, (void *)get_buffer},
                                  {Py_bf_releasebuffer, (void *)release_buffer},
                                  {0, NULL}};
static PyType_Spec box_spec = {"threads.Box", sizeof(Box), 0, Py_TPFLAGS_DEFAULT, box_slots};

typedef struct {
  PyObject_HEAD
  PyObject *seq;
  Py_ssize_t index;
} Iter;

static PyObject *iter_next(Iter *it) {
  PyObject *seq = it->seq;
  if (seq == NULL)
    return NULL;
  if (it->index < PyTuple_GET_SIZE(seq)) {
    PyObject *item = PyTuple_GET_ITEM(seq, it->index);
    it->index++;
    Py_INCREF(item);
    return item;
  }
  it->seq = NULL;
  Py_DECREF(seq);
  return NULL;
}

static int iter_init(Iter *self, PyObject *args, PyObject *kwargs) {
  Py_INCREF(args);
  self->seq = args;
  return 0;
}

static void iter_dealloc(PyObject *op) {
  PyTypeObject *type = Py_TYPE(op);
  Py_XDECREF(((Iter *)op)->seq);
  type->tp_free(op);
  Py_DECREF(type);
}

static PyType_Slot iter_slots[] = {{Py_tp_init, (void *)iter_init},
                                   {Py_tp_dealloc, (void *)iter_dealloc},
                                   {Py_tp_iter, (void *)PyObject_SelfIter},
                                   {Py_tp_iternext, (void *)iter_next},
                                   {0, NULL}};
static PyType_Spec iter_spec = {"threads.Iter", sizeof(Iter), 0, Py_TPFLAGS_DEFAULT, iter_slots};

// What is read or replaced together, and an array that gives its items away.
typedef struct {
  PyObject_HEAD
  PyObject *first, *last, *key;
  PyObject **items;
  Py_ssize_t used;
} Span;

static PyObject *set_both(Span *self, PyObject *args) {
  PyObject *first, *last;
  if (!PyArg_ParseTuple(args, "OO", &first, &last))
    return NULL;
  Py_INCREF(first);
  Py_INCREF(last);
  Py_XDECREF(self->first);
  Py_XDECREF(self->last);
  self->first = first;
  self->last = last;
  Py_RETURN_NONE;
}

static PyObject *both(Span *self, PyObject *unused) {
  return PyTuple_Pack(2, self->first, self->last);
}

static PyObject *differ(Span *self, PyObject *unused) {
  int less = PyObject_RichCompareBool(self->first, self->last, Py_LT);
  if (less < 0)
    return NULL;
  int more = PyObject_RichCompareBool(self->first, self->last, Py_GT);
  if (more < 0)
    return NULL;
  return PyBool_FromLong(less || more);
}

static int set_key(Span *self, PyObject *value, void *closure) {
  Py_CLEAR(self->key);
  Py_XINCREF(value);
  self->key = value;
  return 0;
}

static PyObject *get_key(Span *self, void *closure) {
  if (self->key == NULL)
    Py_RETURN_NONE;
  return Py_NewRef(self->key);
}

static PyObject *push(Span *self, PyObject *item) {
  PyObject **items = realloc(self->items, (self->used + 1) * sizeof(PyObject *));
  if (items == NULL)
    return PyErr_NoMemory();
  self->items = items;
  Py_INCREF(item);
  self->items[self->used++] = item;
  Py_RETURN_NONE;
}

static PyObject *pop(Span *self, PyObject *unused) {
  PyObject *item;
  if (self->used == 0) {
    PyErr_SetString(PyExc_IndexError, "pop from an empty span");
    return NULL;
  }
  item = self->items[--self->used];
  return item;
}

static void span_dealloc(PyObject *op) {
  Span *self = (Span *)op;
  PyTypeObject *type = Py_TYPE(op);
  Py_XDECREF(self->first);
  Py_XDECREF(self->last);
  Py_XDECREF(self->key);
  while (self->used)
    Py_DECREF(self->items[--self->used]);
  free(self->items);
  type->tp_free(op);
  Py_DECREF(type);
}

static PyMethodDef span_methods[] = {
    {"set_both", (PyCFunction)set_both, METH_VARARGS, NULL},
    {"both", (PyCFunction)both, METH_NOARGS, NULL},
    {"differ", (PyCFunction)differ, METH_NOARGS, NULL},
    {"push", (PyCFunction)push, METH_O, NULL},
    {"pop", (PyCFunction)pop, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL}};
static PyGetSetDef span_getset[] = {{"key", (getter)get_key, (setter)set_key, NULL, NULL}, {NULL, NULL, NULL, NULL, NULL}};
static PyType_Slot span_slots[] = {{Py_tp_dealloc, (void *)span_dealloc},
                                   {Py_tp_methods, span_methods},
                                   {Py_tp_getset, span_getset},
                                   {0, NULL}};
static PyType_Spec span_spec = {"threads.Span", sizeof(Span), 0, Py_TPFLAGS_DEFAULT, span_slots};

static int threads_exec(PyObject *module) {
  PyObject *box = PyType_FromSpec(&box_spec), *iter = PyType_FromSpec(&iter_spec), *span = PyType_FromSpec(&span_spec);
  if (box == NULL || iter == NULL || span == NULL)
    return -1;
  if (PyModule_AddObject(module, "Box", box) < 0 || PyModule_AddObject(module, "Iter", iter) < 0)
    return -1;
  return PyModule_AddObject(module, "Span", span) < 0 ? -1 : 0;
}

static PyModuleDef_Slot threads_slots[] = {{Py_mod_exec, (void *)threads_exec}, {0, NULL}};
static struct PyModuleDef threads_module = {PyModuleDef_HEAD_INIT, "threads", NULL, 0, NULL, threads_slots, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit_threads(void) { return PyModuleDef_Init(&threads_module); }
