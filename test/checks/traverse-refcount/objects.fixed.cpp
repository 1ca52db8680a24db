#include <Python.h>
#include <mutex>
#include <vector>

// As the binding libraries have them: one that counts, and its base that does not.
class handle {
protected:
  PyObject *pointer = nullptr;

public:
  handle(PyObject *o = nullptr) : pointer(o) {}
  PyObject *ptr() const { return pointer; }
  PyObject *&ptr() { return pointer; }
  const handle &inc_ref() const {
    Py_XINCREF(pointer); // note: here
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
  object &operator=(const object &o);
  ~object() { dec_ref(); }
  handle release() {
    handle h = *this;
    pointer = nullptr;
    return h;
  }
};

static std::mutex mutex;

struct Payload {
  object value;
  std::vector<object> items;
};
struct Foo {
  PyObject_HEAD
  Payload *data;
  object get() const { return data->value; }
};

static int copies(PyObject *op, visitproc visit, void *arg) {
  Foo *self = reinterpret_cast<Foo *>(op);
  const object &value = self->data->value; // warn: 'value' holds a reference while an object is visited inside of a traverse function
  Py_VISIT(value.ptr());
  for (const auto &item : self->data->items) { // warn: 'item' holds a reference while an object is visited
    Py_VISIT(item.ptr());
  }
  for (const auto &item : self->data->items) { // warn: 'item' holds a reference while an object is visited
    Py_VISIT(item.ptr());
  }
  return 0;
}

static int locked(PyObject *op, visitproc visit, void *arg) {
  const std::lock_guard<std::mutex> held(mutex); // warn: 'lock_guard' takes a lock // no fix: there is no twin
  return visit(reinterpret_cast<Foo *>(op)->data->value.ptr(), arg);
}

static int no_copies(PyObject *op, visitproc visit, void *arg) {
  Foo *self = reinterpret_cast<Foo *>(op);
  Payload all = *self->data; // warn: 'all' holds a reference while an object is visited // no fix: the object is no plain copy of one that can be visited instead
  Py_VISIT(all.value.ptr());
  object made = self->get(); // warn: 'made' holds // no fix: the object is no plain copy
  Py_VISIT(made.ptr());
  const object &bound = self->get(); // warn: 'bound' holds // no fix: the object is no plain copy
  Py_VISIT(bound.ptr());
  object taken = self->data->value; // warn: 'taken' holds // no fix: the object is no plain copy
  Py_VISIT(taken.release().ptr());
  handle(self->data->value).inc_ref(); // warn: 'inc_ref' is called by a traverse function // no fix: it happens in a function
  static const size_t count = self->data->items.size(); // warn: 'count' is initialised under a lock on first use // no fix: there is no twin
  return count ? visit(self->data->value.ptr(), arg) : 0;
}

PyType_Slot slots[] = {{Py_tp_traverse, (void *)copies}, {0, nullptr}};
PyType_Slot third[] = {{Py_tp_traverse, (void *)locked}, {0, nullptr}};
PyType_Slot more[] = {{Py_tp_traverse, (void *)no_copies}, {0, nullptr}};
