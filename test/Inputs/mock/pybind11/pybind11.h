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
#include <new>

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
  explicit object(PyObject *ptr) : handle(ptr) {}
  object attr(const char *name) const {
    return object(PyObject_GetAttrString(m_ptr, name));
  }
  object operator()(const object &o) const {
    return object(PyObject_CallOneArg(m_ptr, o.ptr()));
  }
  handle release() {
    handle result(m_ptr);
    m_ptr = nullptr;
    return result;
  }
};

class module_ : public object {
public:
  using object::object;
  using module_def = PyModuleDef;
  static module_ import(const char *name) {
    return module_(PyImport_ImportModule(name));
  }
#ifndef PYBIND11_MOCK_OLD
  static module_
  create_extension_module(const char *name, const char *doc, module_def *def,
                          mod_gil_not_used gil_not_used = mod_gil_not_used(false));
#else
  static module_ create_extension_module(const char *name, const char *doc,
                                         module_def *def);
#endif
};

#ifndef PYBIND11_MOCK_OLD
// gil_safe_call_once.h
template <typename T> class gil_safe_call_once_and_store {
public:
  template <typename Callable>
  gil_safe_call_once_and_store &call_once_and_store_result(Callable &&fn) {
    if (!is_initialized_) {
      ::new (static_cast<void *>(storage_)) T(fn());
      is_initialized_ = true;
    }
    return *this;
  }
  T &get_stored() { return *reinterpret_cast<T *>(storage_); }
  constexpr gil_safe_call_once_and_store() = default;

private:
  alignas(T) char storage_[sizeof(T)] = {};
  bool is_initialized_ = false;
};
#endif

} // namespace pybind11

// detail/common.h
#define PYBIND11_CONSTINIT
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
