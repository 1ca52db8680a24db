// also: c++
#include <Python.h>

struct box {
  PyObject_HEAD
  Py_ssize_t used;
};

// While the inner lock is waited for, the outer one may be given up.
void add(struct box *a, struct box *b) {
  Py_BEGIN_CRITICAL_SECTION2(a, b); // note: the outer section begins here
  // warn: the critical section on 'a' may be suspended while the one on 'b' is waited for, and both are needed // review: both objects are locked at once
  a->used += b->used;
  Py_END_CRITICAL_SECTION2();
}

void something_between(struct box *a, struct box *b) {
  Py_BEGIN_CRITICAL_SECTION(a);
  a->used = 0;
  Py_BEGIN_CRITICAL_SECTION(b); // warn: the critical section on 'a' may be suspended // no fix: code stands between the two sections
  a->used += b->used;
  Py_END_CRITICAL_SECTION();
  Py_END_CRITICAL_SECTION();
}

int left_from_inside(struct box *a, struct box *b) {
  Py_BEGIN_CRITICAL_SECTION(a);
  a->used = 0;
  Py_BEGIN_CRITICAL_SECTION(b);
  if (b->used)
    return 1; // warn: 'return' leaves the critical section on 'b' // no fix: the section lies inside another one
  Py_END_CRITICAL_SECTION();
  Py_END_CRITICAL_SECTION();
  return 0;
}

struct holder {
  PyObject_HEAD
  struct box *inner;
};

// Which object is locked, the outer lock decides.
void add_inner(struct holder *h) {
  Py_BEGIN_CRITICAL_SECTION(h);
  Py_BEGIN_CRITICAL_SECTION(h->inner); // warn: the critical section on 'h' may be suspended // no fix: the object that would be locked is replaced or released meanwhile
  h->inner->used += 1;
  Py_END_CRITICAL_SECTION();
  Py_END_CRITICAL_SECTION();
}

void renew(struct holder *h, struct box *fresh) {
  Py_BEGIN_CRITICAL_SECTION(h);
  h->inner = fresh;
  Py_END_CRITICAL_SECTION();
}
