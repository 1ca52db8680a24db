#include <Python.h>
#include <string>
#include <vector>

class Solver {
public:
  void add(double value);
  bool has(double value) const;

private:
  void *impl;
};

struct Object {
  PyObject_HEAD
  Solver solver;
  std::vector<double> values;
  PyObject *context;

  static PyTypeObject *Type;
};

static PyObject *add(Object *self, PyObject *arg) {
  self->solver.add(PyFloat_AsDouble(arg)); // warn: 'solver' of 'self' changes with no lock // no fix: a call in between may suspend the critical section
  Py_RETURN_NONE;
}

static PyObject *has(Object *self, PyObject *arg) {
  return PyBool_FromLong(self->solver.has(PyFloat_AsDouble(arg))); // warn: 'solver' of 'self' is read with no lock // no fix: a call in between may suspend the critical section
}

static PyObject *push(Object *self, PyObject *arg) {
  self->values.push_back(PyFloat_AsDouble(arg)); // warn: 'values' of 'self' changes with no lock // no fix: a call in between may suspend the critical section
  Py_RETURN_NONE;
}

static Py_ssize_t length(Object *self) {
  Py_ssize_t outcome = 0;
  Py_BEGIN_CRITICAL_SECTION(self);
  outcome = static_cast<Py_ssize_t>(self->values.size()); // warn: 'values' of 'self' is read with no lock // review: a lock is added
  Py_END_CRITICAL_SECTION();
  return outcome;
}

static PyObject *incref(PyObject *op) {
  Py_XINCREF(op);
  return op;
}

static PyObject *set_context(Object *self, PyObject *value) {
  Py_BEGIN_CRITICAL_SECTION(self);
  if (value != self->context) {
    PyObject *temp = self->context;
    self->context = incref(value); // warn: 'self->context' is replaced // review: a lock is added
    Py_XDECREF(temp);
  }
  Py_END_CRITICAL_SECTION();
  Py_RETURN_NONE;
}

static PyObject *get_context(Object *self, PyObject *) {
  int leave = 0;
  PyObject *outcome = nullptr;
  Py_BEGIN_CRITICAL_SECTION(self);
  if (self->context) {
    outcome = incref(self->context);
    leave = 1;
  } // warn: 'self->context' is used with no lock // review: a lock is added
  Py_END_CRITICAL_SECTION();
  if (leave) {
    return outcome;
  }
  Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"add", reinterpret_cast<PyCFunction>(add), METH_O, nullptr},
    {"has", reinterpret_cast<PyCFunction>(has), METH_O, nullptr},
    {"push", reinterpret_cast<PyCFunction>(push), METH_O, nullptr},
    {"context", reinterpret_cast<PyCFunction>(get_context), METH_NOARGS, nullptr},
    {"setContext", reinterpret_cast<PyCFunction>(set_context), METH_O, nullptr},
    {nullptr, nullptr, 0, nullptr}};

static PyType_Slot slots[] = {{Py_sq_length, reinterpret_cast<void *>(length)},
                              {Py_tp_methods, methods},
                              {0, nullptr}};

PyType_Slot *the_slots() { return slots; }
