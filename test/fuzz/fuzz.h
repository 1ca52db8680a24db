//===-- fuzz.h - what generated functions may use -*- C -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A type with members, and functions that leave a trace. world.c defines them.
//
//===----------------------------------------------------------------------===//

#ifndef FTIDY_FUZZ_H
#define FTIDY_FUZZ_H

#include <Python.h>

typedef struct {
  PyObject_HEAD
  PyObject *value;
  long number;
  char text[24];
} BoxObject;

extern PyTypeObject Box_Type;
#define Box_Check(op) (Py_TYPE((PyObject *)(op)) == &Box_Type)

// Writes a number into the trace.
void fuzz_point(int number);

// Looks at the object and writes what it saw into the trace.
void fuzz_see(PyObject *object);

// Text that lives as long as the object.
const char *fuzz_text(PyObject *object);

// The same in other ways: through a pointer, in a struct, in a variable of
// everybody.
int fuzz_split(PyObject *object, const char **text);
typedef struct {
  const char *text;
  PyObject *value;
} BoxView;
BoxView fuzz_view(PyObject *object);
extern const char *fuzz_kept;

// Looks at the object in a variable.
void fuzz_inspect(PyObject **variable);

#endif
