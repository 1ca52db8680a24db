// also: c++
#include <Python.h>

struct box {
  PyObject_HEAD
  PyObject *items;
};

int locked(PyObject *dict) {
  PyObject *key;
  Py_ssize_t pos = 0;
  int n = 0;
  Py_BEGIN_CRITICAL_SECTION(dict);
  while (PyDict_Next(dict, &pos, &key, NULL))
    n++;
  Py_END_CRITICAL_SECTION();
  return n;
}

// The owner's lock is the one that its other methods take.
int owner_locked(struct box *self) {
  PyObject *key;
  Py_ssize_t pos = 0;
  int n = 0;
  Py_BEGIN_CRITICAL_SECTION(self);
  while (PyDict_Next(self->items, &pos, &key, NULL))
    n++;
  Py_END_CRITICAL_SECTION();
  return n;
}

int argument_locked(PyObject *any) {
  int n = 0;
  PyObject *fast = PySequence_Fast(any, "no sequence");
  if (fast == NULL)
    return -1;
  Py_BEGIN_CRITICAL_SECTION(any);
  for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(fast); i++)
    n += PySequence_Fast_GET_ITEM(fast, i) == Py_None;
  Py_END_CRITICAL_SECTION();
  Py_DECREF(fast);
  return n;
}

static int count_of(PyObject *dict) {
  PyObject *key;
  Py_ssize_t pos = 0;
  int n = 0;
  while (PyDict_Next(dict, &pos, &key, NULL))
    n++;
  return n;
}

// Each caller holds the lock.
int by_its_callers(PyObject *dict, struct box *self) {
  int n;
  Py_BEGIN_CRITICAL_SECTION(dict);
  n = count_of(dict);
  Py_END_CRITICAL_SECTION();
  Py_BEGIN_CRITICAL_SECTION(self->items);
  n += count_of(self->items);
  Py_END_CRITICAL_SECTION();
  return n;
}

static void dealloc(struct box *self) {
  PyObject *key;
  Py_ssize_t pos = 0;
  while (PyDict_Next(self->items, &pos, &key, NULL))
    (void)key;
  Py_CLEAR(self->items);
  PyObject_Free(self);
}

static PyType_Slot slots[] = {{Py_tp_dealloc, (void *)dealloc}, {0, NULL}};
PyType_Spec spec = {"box", sizeof(struct box), 0, Py_TPFLAGS_DEFAULT, slots};
