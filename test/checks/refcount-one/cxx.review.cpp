// options: MinPython=3.8
// compat: path
#include <Python.h>
#include "pythoncapi_compat.h"

namespace {
class Holder {
public:
  bool unique() const { return PyUnstable_Object_IsUniquelyReferenced(object); } // warn: of 'object' does not tell // review: counts as shared
  PyObject *detached() {
    if (object && !PyUnstable_Object_IsUniquelyReferenced(object)) { // warn: of 'object' does not tell
      object = PySequence_List(object);
    }
    return object;
  }

private:
  PyObject *object = nullptr;
};

template <class T> PyObject *reuse(T *&object) {
  if (Py_REFCNT(object) == 1) // warn: of 'object' does not tell // no fix: the code is a template
    return (PyObject *)object;
  return PyTuple_New(2);
}

struct Wrapped : PyObject {
  long value;
};

Wrapped *wrapped;
} // namespace

PyObject *use(PyTupleObject *tuple) {
  auto later = [] {
    if (PyUnstable_Object_IsUniquelyReferenced((PyObject *)wrapped)) { // warn: of 'wrapped' does not tell
      wrapped->value = 1;
      return static_cast<PyObject *>(wrapped);
    }
    return PyTuple_New(2);
  };
  Holder holder;
  return holder.unique() ? holder.detached() : tuple ? later() : reuse(tuple);
}
