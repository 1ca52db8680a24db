// also: c++
#include <Python.h>

struct box {
  PyObject_HEAD
  PyObject *items;
  Py_ssize_t used;
};

#define MY_BEGIN_CRITICAL_SECTION_NO_BRACKETS(o) (void)(o)
#define MY_END_CRITICAL_SECTION_NO_BRACKETS() (void)0

// Jumps that stay inside.
int inside(struct box *self) {
  int result = 0;
  Py_BEGIN_CRITICAL_SECTION(self);
  for (Py_ssize_t i = 0; i < self->used; i++) {
    if (i == 3)
      continue;
    switch (i) {
    case 4:
      break;
    default:
      result++;
    }
    if (i == 7)
      break;
  }
  if (result > 9)
    goto done;
  self->used = result;
done:;
  Py_END_CRITICAL_SECTION();
  return result;
}

// The form without braces has an end on each way out.
int no_brackets(struct box *self) {
  MY_BEGIN_CRITICAL_SECTION_NO_BRACKETS(self);
  if (self->used) {
    MY_END_CRITICAL_SECTION_NO_BRACKETS();
    return 1;
  }
  self->used = 1;
  MY_END_CRITICAL_SECTION_NO_BRACKETS();
  return 0;
}

// Different fields, or nothing that changes.
Py_ssize_t read_only(struct box *self, struct box *other) {
  Py_ssize_t result;
  Py_BEGIN_CRITICAL_SECTION(self);
  result = self->used + other->used;
  Py_END_CRITICAL_SECTION();
  return result;
}

void both(struct box *self, struct box *other) {
  Py_BEGIN_CRITICAL_SECTION2(self, other);
  self->used += other->used;
  Py_END_CRITICAL_SECTION2();
}

// One after the other, each for itself.
void nested_but_apart(struct box *a, struct box *b) {
  Py_BEGIN_CRITICAL_SECTION(a);
  a->used = 1;
  Py_BEGIN_CRITICAL_SECTION(b);
  b->used = 2;
  Py_END_CRITICAL_SECTION();
  Py_END_CRITICAL_SECTION();
}

// The reference is taken by the field's name, and read with a cast.
struct child {
  PyObject_HEAD
  struct child *parent;
};
void set_parent(struct child *self, struct child *parent) {
  Py_XINCREF(parent);
  Py_BEGIN_CRITICAL_SECTION(self);
  Py_XSETREF(self->parent, parent);
  Py_END_CRITICAL_SECTION();
}
PyObject *get_parent(struct child *self) {
  PyObject *result;
  Py_BEGIN_CRITICAL_SECTION(self);
  Py_INCREF(self->parent);
  result = (PyObject *)self->parent;
  Py_END_CRITICAL_SECTION();
  return result;
}
