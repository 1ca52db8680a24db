#include <Python.h>

static int table[256]; // note: 'table' is filled together with it
static int ready;      // note: declared here
int after(int c) {
  if (!ready) { // warn: 'ready' guards work that is done on first use // no fix: other data is filled together with the variable
    for (int i = 0; i < 256; i++)
      table[i] = i * 3;
    ready = 1; // note: filled here
  }
  return table[c & 255];
}

static PyObject *names; // note: 'names' is filled together with it
static int started;     // note: declared here
PyObject *before(void) {
  if (!started) { // warn: 'started' is set before 'names' is filled: a second thread skips the work // no fix: other data is filled together with the variable
    started = 1; // note: filled here
    names = PyDict_New();
  }
  return names;
}

long sentinel(PyObject *object) {
  static long optimize = -1000; // note: declared here
  if (optimize == -1000) { // warn: 'optimize' is filled on first use: two threads may both find it unset, and both fill it // no fix: what releases the value of the thread that comes second is not known
    optimize = PyLong_AsLong(object); // note: filled here
  }
  return optimize;
}

static PyObject *implements; // note: 'implements' is filled together with it
static int imported;         // note: declared here
static int import_declarations(void) {
  implements = PyDict_New();
  imported = 1; // note: filled here
  return implements == NULL ? -1 : 0;
}
PyObject *get_implements(void) {
  if (!imported && import_declarations() < 0) // warn: 'imported' guards work that is done on first use // no fix: other data is filled together with the variable
    return NULL;
  return implements;
}

static int squares[16]; // note: 'squares' is filled together with it
static int first = 1;   // note: declared here
int born_set(int i) {
  if (first) { // warn: 'first' guards work that is done on first use // no fix: other data is filled together with the variable
    for (int k = 0; k < 16; k++)
      squares[k] = k * k;
    first = 0; // note: filled here
  }
  return squares[i & 15];
}

/* One fill, of what is tested together. */
void use(char *, size_t);
static size_t length; // note: declared here
void both_tested(void) {
  static char *start; // note: 'start' is filled together with it
  if (start == NULL && length == 0) { // warn: 'length' is set before 'start' is filled // no fix: other data is filled together with the variable
    length = 1; // note: filled here
    start = PyMem_Malloc(1);
  }
  use(start, length);
}
