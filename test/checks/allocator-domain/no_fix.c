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

// What has the memory besides the variable may free it.
struct held {
  char *memory;
};
char *returned(size_t n, int fails) {
  char *text = (char *)PyObject_Malloc(n); // warn: 'PyObject_Malloc' is for objects // no fix: the memory may be freed in another place than these
  if (text == NULL)
    return NULL;
  if (fails) {
    PyObject_Free(text);
    return NULL;
  }
  return text;
}
int stored(struct held *in, size_t n, int fails) {
  char *text = (char *)PyObject_Malloc(n); // warn: 'PyObject_Malloc' is for objects // no fix: the memory may be freed in another place than these
  if (fails) {
    PyObject_Free(text);
    return -1;
  }
  in->memory = text;
  return 0;
}
static void let_go(char *text) { PyObject_Free(text); }
void handed_on(size_t n, int fails) {
  char *text = (char *)PyObject_Malloc(n); // warn: 'PyObject_Malloc' is for objects // no fix: the memory may be freed in another place than these
  if (fails) {
    PyObject_Free(text);
    return;
  }
  let_go(text);
}
PyObject *in_a_capsule(size_t n) {
  char *text = (char *)PyObject_Malloc(n); // warn: 'PyObject_Malloc' is for objects // no fix: the memory may be freed in another place than these
  PyObject *capsule = PyCapsule_New(text, "text", NULL);
  if (capsule == NULL)
    PyObject_Free(text);
  return capsule;
}
