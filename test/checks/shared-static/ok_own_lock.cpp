// Classes that keep other threads out themselves.
#include <Python.h>
#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

// Nothing but atomic data.
struct Statistics {
  std::atomic<long> hits{0};
  void hit() { ++hits; }
};
static Statistics all;
static Statistics &statistics() {
  static Statistics one;
  return one;
}

// The lock is in a base.
class Lockable {
protected:
  std::mutex lock;
};
class List : public Lockable {
public:
  void add(int item) {
    std::lock_guard<std::mutex> held(lock);
    items.push_back(item);
  }

private:
  std::vector<int> items;
};
static List &list() {
  static List one;
  return one;
}
static List *pointer() {
  static List *one = new List;
  return one;
}

// What it has is known in another file.
class Hidden {
public:
  Hidden();
  ~Hidden();
  void add(int);
  int get() const;

private:
  struct Data;
  std::unique_ptr<Data> data;
};
static Hidden &hidden() {
  static Hidden one;
  return one;
}

// Its member functions hold a lock that is no member.
static std::mutex names_lock;
class Names {
public:
  void add(int name) {
    std::lock_guard<std::mutex> held(names_lock);
    names.push_back(name);
    ++count;
  }

private:
  std::vector<int> names;
  long count = 0;
};
static Names names;

static PyObject *method(PyObject *, PyObject *) {
  names.add(4);
  all.hit();
  statistics().hit();
  list().add(1);
  pointer()->add(2);
  hidden().add(3);
  return PyLong_FromLong(all.hits + statistics().hits + hidden().get());
}

PyCFunction function = method;
