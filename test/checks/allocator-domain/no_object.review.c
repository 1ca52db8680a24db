// also: c++
#include <Python.h>

struct table {
  char *names;
};

int grow(struct table *t, size_t n) {
  t->names = (char *)PyMem_Malloc(n); // warn: 'PyObject_Malloc' is for objects: in a free-threaded build the collector walks its memory; use 'PyMem_Malloc' for anything else // review: no other code may free this memory
  if (t->names == NULL)
    return -1;
  t->names = (char *)PyMem_Realloc(t->names, 2 * n);
  return 0;
}

void drop(struct table *t) {
  PyMem_Free(t->names);
  t->names = NULL;
}

int scratch(size_t n) {
  int *numbers = (int *)PyMem_Calloc(n, sizeof(int)); // warn: 'PyObject_Calloc' is for objects // review: no other code may free this memory
  if (numbers == NULL)
    return -1;
  const int first = numbers[0];
  PyMem_Free(numbers);
  return first;
}

static size_t length_of(const char *text) { return strlen(text); }
size_t measured(size_t n) {
  char *text = (char *)PyMem_Malloc(n); // warn: 'PyObject_Malloc' is for objects // review: no other code may free this memory
  memset(text, 0, n);
  const size_t length = length_of(text);
  PyMem_Free(text);
  return length;
}
