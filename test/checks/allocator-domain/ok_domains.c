#include <Python.h>

typedef struct {
  PyObject_HEAD
  char *text;
} Foo;

Foo *new_foo(PyTypeObject *type) {
  Foo *self = (Foo *)PyObject_Malloc(sizeof(Foo));
  return self ? (Foo *)PyObject_Init((PyObject *)self, type) : NULL;
}

// A header in front of the object.
PyObject *with_header(PyTypeObject *type) {
  char *memory = (char *)PyObject_Malloc(16 + sizeof(Foo));
  return memory ? PyObject_Init((PyObject *)(memory + 16), type) : NULL;
}

void *any(size_t n) { return PyObject_Malloc(n); }

void pairs(Foo *self, size_t n, char *given, int own) {
  self->text = (char *)PyMem_Malloc(n);
  PyMem_Free(self->text);
  char *text = own ? (char *)PyMem_Malloc(n) : given;
  free(text);
  char *several = (char *)PyMem_Malloc(n);
  if (own)
    several = given;
  free(several);
}
