//===-- Python.h - CPython's C API, as far as the tests use it ----*- C -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Declares what the tests need, with the shapes that the headers of CPython
// 3.13 have: what is a macro there is a macro here and expands to the same
// kinds of nodes, what is an inline function behind a macro of its name is one
// here. Each block says which header it mirrors. Nothing here can be linked.
//
// Py_GIL_DISABLED gives the free-threaded shapes. An older PY_VERSION_HEX hides
// the names that are newer, but keeps the shapes of 3.13; a newer one brings
// the names of 3.14 and 3.15 that fixes use.
//
//===----------------------------------------------------------------------===//

#ifndef Py_PYTHON_H
#define Py_PYTHON_H

// patchlevel.h
#ifndef PY_VERSION_HEX
#define PY_VERSION_HEX 0x030D00F0
#endif
#define PY_MAJOR_VERSION ((PY_VERSION_HEX >> 24) & 0xff)
#define PY_MINOR_VERSION ((PY_VERSION_HEX >> 16) & 0xff)
#define PY_MICRO_VERSION ((PY_VERSION_HEX >> 8) & 0xff)

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

// exports.h, pyport.h, pymacro.h
#define Py_EXPORTED_SYMBOL __attribute__((visibility("default")))
#define PyAPI_FUNC(RTYPE) Py_EXPORTED_SYMBOL RTYPE
#define PyAPI_DATA(RTYPE) extern Py_EXPORTED_SYMBOL RTYPE
#ifdef __cplusplus
#define PyMODINIT_FUNC extern "C" Py_EXPORTED_SYMBOL PyObject *
#define _Py_STATIC_CAST(type, expr) static_cast<type>(expr)
#define _Py_NULL nullptr
#else
#define PyMODINIT_FUNC Py_EXPORTED_SYMBOL PyObject *
#define _Py_STATIC_CAST(type, expr) ((type)(expr))
#define _Py_NULL NULL
#endif
#define _Py_CAST(type, expr) ((type)(expr))
#define _Py_RVALUE(EXPR) ((void)0, (EXPR))
#define _Py_TYPEOF(expr) __typeof__(expr)
#define Py_ALWAYS_INLINE __attribute__((always_inline))
#define Py_DEPRECATED(VERSION_UNUSED) __attribute__((__deprecated__))
#define Py_UNUSED(name) _unused_##name __attribute__((unused))
#define Py_UNREACHABLE() __builtin_unreachable()
#define Py_LOCAL(type) static type
#define Py_LOCAL_INLINE(type) static inline type
#define Py_MIN(x, y) (((x) > (y)) ? (y) : (x))
#define Py_MAX(x, y) (((x) > (y)) ? (x) : (y))
#define Py_ABS(x) ((x) < 0 ? -(x) : (x))
#define Py_CHARMASK(c) ((unsigned char)((c) & 0xff))
#define Py_STRINGIFY(x) _Py_XSTRINGIFY(x)
#define _Py_XSTRINGIFY(x) #x
#define Py_ARRAY_LENGTH(array) (sizeof(array) / sizeof((array)[0]))
#define Py_ARITHMETIC_RIGHT_SHIFT(TYPE, I, J) ((I) >> (J))
#define PyDoc_STR(str) str
#define PyDoc_VAR(name) static const char name[]
#define PyDoc_STRVAR(name, str) PyDoc_VAR(name) = PyDoc_STR(str)

typedef intptr_t Py_intptr_t;
typedef uintptr_t Py_uintptr_t;
typedef ptrdiff_t Py_ssize_t;
typedef Py_ssize_t Py_hash_t;
typedef size_t Py_uhash_t;
typedef uint32_t Py_UCS4;
typedef uint16_t Py_UCS2;
typedef uint8_t Py_UCS1;
#define PY_SSIZE_T_MAX INTPTR_MAX
#define PY_SSIZE_T_MIN (-PY_SSIZE_T_MAX - 1)
#define PY_UINT32_T uint32_t
#define PY_INT64_T int64_t
#define PY_LONG_LONG long long
#define PY_BIG_ENDIAN (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)
#define SIZEOF_VOID_P __SIZEOF_POINTER__

#ifdef __cplusplus
extern "C" {
#endif

#include "object.h"
#include "typeobject.h"
#include "modsupport.h"
#include "abstract.h"
#include "numbers.h"
#include "containers.h"
#include "callables.h"
#include "pythread.h"

#ifdef __cplusplus
}
#endif

#endif
