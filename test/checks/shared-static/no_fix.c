#include <Python.h>

struct node {
  struct node *next;
};
static struct node *free_list; // warn: 'free_list' is replaced by 'take' while another thread may use what it pointed to // no fix: it needs a lock that only its author can choose, or a place in the module's state
static int free_count; // warn: 'free_count' is counted by 'take' without a lock // no fix: it needs a lock that only its author can choose, or a place in the module's state
struct node *take(void) {
  struct node *found = free_list;
  if (free_count > 0) {
    free_list = found->next; // note: changed here by 'take'
    free_count--; // note: changed here by 'take'
    return found;
  }
  return NULL;
}
void put_back(struct node *old) {
  if (free_count < 10) {
    old->next = free_list;
    free_list = old; // note: changed here by 'put_back'
    free_count++; // note: changed here by 'put_back'
  }
}

static PyObject *callback; // warn: 'callback' is replaced by 'set_callback' while another thread may use // no fix: it needs a lock that only its author can choose, or a place in the module's state
PyObject *set_callback(PyObject *self, PyObject *value) {
  Py_INCREF(value);
  Py_XSETREF(callback, value); // note: changed here by 'set_callback'
  Py_RETURN_NONE;
}
PyObject *call(PyObject *self, PyObject *value) {
  return PyObject_CallOneArg(callback, value); // note: used here by 'call'
}

int seen_elsewhere; // warn: 'seen_elsewhere' is counted by 'see' without a lock // no fix: the variable is declared in more than one place, or other files can see it
int see(void) {
  return ++seen_elsewhere; // note: changed here by 'see'
}

struct state {
  int depth;
};
static struct state current; // warn: 'current' is changed by 'enter' without a lock // no fix: it needs a lock that only its author can choose, or a place in the module's state
void enter(void) {
  current.depth++; // note: changed here by 'enter'
}
int depth(void) {
  return current.depth; // note: used here by 'depth'
}

struct parser {
  void **output;
};
void start(struct parser *self) {
  static void *scratch[8]; // warn: 'scratch' is one for all threads: two of them in 'start' write over each other's data // no fix: it needs a lock that only its author can choose, or a place in the module's state
  self->output = scratch; // note: changed here by 'start'
}

struct reader {
  char *buffer;
};
void keep_buffer(struct reader *self) {
  static char buffer[64]; // warn: 'buffer' is one for all threads // no fix: the address of the variable is taken
  snprintf(buffer, sizeof(buffer), "%p", (void *)self); // note: changed here by 'keep_buffer'
  self->buffer = buffer; // note: used here by 'keep_buffer'
}

void keep(const char *text);
void kept(int number) {
  static char text[16]; // warn: 'text' is one for all threads // no fix: the address of the variable is taken
  snprintf(text, sizeof(text), "%d", number); // note: changed here by 'kept'
  keep(text); // note: used here by 'kept'
}

// A parameter of the comparison, for this one call: each call needs its own.
static int column = 0; // warn: 'column' is set by 'sort' for all threads // no fix: it needs a lock that only its author can choose, or a place in the module's state
static int compare(const void *a, const void *b) {
  const double left = ((const double *)a)[column], right = ((const double *)b)[column]; // note: used here by 'compare'
  return left < right ? -1 : left > right;
}
void sort(double *rows, size_t count, int by) {
  column = by; // note: changed here by 'sort'
  qsort(rows, count, 3 * sizeof(double), compare);
}
