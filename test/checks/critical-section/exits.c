// also: c++
#include <Python.h>

struct box {
  PyObject_HEAD
  PyObject *items;
  Py_ssize_t used;
};

// The value is computed while the lock is held.
Py_ssize_t value(struct box *self) {
  Py_BEGIN_CRITICAL_SECTION(self);
  if (self->used > 0) {
    return self->used; // warn: 'return' leaves the critical section on 'self'
  }
  self->used = 1;
  Py_END_CRITICAL_SECTION();
  return 0;
}

void nothing(struct box *self) {
  Py_BEGIN_CRITICAL_SECTION(self);
  if (self->used)
    return; // warn: 'return' leaves the critical section
  self->used = 1;
  Py_END_CRITICAL_SECTION();
}

// Several values: a code for each.
int several(struct box *self) {
  Py_BEGIN_CRITICAL_SECTION(self);
  if (self->used == 1)
    return 1; // warn: 'return' leaves
  if (self->used == 2) {
    self->used = 0;
    return 2; // warn: 'return' leaves
  }
  else if (self->used == 3)
    return 1; // warn: 'return' leaves
  self->used++;
  Py_END_CRITICAL_SECTION();
  return 0;
}

int cleanup(struct box *self, PyObject *item) {
  int result = -1;
  Py_BEGIN_CRITICAL_SECTION(self);
  if (PyList_Append(self->items, item) < 0)
    goto fail; // warn: 'goto fail' leaves the critical section
  self->used++;
  Py_END_CRITICAL_SECTION();
  result = 0;
fail:
  return result;
}

// The macro means the same behind the section.
PyObject *hidden(struct box *self) {
  Py_BEGIN_CRITICAL_SECTION(self);
  if (self->used == 0)
    Py_RETURN_NONE; // warn: 'Py_RETURN_NONE' leaves the critical section
  self->used--;
  Py_END_CRITICAL_SECTION();
  Py_RETURN_TRUE;
}

// A loop that comes last is left by break.
int last_loop(struct box *self, PyObject *wanted) {
  Py_BEGIN_CRITICAL_SECTION(self);
  for (Py_ssize_t i = 0; i < self->used; i++) {
    if (PyList_GET_ITEM(self->items, i) == wanted)
      return 1; // warn: 'return' leaves
  }
  Py_END_CRITICAL_SECTION();
  return 0;
}

// From elsewhere by goto.
int inner_loop(struct box *self, PyObject *wanted) {
  Py_BEGIN_CRITICAL_SECTION(self);
  for (Py_ssize_t i = 0; i < self->used; i++) {
    for (Py_ssize_t j = 0; j < i; j++)
      if (PyList_GET_ITEM(self->items, j) == wanted)
        return 1; // warn: 'return' leaves
  }
  Py_END_CRITICAL_SECTION();
  return 0;
}

// A loop around the section goes on or ends behind it.
int outer_loop(struct box **boxes, int n) {
  int total = 0;
  for (int i = 0; i < n; i++) {
    Py_BEGIN_CRITICAL_SECTION(boxes[i]);
    if (boxes[i]->used == 0)
      continue; // warn: 'continue' leaves the critical section on 'boxes[i]'
    if (boxes[i]->used < 0)
      break; // warn: 'break' leaves the critical section on 'boxes[i]'
    total++;
    Py_END_CRITICAL_SECTION();
  }
  return total;
}

// All of it is left by its last statement.
Py_ssize_t at_the_end(struct box *self) {
  Py_BEGIN_CRITICAL_SECTION(self);
  return self->used; // warn: 'return' leaves
  Py_END_CRITICAL_SECTION();
}

Py_ssize_t two_objects(struct box *a, struct box *b) {
  Py_BEGIN_CRITICAL_SECTION2(a, b);
  if (a->used > b->used)
    return a->used; // warn: 'return' leaves the critical section on 'a' and 'b'
  a->used = b->used;
  Py_END_CRITICAL_SECTION2();
  return 0;
}
