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

// A pointer that starts empty and is filled on the way.
class Object {
public:
  Object(PyObject *Given = nullptr) { Held = Given; }
  ~Object() { Py_XDECREF(Held); }
  Object &operator=(PyObject *Given) {
    Py_XDECREF(Held);
    Held = Given;
    return *this;
  }
  operator PyObject *() { return Held; }

private:
  PyObject *Held;
};

static Py_ssize_t length_of(PyObject *parts) {
  PyObject *first = PyList_GetItem(parts, 0);
  return first ? PyObject_Length(first) : -1;
}

Py_ssize_t filled(PyObject *value) {
  Object parts;
  if (value) {
    parts = PyList_New(0);
    if (!parts || PyList_Append(parts, value) < 0)
      return -1;
  }
  return parts ? length_of(parts) : 0;
}
