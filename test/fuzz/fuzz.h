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

#ifdef __cplusplus
#define FUZZ_NOEXCEPT noexcept
extern "C" {
#else
#define FUZZ_NOEXCEPT
#endif

typedef struct {
  PyObject_HEAD
  PyObject *value;
  long number;
  char text[24];
} BoxObject;

extern PyTypeObject Box_Type;
#define Box_Check(op) (Py_TYPE((PyObject *)(op)) == &Box_Type)

// Writes a number into the trace.
void fuzz_point(int number) FUZZ_NOEXCEPT;

// Looks at the object and writes what it saw into the trace.
void fuzz_see(PyObject *object) FUZZ_NOEXCEPT;

// Text that lives as long as the object.
const char *fuzz_text(PyObject *object) FUZZ_NOEXCEPT;

// The same in other ways: through a pointer, in a struct, in a variable of
// everybody.
int fuzz_split(PyObject *object, const char **text) FUZZ_NOEXCEPT;
typedef struct {
  const char *text;
  PyObject *value;
} BoxView;
BoxView fuzz_view(PyObject *object) FUZZ_NOEXCEPT;
extern const char *fuzz_kept;

// Writes a number into the trace, and gives it back.
int fuzz_step(int number) FUZZ_NOEXCEPT;

// Looks at the object in a variable.
void fuzz_inspect(PyObject **variable) FUZZ_NOEXCEPT;

#ifdef __cplusplus
} // extern "C"

// Throws, sometimes.
inline void fuzz_throw(int selector) {
  if (selector == 2)
    throw 2;
}
using FuzzCall = void (*)(int);

// Owns the object as long as it lives.
class BoxGuard {
public:
  explicit BoxGuard(PyObject *object) noexcept : object(Py_NewRef(object)) {}
  BoxGuard(const BoxGuard &) = delete;
  BoxGuard &operator=(const BoxGuard &) = delete;
  ~BoxGuard() { Py_DECREF(object); }
  PyObject *get() const noexcept { return object; }

private:
  PyObject *object;
};

// Borrows the object, and looks at it when its own life ends.
class BoxLook {
public:
  explicit BoxLook(PyObject *object) noexcept : object(object) {}
  BoxLook(const BoxLook &) = delete;
  BoxLook &operator=(const BoxLook &) = delete;
  ~BoxLook() { fuzz_see(object); }

private:
  PyObject *object;
};
#endif

#endif
