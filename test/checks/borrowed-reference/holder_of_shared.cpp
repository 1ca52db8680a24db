#include <Python.h>

static PyObject *registry;

class Ptr {
public:
  explicit Ptr(PyObject *Given = nullptr) : Held(Given) {}
  ~Ptr() { Py_XDECREF(Held); }
  PyObject *get() const { return Held; }
  void keep() const { PyDict_SetItem(registry, Held, Held); }
  bool operator!() const { return Held == nullptr; }

private:
  PyObject *Held;
};

// What a pointer holds may be anybody's.
PyObject *attribute_text(PyObject *value) {
  Ptr list(PyObject_GetAttrString(value, "items"));
  PyObject *first = PyList_GET_ITEM(list.get(), 0); // warn: borrowed from 'list.get()' // no fix: the strong twin can fail
  return PyObject_Str(first);
}

// New, but the pointer shows it to others.
PyObject *kept_text(PyObject *value) {
  Ptr list(PySequence_List(value));
  list.keep();
  PyObject *first = PyList_GET_ITEM(list.get(), 0); // warn: borrowed from 'list.get()' // no fix: the strong twin can fail
  return PyObject_Str(first);
}

// New, but stored through what the pointer gives.
PyObject *stored_text(PyObject *value) {
  Ptr list(PySequence_List(value));
  if (PyDict_SetItem(registry, value, list.get()) < 0)
    return nullptr;
  PyObject *first = PyList_GET_ITEM(list.get(), 0); // warn: borrowed from 'list.get()' // no fix: the strong twin can fail
  return PyObject_Str(first);
}

class Filled {
public:
  Filled() : Held(nullptr) {}
  void reset(PyObject *Given) {
    Py_XDECREF(Held);
    Held = Given;
  }
  PyObject *get() const { return Held; }

private:
  PyObject *Held;
};

// What is put into the pointer last is what counts.
PyObject *second_text(PyObject *value) {
  Filled list;
  list.reset(PySequence_List(value));
  list.reset(PyObject_GetAttrString(value, "items"));
  PyObject *first = PyList_GET_ITEM(list.get(), 0); // warn: borrowed from 'list.get()' // no fix: the strong twin can fail
  return PyObject_Str(first);
}
