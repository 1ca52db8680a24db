// also: c++
#include <Python.h>

// The value is computed while the lock is held.
Py_ssize_t value(PyObject *list) {
  int leave = 0;
  Py_ssize_t outcome = 0;
  Py_BEGIN_CRITICAL_SECTION(list);
  if (PyList_GET_SIZE(list) > 2) {
    outcome = PyList_GET_SIZE(list);
    leave = 1;
    goto done; // warn: 'return' leaves the critical section on 'list'
  }
  PyList_Append(list, Py_None);
  done:;
  Py_END_CRITICAL_SECTION();
  if (leave) {
    return outcome;
  }
  return 0;
}

void nothing(PyObject *list) {
  int leave = 0;
  Py_BEGIN_CRITICAL_SECTION(list);
  if (PyList_GET_SIZE(list) == 0) {
    leave = 1;
    goto done;
  } // warn: 'return' leaves the critical section
  PyList_Reverse(list);
  done:;
  Py_END_CRITICAL_SECTION();
  if (leave) {
    return;
  }
}

// Several values: a code for each.
int several(PyObject *list) {
  int leave = 0;
  Py_BEGIN_CRITICAL_SECTION(list);
  if (PyList_GET_SIZE(list) == 1) {
    leave = 1;
    goto done;
  } // warn: 'return' leaves
  if (PyList_GET_SIZE(list) == 2) {
    PyList_Reverse(list);
    leave = 2;
    goto done; // warn: 'return' leaves
  }
  else if (PyList_GET_SIZE(list) == 3) {
    leave = 1;
    goto done;
  } // warn: 'return' leaves
  PyList_Append(list, Py_None);
  done:;
  Py_END_CRITICAL_SECTION();
  if (leave == 1) {
    return 1;
  }
  if (leave == 2) {
    return 2;
  }
  return 0;
}

int cleanup(PyObject *list, PyObject *dict) {
  int result = -1;
  PyObject *item = PyList_New(0);
  int leave = 0;
  Py_BEGIN_CRITICAL_SECTION(list);
  if (item == NULL || PyList_Append(list, item) < 0 || PyDict_Size(dict) == 3) {
    leave = 1;
    goto done;
  } // warn: 'goto fail' leaves the critical section
  PyList_Reverse(list);
  done:;
  Py_END_CRITICAL_SECTION();
  if (leave) {
    goto fail;
  }
  result = 0;
fail:
  Py_XDECREF(item);
  return result;
}

// The macro means the same behind the section.
PyObject *hidden(PyObject *list) {
  int leave = 0;
  Py_BEGIN_CRITICAL_SECTION(list);
  if (PyList_GET_SIZE(list) == 0) {
    leave = 1;
    goto done;
  } // warn: 'Py_RETURN_NONE' leaves the critical section
  PyList_Reverse(list);
  done:;
  Py_END_CRITICAL_SECTION();
  if (leave) {
    Py_RETURN_NONE;
  }
  Py_RETURN_TRUE;
}

// A loop that comes last is left by break.
int last_loop(PyObject *list, PyObject *wanted) {
  int leave = 0;
  Py_BEGIN_CRITICAL_SECTION(list);
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list); i++) {
    if (PyList_GET_ITEM(list, i) != wanted) {
      leave = 1;
      break;
    } // warn: 'return' leaves
  }
  Py_END_CRITICAL_SECTION();
  if (leave) {
    return 1;
  }
  return 0;
}

// From elsewhere by goto.
int inner_loop(PyObject *list) {
  int rounds = 0;
  int leave = 0;
  Py_BEGIN_CRITICAL_SECTION(list);
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list); i++) {
    for (Py_ssize_t j = 0; j < i; j++)
      if (++rounds == 2) {
        leave = 1;
        goto done;
      } // warn: 'return' leaves
  }
  done:;
  Py_END_CRITICAL_SECTION();
  if (leave) {
    return 1;
  }
  return 0;
}

// A loop around the section goes on or ends behind it.
int outer_loop(PyObject *list) {
  int total = 0;
  for (int i = 0; i < 5; i++) {
    int leave = 0;
    Py_BEGIN_CRITICAL_SECTION(list);
    if (PyList_GET_SIZE(list) == i) {
      leave = 1;
      goto done;
    } // warn: 'continue' leaves the critical section on 'list'
    if (i == 4) {
      leave = 2;
      goto done;
    } // warn: 'break' leaves the critical section on 'list'
    total++;
    done:;
    Py_END_CRITICAL_SECTION();
    if (leave == 1) {
      continue;
    }
    if (leave == 2) {
      break;
    }
  }
  return total;
}

// All of it is left by its last statement.
Py_ssize_t at_the_end(PyObject *list) {
  Py_ssize_t outcome = 0;
  Py_BEGIN_CRITICAL_SECTION(list);
  outcome = PyList_GET_SIZE(list); // warn: 'return' leaves
  Py_END_CRITICAL_SECTION();
  return outcome;
}

Py_ssize_t two_objects(PyObject *list, PyObject *dict) {
  int leave = 0;
  Py_ssize_t outcome = 0;
  Py_BEGIN_CRITICAL_SECTION2(list, dict);
  if (PyList_GET_SIZE(list) > PyDict_Size(dict)) {
    outcome = PyDict_Size(dict);
    leave = 1;
    goto done;
  } // warn: 'return' leaves the critical section on 'list' and 'dict'
  PyList_Append(list, dict);
  done:;
  Py_END_CRITICAL_SECTION2();
  if (leave) {
    return outcome;
  }
  return 0;
}
