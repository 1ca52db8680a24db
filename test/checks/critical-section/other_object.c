// also: c++
#include <Python.h>

struct box {
  PyObject_HEAD
  Py_ssize_t used;
  Py_ssize_t size;
};

void take_over(struct box *self, PyObject *from) {
  struct box *other = (struct box *)from;
  Py_BEGIN_CRITICAL_SECTION(self);
  self->used += other->used; // warn: the critical section is on 'self' alone, and another thread may change the field 'used' of 'other' // review: both objects are locked at once
  other->used = 0;
  Py_END_CRITICAL_SECTION();
}

void if_there_is_one(struct box *self, struct box *other) {
  Py_BEGIN_CRITICAL_SECTION(self);
  if (other != NULL)
    self->used += other->used; // warn: the critical section is on 'self' alone // no fix: the object that would be locked may be NULL
  Py_END_CRITICAL_SECTION();
}

void another_one(struct box *self, struct box *other) {
  other = other + 1;
  Py_BEGIN_CRITICAL_SECTION(self);
  self->used += other->used; // warn: the critical section is on 'self' alone // no fix: the object that would be locked is replaced or released meanwhile
  Py_END_CRITICAL_SECTION();
}
