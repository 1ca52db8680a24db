#include <Python.h>
#include <stddef.h>

typedef struct {
  PyObject_HEAD
  PyObject *weakrefs;
  PyObject *key;
} Foo;
static PyObject *table;

static void foo_dealloc(PyObject *op) {
  Foo *self = (Foo *)op;
  Py_SET_REFCNT(self, 1); // warn: the reference count is set by hand inside of a dealloc // no fix: bringing an object back is the work of a finaliser
  PyDict_DelItem(table, self->key);
  if (self->weakrefs != NULL) { // warn: 'weakrefs' is tested before // no fix: the test decides about other code, too
    PyObject_ClearWeakRefs(op);
    self->key = NULL;
  }
  PyObject_Free(op);
}
PyType_Slot slots[] = {{Py_tp_dealloc, (void *)foo_dealloc}, {0, NULL}};

Py_ssize_t weakrefs_at = offsetof(Foo, weakrefs);
