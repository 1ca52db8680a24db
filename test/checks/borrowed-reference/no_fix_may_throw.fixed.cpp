#include <Python.h>
#include <string>

void log(const std::string &text);
void quiet(PyObject *object) noexcept;
extern "C" int from_c(PyObject *object);

// An exception would pass by the release.
int throws(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: an exception may leave the function before the release
  if (item == nullptr)
    return -1;
  log("found");
  return PyObject_IsTrue(item);
}

// Constructors, conversions and operators are calls.
int constructs(PyObject *dict) {
  PyObject *name = PyDict_GetItemString(dict, "name"); // warn: borrowed from 'dict' // no fix: an exception may leave the function before the release
  if (name == nullptr)
    return -1;
  std::string text = "main";
  return PyObject_IsTrue(name) && text.empty();
}

int allocates(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: an exception may leave the function before the release
  if (item == nullptr)
    return -1;
  int *numbers = new int[3];
  numbers[0] = PyObject_IsTrue(item);
  int first = numbers[0];
  delete[] numbers;
  return first;
}

// Nothing of this throws.
int safe(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (item == nullptr)
    return -1;
  quiet(item);
  int result = from_c(item);
  Py_DECREF(item);
  return result;
}

// Thrown while nothing is held.
int before(PyObject *list) {
  log("looking");
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (item == nullptr)
    return -1;
  int result = PyObject_IsTrue(item);
  Py_DECREF(item);
  log("done");
  return result;
}

// A pointer to a function of C++ may lead anywhere.
int through_a_pointer(PyObject *list, void (*call)(PyObject *)) {
  PyObject *item = PyList_GetItem(list, 0); // warn: borrowed from 'list' // no fix: an exception may leave the function before the release
  if (item == nullptr)
    return -1;
  call(item);
  return PyObject_IsTrue(item);
}

int through_a_quiet_pointer(PyObject *list, void (*call)(PyObject *) noexcept) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (item == nullptr)
    return -1;
  call(item);
  int result = PyObject_IsTrue(item);
  Py_DECREF(item);
  return result;
}

// The slots of a type are functions of C.
Py_hash_t through_a_slot(PyObject *list) {
  PyObject *item = PyList_GetItemRef(list, 0); // warn: borrowed from 'list'
  if (item == nullptr)
    return -1;
  Py_hash_t result = Py_TYPE(item)->tp_hash(item);
  Py_DECREF(item);
  return result;
}
