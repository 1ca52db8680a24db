#include <Python.h>
#include <mutex>
#include <thread>

namespace pybind11 {
struct gil_scoped_release {
  gil_scoped_release();
  ~gil_scoped_release();
};
struct gil_scoped_acquire {
  gil_scoped_acquire();
  ~gil_scoped_acquire();
};
} // namespace pybind11

// What a class of guards begins with its members it ends with them, whether it
// has a destructor of its own or not.
struct Attached {
  pybind11::gil_scoped_acquire gil;
};
struct Locked {
  explicit Locked(std::mutex &m) : lock(m) {}
  ~Locked() {}
  std::unique_lock<std::mutex> lock;
  pybind11::gil_scoped_acquire gil;
};

static std::mutex mu;
static int total;

static void count(PyObject *list) {
  ++total;
  Attached attached;
  PyList_Append(list, Py_None);
}
static void count_locked(PyObject *list) {
  switch (++total) {
  case 3: {
    Locked locked(mu);
    PyList_Append(list, Py_None);
  }
  }
}

PyObject *run(PyObject *, PyObject *list) {
  {
    pybind11::gil_scoped_release release;
    std::thread worker(count, list);
    count(list);
    count_locked(list);
    worker.join();
  }
  Py_RETURN_NONE;
}
