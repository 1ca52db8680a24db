#include <Python.h>

char *lend(size_t n) {
  return (char *)PyObject_Malloc(n); // warn: 'PyObject_Malloc' is for objects // no fix: the memory may be freed in another place than these
}

struct node {
  int value;
};
void *by_its_size(void) {
  void *memory = PyObject_Malloc(sizeof(struct node)); // warn: 'PyObject_Malloc' is for objects // no fix: the memory may be freed in another place than these
  return memory;
}

#define RELEASE(p) PyMem_Free(p)
void hidden(size_t n) {
  char *text = (char *)malloc(n);
  RELEASE(text); // warn: 'PyMem_Free' frees what 'malloc' allocated // no fix: the call is hidden in a macro
}
