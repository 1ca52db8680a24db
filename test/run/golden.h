//===-- golden.h - calls the functions of a golden ---------------*- C -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Stands before a file of test/checks and makes an extension module of it: each
// of its functions is called with a tuple of arguments, and what came of it is
// told as a text. Who owns a result is not asked: the original and the fixed
// function are called alike, so both must do the same to reference counts.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_RUN_GOLDEN_H
#define FTIDY_RUN_GOLDEN_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include "pythoncapi_compat.h"
#include <ctype.h>
#include <string.h>

// Fixed code for 3.12 asks for these.
#if PY_VERSION_HEX < 0x030C0000
static inline PyObject *PyErr_GetRaisedException(void) {
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  PyErr_NormalizeException(&type, &value, &traceback);
  if (value && traceback)
    PyException_SetTraceback(value, traceback);
  Py_XDECREF(type);
  Py_XDECREF(traceback);
  return value;
}
static inline void PyErr_SetRaisedException(PyObject *exception) {
  PyObject *type = exception ? (PyObject *)Py_TYPE(exception) : NULL;
  Py_XINCREF(type);
  PyErr_Restore(type, exception,
                exception ? PyException_GetTraceback(exception) : NULL);
}
#endif

static PyObject *golden_tell, *golden_held;

// Another thread takes away what the function does not hold itself; see
// test/fuzz/race.
static void golden_hook(int weak) {
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  PyObject *hook = golden_held;
  PyObject *result = PyObject_CallFunction(hook, "i", weak);
  if (!result)
    Py_FatalError("a hook failed");
  Py_DECREF(result);
  PyErr_Restore(type, value, traceback);
}
void fuzz_before(void) {}
int fuzz_held(int result) {
  if (golden_held && result >= 0)
    golden_hook(0);
  return result;
}
int fuzz_held_target(int result) {
  if (golden_held && result >= 0)
    golden_hook(1);
  return result;
}
PyObject *fuzz_held_object(PyObject *object) {
  if (golden_held && object)
    golden_hook(0);
  return object;
}

// What a function that is only declared saw.
static long golden_trace[64];
static int golden_traced;
static void golden_note(long number) {
  if (golden_traced < 64)
    golden_trace[golden_traced++] = number;
}
static void golden_see(PyObject *object) {
  if (object && Py_REFCNT(object) <= 0)
    Py_FatalError("a freed object was seen");
  golden_note(object ? (long)strlen(Py_TYPE(object)->tp_name) : -1);
}
static void golden_see_text(const char *text) {
  golden_note(text ? (long)strlen(text) : -2);
}

static PyObject *golden_object(PyObject *object) {
  if (!object)
    return PyUnicode_FromString("NULL");
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  PyObject *text = PyObject_CallFunctionObjArgs(golden_tell, object, NULL);
  PyErr_Restore(type, value, traceback);
  return text;
}
static PyObject *golden_long(long number) { return PyLong_FromLong(number); }
static PyObject *golden_double(double number) {
  return PyFloat_FromDouble(number);
}
static PyObject *golden_text(const char *text) {
  return text ? PyUnicode_DecodeLatin1(text, (Py_ssize_t)strlen(text), NULL)
              : PyUnicode_FromString("no text");
}
static PyObject *golden_other() { // of any type
  return PyUnicode_FromString("something");
}
#define GOLDEN_TOLD(call)                                                      \
  _Generic((call), PyObject *: golden_object, int: golden_long,                \
      long: golden_long, _Bool: golden_long, double: golden_double,            \
      char *: golden_text, const char *: golden_text,                          \
      default: golden_other)

// (what it returned, what it raised, what declared functions saw)
static PyObject *golden_outcome(PyObject *told) {
  PyObject *type, *value, *traceback, *raised, *seen = PyList_New(0);
  PyErr_Fetch(&type, &value, &traceback);
  PyErr_NormalizeException(&type, &value, &traceback);
  raised = value ? golden_object(value) : Py_NewRef(Py_None);
  Py_XDECREF(type);
  Py_XDECREF(value);
  Py_XDECREF(traceback);
  for (int i = 0; i < golden_traced; i++) {
    PyObject *number = PyLong_FromLong(golden_trace[i]);
    PyList_Append(seen, number);
    Py_DECREF(number);
  }
  return Py_BuildValue("(NNN)", told, raised, seen);
}

#define GOLDEN_ARGUMENT(i) PyTuple_GET_ITEM(golden_arguments, i)
#define GOLDEN_NUMBER(i) PyLong_AsLong(GOLDEN_ARGUMENT(i))

static PyObject *golden_setup(PyObject *self, PyObject *args) {
  (void)self;
  PyObject *tell, *held;
  if (!PyArg_ParseTuple(args, "OO", &tell, &held))
    return NULL;
  Py_XSETREF(golden_tell, Py_NewRef(tell));
  Py_XSETREF(golden_held, held == Py_None ? NULL : Py_NewRef(held));
  Py_RETURN_NONE;
}

#endif
