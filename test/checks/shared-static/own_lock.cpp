#include <Python.h>
#include <atomic>
#include <mutex>
#include <vector>

// One member is atomic, the other is not.
struct Statistics {
  std::atomic<long> hits{0};
  long misses = 0;
};
static Statistics all; // warn: 'all' is changed by 'method' without a lock // no fix: it needs a lock

// The data is known, and has no lock.
struct Data {
  std::vector<int> items;
};
class Holder {
public:
  void add(int item) { data->items.push_back(item); }
  int size() const { return int(data->items.size()); }

private:
  Data *data = new Data;
};
static Holder holder; // warn: 'holder' is changed by 'method' without a lock // no fix: it needs a lock

// Only one of two changes is made with the lock.
static std::mutex names_lock;
class Names {
public:
  void add(int name) {
    ++count;
    std::lock_guard<std::mutex> held(names_lock);
    names.push_back(name);
  }
  long size() const { return count; }

private:
  std::vector<int> names;
  long count = 0;
};
static Names names; // warn: 'names' is changed by 'method' without a lock // no fix: it needs a lock

static PyObject *method(PyObject *, PyObject *) {
  names.add(4);  // note: changed here by 'method'
  all.misses++;  // note: changed here by 'method'
  holder.add(1); // note: changed here by 'method'
  return PyLong_FromLong(all.misses + holder.size() + names.size()); // note: used here by 'method'
}

PyCFunction function = method;
