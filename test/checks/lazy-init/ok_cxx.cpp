#include <Python.h>

/* Nothing of Python in the initialiser: the guard does its work. */
struct Table {
  int values[8];
  Table() { values[0] = 1; }
};
int look(int i) {
  static Table table;
  static const int first = table.values[0];
  return table.values[i] + first;
}

/* Initialised before main: no guard. */
PyObject *constant() {
  static PyObject *cache = nullptr;
  return cache;
}
