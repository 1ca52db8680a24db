// options: MinPython=3.9
#include <Python.h>

struct Foo {
  PyObject_HEAD
  PyObject *value;
};
template <class F> void custom_type_setup(F setup) {
  setup(static_cast<PyHeapTypeObject *>(nullptr));
}

void bind() {
  custom_type_setup([](PyHeapTypeObject *heap_type) {
    auto *type = &heap_type->ht_type;
    type->tp_flags |= Py_TPFLAGS_HAVE_GC;
    type->tp_traverse = [](PyObject *self, visitproc visit, void *arg) { // warn: this traverse function does not visit the type of the object
      Py_VISIT(Py_TYPE(self));
      Py_VISIT(reinterpret_cast<Foo *>(self)->value);
      return 0;
    };
  });
}
