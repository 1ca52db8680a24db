//===-- pythoncapi_compat.h - another thread, simulated -*- C -*-
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Stands before the header of that name when a fixed file is compiled. As soon
// as a function holds a strong reference, "another thread" takes every other
// reference to the object away: what is released too early is then freed. Just
// before the look-up it may also empty the container.
//
//===----------------------------------------------------------------------===//

#include_next <pythoncapi_compat.h>

#ifndef FTIDY_FUZZ_RACE_H
#define FTIDY_FUZZ_RACE_H

#ifdef __cplusplus
extern "C" {
#endif
void fuzz_before(void);
int fuzz_held(int result);
int fuzz_held_target(int result);
PyObject *fuzz_held_object(PyObject *object);
#ifdef __cplusplus
} // extern "C"
#endif

#define PyDict_GetItemRef(d, k, out)                                           \
  fuzz_held((fuzz_before(), PyDict_GetItemRef(d, k, out)))
#define PyDict_GetItemStringRef(d, k, out)                                     \
  fuzz_held((fuzz_before(), PyDict_GetItemStringRef(d, k, out)))
#define PyDict_SetDefaultRef(d, k, v, out)                                     \
  fuzz_held((fuzz_before(), PyDict_SetDefaultRef(d, k, v, out)))
#define PyWeakref_GetRef(r, out)                                               \
  fuzz_held_target((fuzz_before(), PyWeakref_GetRef(r, out)))
#define PySys_GetOptionalAttrString(n, out)                                    \
  fuzz_held((fuzz_before(), PySys_GetOptionalAttrString(n, out)))
#define PyList_GetItemRef(l, i)                                                \
  fuzz_held_object((fuzz_before(), PyList_GetItemRef(l, i)))
#define PyImport_AddModuleRef(n)                                               \
  fuzz_held_object((fuzz_before(), PyImport_AddModuleRef(n)))
#define PyCell_Get(c) fuzz_held_object((fuzz_before(), PyCell_Get(c)))

#endif
