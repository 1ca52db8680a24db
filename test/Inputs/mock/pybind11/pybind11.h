//===-- pybind11.h - pybind11, as far as the tests use it --------*- C++ -*-===//
//
// Part of ftidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Declares what the tests need, with the shapes of pybind11 2.13; with
// PYBIND11_MOCK_OLD those of releases that know nothing of free threads.
//
//===----------------------------------------------------------------------===//

#ifndef PYBIND11_MOCK_H
#define PYBIND11_MOCK_H

#include <Python.h>

namespace pybind11 {

#ifndef PYBIND11_MOCK_OLD
// pybind11.h
class mod_gil_not_used {
public:
  explicit mod_gil_not_used(bool flag = true) : flag_(flag) {}
  bool flag() const { return flag_; }

private:
  bool flag_;
};
#endif

class handle {
public:
  handle() = default;
  handle(PyObject *ptr) : m_ptr(ptr) {}
  PyObject *ptr() const { return m_ptr; }

protected:
  PyObject *m_ptr = nullptr;
};

class object : public handle {
public:
  object() = default;
  object(const object &o) : handle(o) { Py_XINCREF(m_ptr); }
  ~object() { Py_XDECREF(m_ptr); }
};

class module_ : public object {
public:
  using module_def = PyModuleDef;
#ifndef PYBIND11_MOCK_OLD
  static module_
  create_extension_module(const char *name, const char *doc, module_def *def,
                          mod_gil_not_used gil_not_used = mod_gil_not_used(false));
#else
  static module_ create_extension_module(const char *name, const char *doc,
                                         module_def *def);
#endif
};

} // namespace pybind11

// detail/common.h
#define PYBIND11_CONCAT(first, second) first##second
#define PYBIND11_TOSTRING(x) #x
#define PYBIND11_PLUGIN_IMPL(name)                                             \
  extern "C" __attribute__((visibility("default"))) PyObject *PyInit_##name(); \
  extern "C" __attribute__((visibility("default"))) PyObject *PyInit_##name()
#define PYBIND11_MODULE(name, variable, ...)                                   \
  static ::pybind11::module_::module_def PYBIND11_CONCAT(pybind11_module_def_, \
                                                         name);                \
  static void PYBIND11_CONCAT(pybind11_init_, name)(::pybind11::module_ &);    \
  PYBIND11_PLUGIN_IMPL(name) {                                                 \
    auto m = ::pybind11::module_::create_extension_module(                     \
        PYBIND11_TOSTRING(name), nullptr,                                      \
        &PYBIND11_CONCAT(pybind11_module_def_, name), ##__VA_ARGS__);          \
    PYBIND11_CONCAT(pybind11_init_, name)(m);                                  \
    return m.ptr();                                                            \
  }                                                                            \
  void PYBIND11_CONCAT(pybind11_init_, name)(::pybind11::module_ & variable)

#endif
