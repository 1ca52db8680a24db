// also: c++
// modes: gil
// options: MinPython=3.9
#include <Python.h>
#if PY_VERSION_HEX < 0x03090000
#define Py_SET_TYPE(op, type) (Py_TYPE(op) = (type))
#endif

typedef struct {
  PyObject_HEAD
  PyObject *value;
} Foo;

int type_of(PyObject *op, Foo *self, PyTypeObject *type) {
  op->ob_type = type; // warn: 'ob_type' is changed directly: a free-threaded build has another object header, and other threads use it; use 'Py_SET_TYPE'
  return ((PyObject *)self)->ob_type == type;
}

Py_ssize_t count_of(PyObject *op) {
  return op->ob_refcnt; // warn: 'ob_refcnt' is read directly: a free-threaded build has another object header, and other threads use it; use 'Py_REFCNT'
}

#define OBJECT(O) ((PyObject *)(O))
#define COUNT(N) ((Py_ssize_t)(N))
int behind_a_macro(Foo *self) {
  return OBJECT(self)->ob_refcnt != 0; // warn: 'ob_refcnt' is read directly
}
Py_ssize_t inside_a_macro(Foo *self) {
  return COUNT(OBJECT(self)->ob_refcnt); // warn: 'ob_refcnt' is read directly
}
