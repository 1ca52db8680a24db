//===-- world.c - the inside of the fuzzer's interpreter
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An extension module: calls generated functions by address, records their
// trace, and lets a Python callable play the other thread.
//
//===----------------------------------------------------------------------===//

#define PY_SSIZE_T_CLEAN
#include "fuzz.h"
#include <dlfcn.h>

enum { MaxTrace = 4096 };
static int trace[MaxTrace];
static int traced;
static PyObject *on_before, *on_held;

static void record(int number) {
  if (traced < MaxTrace)
    trace[traced++] = number;
}

void fuzz_point(int number) { record(number); }

int fuzz_step(int number) {
  record(number + 500);
  return number;
}

void fuzz_see(PyObject *object) {
  if (Py_REFCNT(object) <= 0)
    Py_FatalError("a freed object was seen");
  if (Box_Check(object))
    record((int)((BoxObject *)object)->number);
  else if (PyUnicode_Check(object))
    record(1000 + (int)PyUnicode_GET_LENGTH(object));
  else if (PyTuple_Check(object))
    record(2000 + (int)PyTuple_GET_SIZE(object));
  else
    record((int)strlen(Py_TYPE(object)->tp_name) + 3000);
}

const char *fuzz_text(PyObject *object) {
  if (Box_Check(object))
    return ((BoxObject *)object)->text;
  if (PyUnicode_Check(object) && PyUnicode_IS_COMPACT_ASCII(object))
    return (const char *)PyUnicode_1BYTE_DATA(object);
  return "nothing";
}

int fuzz_split(PyObject *object, const char **text) {
  *text = fuzz_text(object);
  return (int)strlen(*text);
}

BoxView fuzz_view(PyObject *object) {
  BoxView view = {fuzz_text(object), Py_None};
  if (Box_Check(object))
    view.value = ((BoxObject *)object)->value;
  return view;
}

const char *fuzz_kept;

void fuzz_inspect(PyObject **variable) {
  if (*variable)
    fuzz_see(*variable);
}

// Runs a hook; a pending exception stays pending. It is told whether it was a
// weak reference that gave the object.
static void run_hook(PyObject *hook, int weak) {
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  PyObject *result = PyObject_CallFunction(hook, "i", weak);
  if (!result) {
    PyErr_Print();
    Py_FatalError("a hook failed");
  }
  Py_DECREF(result);
  PyErr_Restore(type, value, traceback);
}

void fuzz_before(void) {
  if (on_before)
    run_hook(on_before, 0);
}

int fuzz_held(int result) {
  if (on_held && result >= 0)
    run_hook(on_held, 0);
  return result;
}

int fuzz_held_target(int result) {
  if (on_held && result >= 0)
    run_hook(on_held, 1);
  return result;
}

PyObject *fuzz_held_object(PyObject *object) {
  if (on_held && object)
    run_hook(on_held, 0);
  return object;
}

static PyObject *box_new(PyTypeObject *type, PyObject *args, PyObject *kwds) {
  (void)kwds;
  PyObject *value;
  long number;
  const char *text;
  if (!PyArg_ParseTuple(args, "Ols", &value, &number, &text))
    return NULL;
  BoxObject *self = (BoxObject *)type->tp_alloc(type, 0);
  if (self) {
    self->value = Py_NewRef(value);
    self->number = number;
    PyOS_snprintf(self->text, sizeof self->text, "%s", text);
  }
  return (PyObject *)self;
}

static void box_dealloc(PyObject *self) {
  Py_CLEAR(((BoxObject *)self)->value);
  Py_TYPE(self)->tp_free(self);
}

// Box 13 has no text, a negative box has no truth.
static PyObject *box_str(PyObject *self) {
  BoxObject *box = (BoxObject *)self;
  if (box->number == 13) {
    PyErr_SetString(PyExc_ValueError, "unlucky box");
    return NULL;
  }
  return PyUnicode_FromFormat("box %ld %s", box->number, box->text);
}

static int box_bool(PyObject *self) {
  BoxObject *box = (BoxObject *)self;
  if (box->number < 0) {
    PyErr_SetString(PyExc_ValueError, "negative box");
    return -1;
  }
  return box->number != 0;
}

static PyObject *box_get(PyObject *self, void *which) {
  BoxObject *box = (BoxObject *)self;
  switch ((long)which) {
  case 0:
    return Py_NewRef(box->value);
  case 1:
    return PyLong_FromLong(box->number);
  default:
    return PyUnicode_FromString(box->text);
  }
}

static PyGetSetDef box_getset[] = {
    {"value", box_get, NULL, NULL, (void *)0},
    {"number", box_get, NULL, NULL, (void *)1},
    {"text", box_get, NULL, NULL, (void *)2},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyNumberMethods box_number = {.nb_bool = box_bool};

PyTypeObject Box_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "Box",
    .tp_basicsize = sizeof(BoxObject),
    .tp_dealloc = box_dealloc,
    .tp_str = box_str,
    .tp_repr = box_str,
    .tp_as_number = &box_number,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
    .tp_getset = box_getset,
    .tp_new = box_new,
};

// function(path, name) -> address
static PyObject *function(PyObject *self, PyObject *args) {
  (void)self;
  const char *path, *name;
  if (!PyArg_ParseTuple(args, "ss", &path, &name))
    return NULL;
  void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  void *address = handle ? dlsym(handle, name) : NULL;
  if (!address)
    return PyErr_Format(PyExc_ImportError, "%s", dlerror());
  return PyLong_FromVoidPtr(address);
}

// What a call came to: ("value", v), ("raised", type, text), ("broken", why).
static PyObject *raised(void) {
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  PyErr_NormalizeException(&type, &value, &traceback);
  PyObject *text = value ? PyObject_Str(value) : PyUnicode_FromString("");
  if (!text) {
    PyErr_Clear();
    text = PyUnicode_FromString("no text");
  }
  PyObject *result =
      Py_BuildValue("(ssN)", "raised", ((PyTypeObject *)type)->tp_name, text);
  Py_XDECREF(type);
  Py_XDECREF(value);
  Py_XDECREF(traceback);
  return result;
}

static PyObject *broken(const char *why) {
  PyErr_Clear();
  return Py_BuildValue("(ss)", "broken", why);
}

// call(address, kind, d, l, k, w, out, n)
static PyObject *call(PyObject *self, PyObject *args) {
  (void)self;
  PyObject *where, *d, *l, *k, *w, *out;
  int kind, n;
  if (!PyArg_ParseTuple(args, "OCOOOOOi", &where, &kind, &d, &l, &k, &w, &out,
                        &n))
    return NULL;
  void *address = PyLong_AsVoidPtr(where);
  traced = 0;
  switch (kind) {
  case 'o': {
    PyObject *(*f)(PyObject *, PyObject *, PyObject *, PyObject *, PyObject *,
                   int) = address;
    PyObject *result = f(d, l, k, w, out, n);
    if (!result)
      return PyErr_Occurred() ? raised() : broken("NULL without an exception");
    if (PyErr_Occurred()) {
      Py_DECREF(result);
      return broken("a result with an exception set");
    }
    return Py_BuildValue("(sN)", "value", result);
  }
  case 'i': {
    int (*f)(PyObject *, PyObject *, PyObject *, PyObject *, PyObject *, int) =
        address;
    int result = f(d, l, k, w, out, n);
    if (PyErr_Occurred())
      return result == -1 ? raised() : broken("a result with an exception set");
    return Py_BuildValue("(si)", "value", result);
  }
  case 's': {
    Py_ssize_t (*f)(PyObject *, PyObject *, PyObject *, PyObject *, PyObject *,
                    int) = address;
    Py_ssize_t result = f(d, l, k, w, out, n);
    if (PyErr_Occurred())
      return result == -1 ? raised() : broken("a result with an exception set");
    return Py_BuildValue("(sn)", "value", result);
  }
  default: {
    void (*f)(PyObject *, PyObject *, PyObject *, PyObject *, PyObject *, int) =
        address;
    f(d, l, k, w, out, n);
    if (PyErr_Occurred())
      return broken("an exception set by a function without a result");
    return Py_BuildValue("(ss)", "value", "nothing");
  }
  }
}

static PyObject *get_trace(PyObject *self, PyObject *args) {
  (void)self;
  (void)args;
  PyObject *list = PyList_New(traced);
  for (int i = 0; list && i < traced; i++)
    PyList_SET_ITEM(list, i, PyLong_FromLong(trace[i]));
  return list;
}

// hooks(before, held): None for no hook
static PyObject *hooks(PyObject *self, PyObject *args) {
  (void)self;
  PyObject *before, *held;
  if (!PyArg_ParseTuple(args, "OO", &before, &held))
    return NULL;
  Py_XSETREF(on_before, before == Py_None ? NULL : Py_NewRef(before));
  Py_XSETREF(on_held, held == Py_None ? NULL : Py_NewRef(held));
  Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"function", function, METH_VARARGS, NULL},
    {"call", call, METH_VARARGS, NULL},
    {"trace", get_trace, METH_NOARGS, NULL},
    {"hooks", hooks, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, .m_name = "world", .m_size = -1, .m_methods = methods,
};

PyMODINIT_FUNC PyInit_world(void) {
  if (PyType_Ready(&Box_Type) < 0)
    return NULL;
  PyObject *module = PyModule_Create(&definition);
  if (module)
    PyModule_AddObjectRef(module, "Box", (PyObject *)&Box_Type);
  return module;
}
