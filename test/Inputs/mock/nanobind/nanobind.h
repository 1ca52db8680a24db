//===-- nanobind.h - nanobind, as far as the tests use it --------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Declares what the tests need, with the shapes of nanobind 2.
//
//===----------------------------------------------------------------------===//

#ifndef NANOBIND_MOCK_H
#define NANOBIND_MOCK_H

#include <Python.h>

namespace nanobind {
class module_ {
public:
  PyObject *m_ptr;
};
namespace detail {
PyObject *module_new(const char *name, PyModuleDef *def) noexcept;
}
} // namespace nanobind

// nb_defs.h
#define NB_CONCAT1(a, b) a##b
#define NB_CONCAT(a, b) NB_CONCAT1(a, b)
#define NB_MODULE(name, variable)                                              \
  static PyModuleDef NB_CONCAT(nanobind_module_def_, name);                    \
  static void NB_CONCAT(nanobind_init_, name)(::nanobind::module_ &);          \
  extern "C" __attribute__((visibility("default"))) PyObject *PyInit_##name(); \
  extern "C" __attribute__((visibility("default"))) PyObject *PyInit_##name() {\
    ::nanobind::module_ m{::nanobind::detail::module_new(                      \
        #name, &NB_CONCAT(nanobind_module_def_, name))};                       \
    NB_CONCAT(nanobind_init_, name)(m);                                        \
    return m.m_ptr;                                                            \
  }                                                                            \
  void NB_CONCAT(nanobind_init_, name)(::nanobind::module_ & variable)

#endif
