#include <Python.h>
#include <vector>

class handle {
protected:
  PyObject *pointer = nullptr;

public:
  handle(PyObject *o = nullptr) : pointer(o) {}
  PyObject *ptr() const { return pointer; }
};
class object : public handle {
public:
  object() = default;
  object(const object &o) : handle(o) { Py_XINCREF(pointer); }
  ~object() { Py_XDECREF(pointer); }
};

struct Foo {
  PyObject_HEAD
  object value;
  std::vector<object> *items;
};

static int foo_traverse(PyObject *op, visitproc visit, void *arg) {
  const Foo &self = *reinterpret_cast<Foo *>(op);
  Py_VISIT(Py_TYPE(op));
  const object &value = self.value;
  Py_VISIT(value.ptr());
  handle plain = self.value;
  Py_VISIT(plain.ptr());
  if (self.items) {
    for (const auto &item : *self.items) {
      Py_VISIT(item.ptr());
    }
    const auto each = [&](const object &item) { return item.ptr(); };
    Py_VISIT(each((*self.items)[0]));
  }
  { object gone = self.value; } // the visits are over
  return 0;
}

PyType_Slot slots[] = {{Py_tp_traverse, (void *)foo_traverse}, {0, nullptr}};
