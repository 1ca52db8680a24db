#include <Python.h>

/* Nobody wrote `const`, but there is nothing to change. */
struct Conversion {
  virtual ~Conversion();
  virtual int matches(PyObject *object) = 0;
};
struct FromNull : Conversion {
  int matches(PyObject *object) override { return object == Py_None; }
};
static FromNull from_null;
static Conversion *fallback = &from_null;
static FromNull exact;

int convert(PyObject *object) {
  return exact.matches(object) || fallback->matches(object);
}

/* There is data, but these only read it. */
struct Limits {
  int lowest = 0, highest = 10;
  int first() { return lowest; }
  bool has(int n) { return first() <= n && n <= highest; }
  int copy(int *to) { return *to = highest; }
};
static Limits limits;

bool fits(int n) {
  int highest;
  return limits.has(n) && limits.copy(&highest);
}
