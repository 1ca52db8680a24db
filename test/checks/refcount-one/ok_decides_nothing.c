#include <Python.h>
#include <assert.h>

#define MY_ASSERT(x) do { if (!(x)) report(#x); } while (0)
void report(const char *what);

static PyObject *cache;

void checked(PyObject *object) {
  assert(Py_REFCNT(object) == 1);
  MY_ASSERT(Py_REFCNT(object) > 1);
  if (Py_REFCNT(object) != 1)
    Py_FatalError("too many references");
  if (Py_REFCNT(object) != 1) {
    report("too many references");
    abort();
  }
}

PyObject *shown(PyObject *object) {
  printf("%d %s", (int)Py_REFCNT(object), Py_REFCNT(object) > 1 ? "shared" : "alone");
  return PyLong_FromSsize_t(Py_REFCNT(object));
}

/* Questions of deallocation: whether it was brought back to life. */
int resurrected(PyObject *object) {
  return Py_REFCNT(object) > 0 || Py_REFCNT(object) == 0 || Py_REFCNT(object) >= 1;
}

int compared(PyObject *one, PyObject *two) {
  return Py_REFCNT(one) == Py_REFCNT(two);
}
