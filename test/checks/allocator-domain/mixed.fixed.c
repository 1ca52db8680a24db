// also: c++
#include <Python.h>

struct table {
  char *names;
  int *numbers;
};

int fill(struct table *t, size_t n) {
  t->names = (char *)PyMem_Malloc(n);
  t->numbers = (int *)malloc(n);
  return t->names && t->numbers ? 0 : -1;
}

void drop(struct table *t) {
  PyMem_Free(t->names); // warn: 'free' frees what 'PyMem_Malloc' allocated: each allocator frees its own memory
  free(t->numbers); // warn: 'PyMem_Free' frees what 'malloc' allocated
}

void local(size_t n) {
  char *text = (char *)PyMem_RawMalloc(n);
  PyMem_RawFree(text); // warn: 'PyMem_Free' frees what 'PyMem_RawMalloc' allocated
}
