// What the section has to hold besides the places that name the fields.
#include <Python.h>
#include <string.h>

typedef struct {
  PyObject_VAR_HEAD
  char *data;
  Py_ssize_t len;
  PyObject *name;
} Buf;

static PyObject *clear(Buf *self, PyObject *unused) {
  PyMem_Free(self->data); // warn: the memory of 'self->data' is freed or moved // review: a lock is added
  self->data = NULL;
  self->len = 0;
  Py_SET_SIZE(self, 0);
  Py_RETURN_NONE;
}

// What the call gave points into the memory.
static PyObject *find(Buf *self, PyObject *unused) {
  char *at = memchr(self->data, 'x', (size_t)self->len); // warn: the memory of 'self->data' is used // review: a lock is added
  if (at == NULL)
    Py_RETURN_NONE;
  return PyLong_FromLong(*at);
}

static PyObject *find_late(Buf *self, PyObject *callback) {
  char *at = memchr(self->data, 'x', (size_t)self->len); // warn: the memory of 'self->data' is used // no fix: a call in between may suspend the critical section
  PyObject *result = PyObject_CallFunctionObjArgs(callback, NULL);
  if (result == NULL)
    return NULL;
  Py_DECREF(result);
  return PyLong_FromLong(*at);
}

// The size that the C API gives is that of the memory.
static PyObject *first(Buf *self, PyObject *unused) {
  Py_ssize_t size = Py_SIZE(self);
  if (size == 0)
    Py_RETURN_NONE;
  return PyLong_FromLong(self->data[0]); // warn: the memory of 'self->data' is used // review: a lock is added
}

static PyObject *last(Buf *self, PyObject *unused) {
  Py_ssize_t size = PyObject_Size((PyObject *)self);
  if (size <= 0)
    return NULL;
  return PyLong_FromLong(self->data[size - 1]); // warn: the memory of 'self->data' is used // no fix: a call in between may suspend the critical section
}

// The text lives as long as the name does.
static PyObject *name_size(Buf *self, PyObject *unused) {
  const char *text = PyUnicode_AsUTF8(self->name); // warn: 'self->name' is used with no lock while another thread may release it // review: a lock is added
  if (text == NULL)
    return NULL;
  return PyLong_FromSsize_t((Py_ssize_t)strlen(text));
}

// Between the load and the store another thread may have been here.
static PyObject *rename_it(Buf *self, PyObject *args) {
  PyObject *name = NULL, *old = self->name;
  PyObject *temporary = PyList_New(0);
  if (temporary == NULL || !PyArg_ParseTuple(args, "O", &name))
    return NULL;
  Py_DECREF(temporary);
  self->name = Py_NewRef(name); // warn: 'self->name' is replaced and its old object released // no fix: a call in between may suspend the critical section
  Py_XDECREF(old);
  Py_RETURN_NONE;
}

static PyObject *swap_late(Buf *self, PyObject *name) {
  PyObject *temporary = PyList_New(0);
  PyObject *old = self->name;
  Py_XDECREF(temporary);
  self->name = Py_NewRef(name); // warn: 'self->name' is replaced and its old object released // no fix: a call in between may suspend the critical section
  Py_XDECREF(old);
  Py_RETURN_NONE;
}

// What is asked before leaving is not in between.
static PyObject *item(Buf *self, PyObject *index) {
  Py_ssize_t i = PyLong_AsSsize_t(index);
  if (i < 0 || i >= self->len) {
    PyErr_SetString(PyExc_IndexError, "no such item");
    return NULL;
  }
  return PyLong_FromLong(self->data[i]); // warn: the memory of 'self->data' is used // review: a lock is added
}

static PyObject *item_late(Buf *self, PyObject *index) {
  Py_ssize_t i = PyLong_AsSsize_t(index);
  char *at = self->data + i; // warn: the memory of 'self->data' is used // no fix: a call in between may suspend the critical section
  if (i >= self->len) {
    PyErr_Format(PyExc_IndexError, "no item %R", index);
    *at = 0;
    return NULL;
  }
  return PyLong_FromLong(*at);
}

// The memory moves into a field of the object itself.
static PyObject *reserve(Buf *self, PyObject *unused) {
  char *moved = PyMem_Realloc(self->data, (size_t)self->len + 1); // warn: the memory of 'self->data' is freed or moved // review: a lock is added
  if (moved == NULL)
    return PyErr_NoMemory();
  self->data = moved;
  self->data[self->len++] = 'x';
  Py_RETURN_NONE;
}

// A section for the rest would make two steps out of one.
static PyObject *half(Buf *self, PyObject *unused) {
  Py_ssize_t len;
  Py_BEGIN_CRITICAL_SECTION(self);
  len = self->len;
  Py_END_CRITICAL_SECTION();
  return PyLong_FromLong(self->data[len - 1]); // warn: the memory of 'self->data' is used // no fix: part of it is under a lock already
}

static PyObject *other(PyObject *unused, PyObject *args) {
  Buf *buf = NULL;
  if (!PyArg_ParseTuple(args, "|O", &buf))
    return NULL;
  if (buf && buf->len > 0 && buf->data[0] == 'x') // warn: the memory of 'buf->data' is used // no fix: the object that would be locked may be NULL
    Py_RETURN_TRUE;
  Py_RETURN_FALSE;
}

static PyMethodDef methods[] = {
    {"clear", (PyCFunction)clear, METH_NOARGS, NULL},
    {"find", (PyCFunction)find, METH_NOARGS, NULL},
    {"find_late", (PyCFunction)find_late, METH_O, NULL},
    {"first", (PyCFunction)first, METH_NOARGS, NULL},
    {"last", (PyCFunction)last, METH_NOARGS, NULL},
    {"name_size", (PyCFunction)name_size, METH_NOARGS, NULL},
    {"rename_it", (PyCFunction)rename_it, METH_VARARGS, NULL},
    {"swap_late", (PyCFunction)swap_late, METH_O, NULL},
    {"item", (PyCFunction)item, METH_O, NULL},
    {"item_late", (PyCFunction)item_late, METH_O, NULL},
    {"reserve", (PyCFunction)reserve, METH_NOARGS, NULL},
    {"half", (PyCFunction)half, METH_NOARGS, NULL},
    {"other", other, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

PyMethodDef *table(void) { return methods; }
