// also: c++
#include <Python.h>

typedef struct {
  PyObject_HEAD
  PyObject *seq;
  Py_ssize_t index;
} Iter;

static PyObject *next(Iter *it) {
  PyObject *seq = it->seq;
  if (seq == NULL)
    return NULL;
  if (it->index < PyTuple_GET_SIZE(seq)) {
    PyObject *item = PyTuple_GET_ITEM(seq, it->index);
    ++it->index;
    Py_INCREF(item);
    return item;
  }
  it->seq = NULL; // warn: 'it->seq' is released with no lock when the iterator is used up // review: a lock is added
  Py_DECREF(seq);
  return NULL;
}

static PyObject *next_by_macro(Iter *it) {
  PyObject *item;
  if (it->seq == NULL)
    return NULL;
  item = PySequence_GetItem(it->seq, it->index);
  if (item == NULL) {
    Py_CLEAR(it->seq); // warn: 'it->seq' is released // no fix: a call in between may suspend the critical section
    return NULL;
  }
  it->index++;
  return item;
}

static PyType_Slot slots[] = {{Py_tp_iternext, (void *)next}, {0, NULL}};
static PyType_Slot more[] = {{Py_tp_iternext, (void *)next_by_macro}, {0, NULL}};

PyType_Slot *the_slots(int which) { return which ? slots : more; }
