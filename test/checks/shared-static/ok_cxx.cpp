#include <Python.h>

/* Nothing in it. */
template <class T> struct Allocator {
  T *allocate(int n) { return static_cast<T *>(PyMem_Malloc(n * sizeof(T))); }
};
static Allocator<int> allocator;
int *make() { return allocator.allocate(1); }

/* It has a lock of its own. */
struct mutex {
  void lock();
  void unlock();
};
class Registry {
  mutex m;
  int size = 0;

public:
  void add() {
    m.lock();
    ++size;
    m.unlock();
  }
};
static Registry registry;
void add() { registry.add(); }
