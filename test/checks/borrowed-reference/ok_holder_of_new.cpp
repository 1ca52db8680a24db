#include <Python.h>

// A project's own pointer that owns what it holds.
class Ptr {
public:
  Ptr(PyObject *Given, bool IsBorrowed = false)
      : Held(IsBorrowed ? Py_XNewRef(Given) : Given) {}
  Ptr(const Ptr &) = delete;
  ~Ptr() { Py_XDECREF(Held); }
  PyObject *get() const { return Held; }
  PyObject *release() {
    PyObject *Given = Held;
    Held = nullptr;
    return Given;
  }
  bool operator!() const { return Held == nullptr; }

private:
  PyObject *Held;
};

// Nobody else sees the new list that the pointer holds.
PyObject *first_text(PyObject *value) {
  Ptr list(PySequence_List(value));
  if (!list)
    return nullptr;
  PyObject *first = PyList_GET_ITEM(list.get(), 0);
  return PyObject_Str(first);
}

// Written as a copy of a pointer that is made on the way.
PyObject *given_text(PyObject *value) {
  Ptr items = PyMapping_Items(value);
  if (!items)
    return nullptr;
  return PyObject_Str(PyList_GET_ITEM(items.get(), 0));
}
