#include <Python.h>

namespace pybind11 {
struct handle {
  PyObject *m_ptr;
  PyObject *ptr() const { return m_ptr; }
};
struct object : handle {
  ~object();
};
struct module_ : object {
  static module_ import(const char *name);
};
} // namespace pybind11

/* A handle releases its object after the interpreter is gone. */
PyObject *json() {
  static pybind11::object module = pybind11::module_::import("json"); // warn: the initialiser of the static 'module' runs Python code // no fix: an initialiser of this type has no replacement that is surely right
  return module.ptr();
}
