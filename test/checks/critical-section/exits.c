// also: c++
#include <Python.h>

// The value is computed while the lock is held.
Py_ssize_t value(PyObject *list) {
  Py_BEGIN_CRITICAL_SECTION(list);
  if (PyList_GET_SIZE(list) > 2) {
    return PyList_GET_SIZE(list); // warn: 'return' leaves the critical section on 'list'
  }
  PyList_Append(list, Py_None);
  Py_END_CRITICAL_SECTION();
  return 0;
}

void nothing(PyObject *list) {
  Py_BEGIN_CRITICAL_SECTION(list);
  if (PyList_GET_SIZE(list) == 0)
    return; // warn: 'return' leaves the critical section
  PyList_Reverse(list);
  Py_END_CRITICAL_SECTION();
}

// Several values: a code for each.
int several(PyObject *list) {
  Py_BEGIN_CRITICAL_SECTION(list);
  if (PyList_GET_SIZE(list) == 1)
    return 1; // warn: 'return' leaves
  if (PyList_GET_SIZE(list) == 2) {
    PyList_Reverse(list);
    return 2; // warn: 'return' leaves
  }
  else if (PyList_GET_SIZE(list) == 3)
    return 1; // warn: 'return' leaves
  PyList_Append(list, Py_None);
  Py_END_CRITICAL_SECTION();
  return 0;
}

int cleanup(PyObject *list, PyObject *dict) {
  int result = -1;
  PyObject *item = PyList_New(0);
  Py_BEGIN_CRITICAL_SECTION(list);
  if (item == NULL || PyList_Append(list, item) < 0 || PyDict_Size(dict) == 3)
    goto fail; // warn: 'goto fail' leaves the critical section
  PyList_Reverse(list);
  Py_END_CRITICAL_SECTION();
  result = 0;
fail:
  Py_XDECREF(item);
  return result;
}

// The macro means the same behind the section.
PyObject *hidden(PyObject *list) {
  Py_BEGIN_CRITICAL_SECTION(list);
  if (PyList_GET_SIZE(list) == 0)
    Py_RETURN_NONE; // warn: 'Py_RETURN_NONE' leaves the critical section
  PyList_Reverse(list);
  Py_END_CRITICAL_SECTION();
  Py_RETURN_TRUE;
}

// A loop that comes last is left by break.
int last_loop(PyObject *list, PyObject *wanted) {
  Py_BEGIN_CRITICAL_SECTION(list);
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list); i++) {
    if (PyList_GET_ITEM(list, i) != wanted)
      return 1; // warn: 'return' leaves
  }
  Py_END_CRITICAL_SECTION();
  return 0;
}

// From elsewhere by goto.
int inner_loop(PyObject *list) {
  int rounds = 0;
  Py_BEGIN_CRITICAL_SECTION(list);
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list); i++) {
    for (Py_ssize_t j = 0; j < i; j++)
      if (++rounds == 2)
        return 1; // warn: 'return' leaves
  }
  Py_END_CRITICAL_SECTION();
  return 0;
}

// A loop around the section goes on or ends behind it.
int outer_loop(PyObject *list) {
  int total = 0;
  for (int i = 0; i < 5; i++) {
    Py_BEGIN_CRITICAL_SECTION(list);
    if (PyList_GET_SIZE(list) == i)
      continue; // warn: 'continue' leaves the critical section on 'list'
    if (i == 4)
      break; // warn: 'break' leaves the critical section on 'list'
    total++;
    Py_END_CRITICAL_SECTION();
  }
  return total;
}

// All of it is left by its last statement.
Py_ssize_t at_the_end(PyObject *list) {
  Py_BEGIN_CRITICAL_SECTION(list);
  return PyList_GET_SIZE(list); // warn: 'return' leaves
  Py_END_CRITICAL_SECTION();
}

Py_ssize_t two_objects(PyObject *list, PyObject *dict) {
  Py_BEGIN_CRITICAL_SECTION2(list, dict);
  if (PyList_GET_SIZE(list) > PyDict_Size(dict))
    return PyDict_Size(dict); // warn: 'return' leaves the critical section on 'list' and 'dict'
  PyList_Append(list, dict);
  Py_END_CRITICAL_SECTION2();
  return 0;
}
