#include <Python.h>

template <class K, class V> struct Map {
  V &operator[](const K &);
  void erase(const K &);
  int size() const;
  V *items;
};

/* A registry: the pointer stays, what it points to changes. */
static Map<const void *, PyObject *> *interned = new Map<const void *, PyObject *>; // warn: what 'interned' points to is changed by 'remember' without a lock while another thread may use it // no fix: it needs a lock that only its author can choose, or a place in the module's state
void remember(const void *key, PyObject *object) {
  (*interned)[key] = object; // note: changed here by 'remember'
}
void forget(const void *key) {
  interned->erase(key); // note: changed here by 'forget'
}

static Map<int, int> sizes; // warn: 'sizes' is changed by 'set_size' without a lock while another thread may use it // no fix: it needs a lock that only its author can choose, or a place in the module's state
void set_size(int key, int value) {
  sizes[key] = value; // note: changed here by 'set_size'
}
int count() {
  return sizes.size(); // note: used here by 'count'
}

struct Class {
  static int made;
  Class() { ++made; } // note: changed here by 'Class'
  static int all() { return made; } // note: used here by 'all'
};
int Class::made; // warn: 'made' is counted by 'Class' without a lock // no fix: the variable is declared in more than one place, or other files can see it
