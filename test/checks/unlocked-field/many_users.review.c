// requires: python3.13
// also: c++
#include <Python.h>

typedef struct {
  PyObject_HEAD
  PyObject *wrapped;
} Proxy;

static int set_wrapped(Proxy *self, PyObject *value, void *closure) {
  Py_XINCREF(value);
  Py_BEGIN_CRITICAL_SECTION(self);
  Py_XSETREF(self->wrapped, value); // warn: 'self->wrapped' is replaced // review: a lock is added
  Py_END_CRITICAL_SECTION();
  return 0;
}

// With a section around it this one is right: it has its own finding.
static PyObject *get_wrapped(Proxy *self, void *closure) {
  PyObject *outcome = NULL;
  Py_BEGIN_CRITICAL_SECTION(self);
  outcome = Py_XNewRef(self->wrapped); // warn: 'self->wrapped' is used with no lock while another thread may release it; hold // review: a lock is added
  Py_END_CRITICAL_SECTION();
  return outcome;
}

static PyObject *repr(Proxy *self) {
  return PyObject_Repr(self->wrapped); // warn: 'self->wrapped' is used with no lock while another thread may release it, here and in 8 other functions; read it in one function // no fix: a call in between may suspend the critical section
}
static PyObject *str(Proxy *self) { return PyObject_Str(self->wrapped); } // note: also used in 'str'
static Py_hash_t hash(Proxy *self) { return PyObject_Hash(self->wrapped); }
static PyObject *iter(Proxy *self) { return PyObject_GetIter(self->wrapped); }
static Py_ssize_t length(Proxy *self) { return PyObject_Size(self->wrapped); }
static int truth(Proxy *self) { return PyObject_IsTrue(self->wrapped); }
static PyObject *negative(Proxy *self) { return PyNumber_Negative(self->wrapped); }
static PyObject *positive(Proxy *self) { return PyObject_Dir(self->wrapped); }
static PyObject *absolute(Proxy *self) { return PyNumber_Absolute(self->wrapped); }

static PyGetSetDef getset[] = {
    {"wrapped", (getter)get_wrapped, (setter)set_wrapped, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL}};

static PyType_Slot slots[] = {{Py_tp_repr, (void *)repr},
                              {Py_tp_str, (void *)str},
                              {Py_tp_hash, (void *)hash},
                              {Py_tp_iter, (void *)iter},
                              {Py_sq_length, (void *)length},
                              {Py_nb_bool, (void *)truth},
                              {Py_nb_negative, (void *)negative},
                              {Py_nb_positive, (void *)positive},
                              {Py_nb_absolute, (void *)absolute},
                              {Py_tp_getset, getset},
                              {0, NULL}};

PyType_Slot *the_slots(void) { return slots; }
