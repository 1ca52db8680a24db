// Right traverse functions with C++ objects, see originals.c.
#include <Python.h>
#include <mutex>
#include <vector>

static std::mutex native;
std::mutex &the_native() { return native; }

class handle {
protected:
  PyObject *pointer = nullptr;

public:
  handle(PyObject *o = nullptr) : pointer(o) {}
  PyObject *ptr() const { return pointer; }
  const handle &inc_ref() const {
    Py_XINCREF(pointer);
    return *this;
  }
  const handle &dec_ref() const {
    Py_XDECREF(pointer);
    return *this;
  }
};
class object : public handle {
public:
  object() = default;
  object(const object &o) : handle(o) { inc_ref(); }
  object &operator=(const object &) = delete;
  ~object() { dec_ref(); }
};
template <class F> void custom_type_setup(F setup) { setup(static_cast<PyHeapTypeObject *>(nullptr)); }

// original: object
struct ObjectNR {
  PyObject_HEAD
  object value;
  std::vector<object> items;
};
static int object_traverse_NR(PyObject *op, visitproc visit, void *arg) {
  ObjectNR *self = reinterpret_cast<ObjectNR *>(op);
  Py_VISIT(Py_TYPE(op));
  for (const auto &item : self->items) {
    Py_VISIT(item.ptr());
  }
  Py_VISIT(self->value.ptr()); // mutate: object op
  return 0;
}
PyType_Slot object_slots_NR[] = {{Py_tp_traverse, (void *)object_traverse_NR}, {0, nullptr}};

// original: lambda
struct PayloadNR {
  object value;
  std::vector<object> items;
};
struct HolderNR {
  PyObject_HEAD
  PayloadNR *payload;
};
void bind_NR() {
  custom_type_setup([](PyHeapTypeObject *heap_type) {
    auto *type = &heap_type->ht_type;
    type->tp_flags |= Py_TPFLAGS_HAVE_GC;
    type->tp_traverse = [](PyObject *op, visitproc visit, void *arg) {
      auto &payload = *reinterpret_cast<HolderNR *>(op)->payload;
      Py_VISIT(Py_TYPE(op));
      Py_VISIT(payload.value.ptr()); // mutate: object op
      return 0;
    };
  });
}
