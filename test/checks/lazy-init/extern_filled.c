#include <Python.h>

/* What a function of another file does with an address is not known. */
struct kind {
  int size;
};
extern struct kind kind_of_int; // not filled here
PyObject *make_kind(struct kind *);

PyObject *of_int(void) {
  static PyObject *ct_int = NULL; // note: declared here
  if (ct_int == NULL) { // warn: 'ct_int' is filled on first use // no fix: what releases the value of the thread that comes second is not known
    ct_int = make_kind(&kind_of_int); // note: filled here
  }
  return ct_int;
}
