#include <Python.h>

typedef struct {
  PyObject_HEAD
  PyObject *cache;
  PyObject *items;
} Foo;

static int foo_traverse(PyObject *s, visitproc visit, void *arg) { // warn: 'foo_traverse' does not visit 'items' // review: the field must own its reference
  Foo *self = (Foo *)s;
  Py_VISIT(self->cache);
  Py_VISIT(self->items);
  return 0;
}
PyTypeObject T = {PyVarObject_HEAD_INIT(NULL, 0).tp_name = "m.Foo",
                  .tp_basicsize = sizeof(Foo),
                  .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
                  .tp_traverse = foo_traverse};
