#include <Python.h>
#include <utility>

/* The standard library replaces the reference. */
struct Box {
  PyObject_HEAD
  PyObject *first;
  PyObject *second;
};

static int set_first(Box *self, PyObject *value, void *) {
  Py_XINCREF(value);
  PyObject *old;
  Py_BEGIN_CRITICAL_SECTION(self);
  old = std::exchange(self->first, value); // warn: 'self->first' is replaced and its old object released with no lock // review: a lock is added
  Py_END_CRITICAL_SECTION();
  Py_XDECREF(old);
  return 0;
}

static PyObject *get_first(Box *self, void *) {
  PyObject *outcome = nullptr;
  Py_BEGIN_CRITICAL_SECTION(self);
  outcome = Py_XNewRef(self->first); // warn: 'self->first' is used with no lock // review: a lock is added
  Py_END_CRITICAL_SECTION();
  return outcome;
}

static int set_second(Box *self, PyObject *value, void *) {
  Py_XINCREF(value);
  Py_BEGIN_CRITICAL_SECTION(self);
  std::swap(self->second, value); // warn: 'self->second' is replaced and its old object released with no lock // review: a lock is added
  Py_END_CRITICAL_SECTION();
  Py_XDECREF(value);
  return 0;
}

static PyGetSetDef fields[] = {
    {"first", (getter)get_first, (setter)set_first, nullptr, nullptr},
    {"second", nullptr, (setter)set_second, nullptr, nullptr},
    {nullptr, nullptr, nullptr, nullptr, nullptr},
};
PyType_Slot slots[] = {{Py_tp_getset, fields}, {0, nullptr}};
