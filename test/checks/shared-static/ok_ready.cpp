// Types that another file makes ready when the module is initialised.
#include <Python.h>

struct Node {
  PyObject_HEAD
  static PyTypeObject *TypeObject;
  static bool Ready();
  static bool isNode(PyObject *Object) {
    return Py_TYPE(Object) == TypeObject;
  }
};

static PyType_Spec spec = {"m.Node", sizeof(Node), 0, 0, nullptr};
PyTypeObject *Node::TypeObject = nullptr;
static PyObject *extend;

static bool init_methods() {
  extend = PyObject_GetAttrString((PyObject *)&PyList_Type, "extend");
  return extend != nullptr;
}

bool Node::Ready() {
  TypeObject = (PyTypeObject *)PyType_FromSpec(&spec);
  return TypeObject && init_methods();
}

PyObject *method(PyObject *Self, PyObject *Arg) {
  return Node::isNode(Arg) ? PyObject_CallOneArg(extend, Self) : nullptr;
}
