// also: c++
#include <Python.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif
typedef struct md_state md_state;
int md_update(md_state *state, const void *data, size_t size);
unsigned md_digest(const md_state *state);
void md_copy(md_state *to, const md_state *from);
typedef struct db db;
int db_step(db *handle);
#ifdef __cplusplus
}
#endif

typedef struct {
  PyObject_HEAD
  md_state *state;
  db *handle;
} Hasher;

static PyObject *update(Hasher *self, PyObject *arg) {
  char *data;
  Py_ssize_t size;
  if (PyBytes_AsStringAndSize(arg, &data, &size) < 0)
    return NULL;
  Py_BEGIN_CRITICAL_SECTION(self);
  md_update(self->state, data, (size_t)size); // warn: 'state' of 'self' changes with no lock // review: a lock is added
  Py_END_CRITICAL_SECTION();
  Py_RETURN_NONE;
}

static PyObject *digest(Hasher *self, PyObject *unused) {
  PyObject *outcome = NULL;
  Py_BEGIN_CRITICAL_SECTION(self);
  outcome = PyLong_FromUnsignedLong(md_digest(self->state)); // warn: 'state' of 'self' is read with no lock // review: a lock is added
  Py_END_CRITICAL_SECTION();
  return outcome;
}

static PyObject *copy_from(Hasher *self, PyObject *arg) {
  Hasher *other = (Hasher *)arg;
  Py_BEGIN_CRITICAL_SECTION2(self, other);
  md_copy(self->state, other->state); // warn: 'state' of 'self' changes // warn: 'state' of 'other' is read // review: a lock is added // review: a lock is added
  Py_END_CRITICAL_SECTION2();
  Py_RETURN_NONE;
}

// Nothing says that this library has no lock of its own.
static PyObject *step(Hasher *self, PyObject *unused) {
  return PyLong_FromLong(db_step(self->handle));
}

static PyMethodDef methods[] = {
    {"update", (PyCFunction)update, METH_O, NULL},
    {"digest", (PyCFunction)digest, METH_NOARGS, NULL},
    {"copy_from", (PyCFunction)copy_from, METH_O, NULL},
    {"step", (PyCFunction)step, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL}};

PyMethodDef *the_methods(void) { return methods; }
