// also: c++
// The name of a pointer's type ends without a star.
#include <Python.h>

typedef PyObject *object_ptr;

typedef struct {
  PyObject_HEAD
  object_ptr hook;
} Emitter;

static PyObject *emit(Emitter *self, PyObject *event) {
  object_ptr hook;
  Py_BEGIN_CRITICAL_SECTION(self);
  hook = Py_XNewRef(self->hook);
  Py_END_CRITICAL_SECTION();
  PyObject *result = PyObject_CallOneArg(hook, event);
  Py_XDECREF(hook);
  return result; // warn: 'self->hook' is used with no lock // review: a lock is added
}

static PyObject *set_hook(Emitter *self, PyObject *hook) {
  Py_INCREF(hook);
  Py_BEGIN_CRITICAL_SECTION(self);
  Py_XSETREF(self->hook, hook); // warn: 'self->hook' is replaced // review: a lock is added
  Py_END_CRITICAL_SECTION();
  Py_RETURN_NONE;
}

static PyMethodDef methods[] = {{"emit", (PyCFunction)emit, METH_O, NULL},
                                {"set_hook", (PyCFunction)set_hook, METH_O, NULL},
                                {NULL, NULL, 0, NULL}};
static PyTypeObject EmitterType = {PyVarObject_HEAD_INIT(NULL, 0) "m.Emitter"};

int add_type(PyObject *module) {
  EmitterType.tp_methods = methods;
  return PyModule_AddType(module, &EmitterType);
}
