/* Statics before the fixes: each function is called by many threads at once. */
#include <Python.h>
#include <stdio.h>

/* The maker takes its time, so that all threads find the static unset. */
static PyObject *made(PyObject *self, PyObject *maker) {
  static PyObject *cache = NULL;
  if (cache == NULL) {
    cache = PyObject_CallObject(maker, NULL);
    if (cache == NULL)
      return NULL;
  }
  Py_INCREF(cache);
  return cache;
}

static PyObject *kept;
static PyObject *unchecked(PyObject *self, PyObject *maker) {
  if (!kept)
    kept = PyObject_CallObject(maker, NULL);
  Py_XINCREF(kept);
  return kept;
}

/* Set twice: nobody may see the first value. */
static PyObject *twice(PyObject *self, PyObject *maker) {
  static PyObject *attribute = NULL;
  if (attribute == NULL) {
    attribute = PyObject_CallObject(maker, NULL);
    if (attribute == NULL) {
      return NULL;
    }
    PyObject *object = attribute;
    attribute = PyObject_GetAttrString(object, "self");
    Py_DECREF(object);
    if (attribute == NULL) {
      return NULL;
    }
  }
  return Py_BuildValue("O", attribute);
}

/* Published where each is made; who finds the second finds the first. */
static PyObject *first;
static PyObject *second;
static PyObject *together(PyObject *self, PyObject *maker) {
  if (!second) {
    first = PyObject_CallObject(maker, NULL);
    if (!first)
      return NULL;
    second = PyLong_FromLong(123456);
  }
  if (second == NULL || first == NULL)
    return NULL;
  Py_INCREF(first);
  return first;
}

static PyObject *hoisted(PyObject *self, PyObject *maker) {
  static PyObject *text = NULL;
  if (text == NULL) {
    text = PyUnicode_FromString("made at initialisation, not interned");
    if (text == NULL)
      return NULL;
  }
  Py_INCREF(text);
  return text;
}

static long calls;
static PyObject *count(PyObject *self, PyObject *maker) {
  calls++;
  Py_RETURN_NONE;
}
static PyObject *counted(PyObject *self, PyObject *maker) {
  return PyLong_FromLong(calls);
}

static PyObject *scratch(PyObject *self, PyObject *number) {
  static char text[64];
  snprintf(text, sizeof(text), "%ld-%ld-%ld-%ld", PyLong_AsLong(number),
           PyLong_AsLong(number), PyLong_AsLong(number), PyLong_AsLong(number));
  return PyUnicode_FromString(text);
}

/* A free list: each caller has a block of its own until it gives it back. */
#define MAX_KEPT 8
static long *kept_blocks[MAX_KEPT];
static int n_kept;
static long *take_block(void) {
  if (n_kept > 0)
    return kept_blocks[--n_kept];
  return PyMem_RawCalloc(1, sizeof(long));
}
static void give_block(long *block) {
  if (n_kept < MAX_KEPT)
    kept_blocks[n_kept++] = block;
  else
    PyMem_RawFree(block);
}
static PyObject *block(PyObject *self, PyObject *number) {
  long wanted = PyLong_AsLong(number), wrong = 0;
  long *mine = take_block();
  if (mine == NULL)
    return PyErr_NoMemory();
  for (int i = 0; i < 100; i++) {
    *(volatile long *)mine = wanted + i;
    wrong += *(volatile long *)mine != wanted + i;
  }
  give_block(mine);
  return PyLong_FromLong(wrong);
}

static PyMethodDef methods[] = {
    {"made", made, METH_O, NULL},       {"unchecked", unchecked, METH_O, NULL},
    {"twice", twice, METH_O, NULL},     {"together", together, METH_O, NULL},
    {"hoisted", hoisted, METH_O, NULL},
    {"count", count, METH_NOARGS, NULL},
    {"counted", counted, METH_NOARGS, NULL},
    {"scratch", scratch, METH_O, NULL}, {"block", block, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static int exec(PyObject *module) {
  return PyModule_AddIntConstant(module, "ready", 1);
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, exec},
#ifdef Py_GIL_DISABLED
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "once", NULL, 0, methods, slots, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_once(void) { return PyModuleDef_Init(&definition); }
