// requires: python3.13
// also: c++
#include <Python.h>

typedef struct {
  PyObject_HEAD
  PyObject *seq;
  Py_ssize_t index;
} Iter;

// Kept until the iterator dies; the index says that it is used up.
static PyObject *kept(Iter *it) {
  if (it->index < 0)
    return NULL;
  PyObject *item = PySequence_GetItem(it->seq, it->index);
  if (item == NULL) {
    it->index = -1;
    return NULL;
  }
  it->index++;
  return item;
}

typedef struct {
  PyObject_HEAD
  PyObject *seq;
  Py_ssize_t index;
} Locked;

static PyObject *locked(Locked *it) {
  PyObject *item = NULL;
  Py_BEGIN_CRITICAL_SECTION(it);
  if (it->seq != NULL) {
    item = PySequence_GetItem(it->seq, it->index++);
    if (item == NULL)
      Py_CLEAR(it->seq);
  }
  Py_END_CRITICAL_SECTION();
  return item;
}

static PyType_Slot slots[] = {{Py_tp_iternext, (void *)kept}, {0, NULL}};
static PyType_Slot more[] = {{Py_tp_iternext, (void *)locked}, {0, NULL}};

PyType_Slot *the_slots(int which) { return which ? slots : more; }
