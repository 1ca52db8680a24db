// also: c++
#include <Python.h>

struct box {
  PyObject_HEAD
  PyObject *items;
  Py_ssize_t used;
};

// The value is computed while the lock is held.
Py_ssize_t value(struct box *self) {
  int leave = 0;
  Py_ssize_t outcome = 0;
  Py_BEGIN_CRITICAL_SECTION(self);
  if (self->used > 0) {
    outcome = self->used;
    leave = 1;
    goto done; // warn: 'return' leaves the critical section on 'self'
  }
  self->used = 1;
  done:;
  Py_END_CRITICAL_SECTION();
  if (leave) {
    return outcome;
  }
  return 0;
}

void nothing(struct box *self) {
  int leave = 0;
  Py_BEGIN_CRITICAL_SECTION(self);
  if (self->used) {
    leave = 1;
    goto done;
  } // warn: 'return' leaves the critical section
  self->used = 1;
  done:;
  Py_END_CRITICAL_SECTION();
  if (leave) {
    return;
  }
}

// Several values: a code for each.
int several(struct box *self) {
  int leave = 0;
  Py_BEGIN_CRITICAL_SECTION(self);
  if (self->used == 1) {
    leave = 1;
    goto done;
  } // warn: 'return' leaves
  if (self->used == 2) {
    self->used = 0;
    leave = 2;
    goto done; // warn: 'return' leaves
  }
  else if (self->used == 3) {
    leave = 1;
    goto done;
  } // warn: 'return' leaves
  self->used++;
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

int cleanup(struct box *self, PyObject *item) {
  int result = -1;
  int leave = 0;
  Py_BEGIN_CRITICAL_SECTION(self);
  if (PyList_Append(self->items, item) < 0) {
    leave = 1;
    goto done;
  } // warn: 'goto fail' leaves the critical section
  self->used++;
  done:;
  Py_END_CRITICAL_SECTION();
  if (leave) {
    goto fail;
  }
  result = 0;
fail:
  return result;
}

// The macro means the same behind the section.
PyObject *hidden(struct box *self) {
  int leave = 0;
  Py_BEGIN_CRITICAL_SECTION(self);
  if (self->used == 0) {
    leave = 1;
    goto done;
  } // warn: 'Py_RETURN_NONE' leaves the critical section
  self->used--;
  done:;
  Py_END_CRITICAL_SECTION();
  if (leave) {
    Py_RETURN_NONE;
  }
  Py_RETURN_TRUE;
}

// A loop that comes last is left by break.
int last_loop(struct box *self, PyObject *wanted) {
  int leave = 0;
  Py_BEGIN_CRITICAL_SECTION(self);
  for (Py_ssize_t i = 0; i < self->used; i++) {
    if (PyList_GET_ITEM(self->items, i) == wanted) {
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
int inner_loop(struct box *self, PyObject *wanted) {
  int leave = 0;
  Py_BEGIN_CRITICAL_SECTION(self);
  for (Py_ssize_t i = 0; i < self->used; i++) {
    for (Py_ssize_t j = 0; j < i; j++)
      if (PyList_GET_ITEM(self->items, j) == wanted) {
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
int outer_loop(struct box **boxes, int n) {
  int total = 0;
  for (int i = 0; i < n; i++) {
    int leave = 0;
    Py_BEGIN_CRITICAL_SECTION(boxes[i]);
    if (boxes[i]->used == 0) {
      leave = 1;
      goto done;
    } // warn: 'continue' leaves the critical section on 'boxes[i]'
    if (boxes[i]->used < 0) {
      leave = 2;
      goto done;
    } // warn: 'break' leaves the critical section on 'boxes[i]'
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
Py_ssize_t at_the_end(struct box *self) {
  Py_ssize_t outcome = 0;
  Py_BEGIN_CRITICAL_SECTION(self);
  outcome = self->used; // warn: 'return' leaves
  Py_END_CRITICAL_SECTION();
  return outcome;
}

Py_ssize_t two_objects(struct box *a, struct box *b) {
  int leave = 0;
  Py_ssize_t outcome = 0;
  Py_BEGIN_CRITICAL_SECTION2(a, b);
  if (a->used > b->used) {
    outcome = a->used;
    leave = 1;
    goto done;
  } // warn: 'return' leaves the critical section on 'a' and 'b'
  a->used = b->used;
  done:;
  Py_END_CRITICAL_SECTION2();
  if (leave) {
    return outcome;
  }
  return 0;
}
