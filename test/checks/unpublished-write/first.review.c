// also: c++
#include <Python.h>

static PyObject *slots;

void put(Py_ssize_t i, PyObject *item) {
  Py_INCREF(item);
  PyList_SetItem(slots, i, item); // warn: 'PyList_SET_ITEM' is made for objects that no other thread can see, and 'slots' is a global // review: the item that is replaced is released, and the call can fail
}
