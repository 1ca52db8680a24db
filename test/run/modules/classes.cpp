// The same in C++: methods, casts, conditions that declare, lambdas, results of
// several types, destructors.

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include "pythoncapi_compat.h"

namespace {

enum class Answer { No, Yes, Failed };

// A view of a dictionary that belongs to the caller.
class Table {
public:
  explicit Table(PyObject *dict) noexcept : entries(dict) {}

  PyObject *get(PyObject *key) const noexcept {
    PyObject *value = PyDict_GetItemWithError(entries, key);
    if (value == nullptr) {
      if (!PyErr_Occurred())
        PyErr_SetObject(PyExc_KeyError, key);
      return nullptr;
    }
    Py_INCREF(value);
    return value;
  }

  Answer truth(PyObject *key) const noexcept {
    auto *value = PyDict_GetItem(entries, key);
    if (!value)
      return Answer::No;
    int truth = PyObject_IsTrue(value);
    if (truth < 0)
      return Answer::Failed;
    return truth && value != Py_None ? Answer::Yes : Answer::No;
  }

private:
  PyObject *entries;
};

template <int N> struct Nth {
  static PyObject *of(PyObject *list) noexcept {
    auto item = static_cast<PyObject *>(PyList_GetItem(list, N));
    if (item == nullptr)
      return nullptr;
    PyObject *text = PyObject_Str(item);
    return text;
  }
};

extern "C" {

PyObject *get(PyObject *, PyObject *args) {
  PyObject *dict, *key;
  if (!PyArg_ParseTuple(args, "OO", &dict, &key))
    return nullptr;
  return Table(dict).get(key);
}

PyObject *truth(PyObject *, PyObject *args) {
  PyObject *dict, *key;
  if (!PyArg_ParseTuple(args, "OO", &dict, &key))
    return nullptr;
  switch (Table(dict).truth(key)) {
  case Answer::Yes:
    Py_RETURN_TRUE;
  case Answer::No:
    Py_RETURN_FALSE;
  case Answer::Failed:
    break;
  }
  return nullptr;
}

PyObject *second_text(PyObject *, PyObject *list) { return Nth<1>::of(list); }

PyObject *first_of(PyObject *, PyObject *list) {
  auto first = [](PyObject *from) noexcept -> PyObject * {
    PyObject *item = PyList_GetItem(from, 0);
    Py_XINCREF(item);
    return item;
  };
  return first(list);
}

PyObject *kind_of_first(PyObject *, PyObject *list) {
  if (PyObject *item = PyList_GetItem(list, 0); item != nullptr) {
    if (PyUnicode_Check(item))
      return PyUnicode_FromFormat("text %U", item);
    return PyObject_Repr(reinterpret_cast<PyObject *>(Py_TYPE(item)));
  }
  return nullptr;
}

PyObject *measure(PyObject *, PyObject *args) {
  PyObject *dict;
  const char *name;
  if (!PyArg_ParseTuple(args, "Os", &dict, &name))
    return nullptr;
  PyObject *value{PyDict_GetItemString(dict, name)};
  if (value == nullptr)
    Py_RETURN_NONE;
  const char *text = PyUnicode_AsUTF8(value);
  if (text == nullptr)
    return nullptr;
  const bool is_long = strlen(text) > 3;
  return PyBool_FromLong(is_long);
}

PyMODINIT_FUNC PyInit_classes(void);

} // extern "C"

PyMethodDef methods[] = {
    {"get", get, METH_VARARGS, nullptr},         {"truth", truth, METH_VARARGS, nullptr},
    {"second_text", second_text, METH_O, nullptr}, {"first_of", first_of, METH_O, nullptr},
    {"kind_of_first", kind_of_first, METH_O, nullptr}, {"measure", measure, METH_VARARGS, nullptr},
    {nullptr, nullptr, 0, nullptr},
};

struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "classes", nullptr, -1, methods, nullptr, nullptr, nullptr, nullptr};

} // namespace

PyMODINIT_FUNC PyInit_classes(void) { return PyModule_Create(&definition); }
