#include <Python.h>
#include <mutex>
#include <string>
#include <vector>

// Only read.
static const std::vector<std::string> &texts() {
  static const std::vector<std::string> all{"a", "b"};
  return all;
}
static std::vector<std::string> &lines() {
  static std::vector<std::string> all{"a", "b"};
  return all;
}

// Each thread has its own.
static std::vector<std::string> &mine() {
  thread_local std::vector<std::string> all;
  return all;
}

// The lock is held.
static std::mutex guard;
static std::vector<std::string> &shared() {
  static std::vector<std::string> all;
  return all;
}

// A class that has a lock of its own.
class Registry {
public:
  static Registry &instance() {
    static Registry one;
    return one;
  }
  void add(std::string text) {
    std::lock_guard<std::mutex> held(lock);
    all.push_back(std::move(text));
  }

private:
  std::mutex lock;
  std::vector<std::string> all;
};

// A new one for each call, and one of two.
static std::vector<std::string> &either(int which) {
  static std::vector<std::string> one, two; // NOLINT(freethreading-shared-static)
  if (which)
    return one;
  return two;
}
static std::vector<std::string> fresh() { return {}; }

static PyObject *method(PyObject *, PyObject *) {
  mine().push_back("c");
  {
    std::lock_guard<std::mutex> held(guard);
    shared().push_back("d");
  }
  Registry::instance().add("e");
  fresh().push_back("f");
  return PyLong_FromSize_t(texts().size() + lines().size() + either(1).size());
}

PyCFunction function = method;
