#include <Python.h>

/* What a member function does to its object is in its body, whoever it calls. */
struct Cache {
  PyObject *last = nullptr;
  int hits = 0, items[4];
  void hit() { ++hits; }
  void use(PyObject *object) { hit(), last = object; }
  static void fill(int *to) { *to = 1; }
  void fillItems() { fill(items); }
  int &item(int n) { return items[n]; }
};
static Cache used; // warn: 'used' is changed by 'use' // no fix: it needs a lock
static Cache filled; // warn: 'filled' is changed by 'fill' // no fix: it needs a lock
static Cache opened; // warn: 'opened' is changed by 'open' // no fix: it needs a lock
void use(PyObject *object) { used.use(object); } // note: changed here by 'use'
void fill() { filled.fillItems(); }              // note: changed here by 'fill'
void open() { opened.item(1) = 2; }              // note: changed here by 'open'
int count() { return used.hits + filled.hits + opened.hits; } // note: used here // note: used here // note: used here

/* The body is in another file. */
struct Registry {
  int size;
  void add(PyObject *object);
};
static Registry registry; // warn: 'registry' is changed by 'add' // no fix: it needs a lock
void add(PyObject *object) { registry.add(object); } // note: changed here by 'add'
