// headers: mock
#include <pybind11/pybind11.h>

namespace py = pybind11;

py::object dumps(py::object value) {
    PYBIND11_CONSTINIT static py::gil_safe_call_once_and_store<py::object> function_once;
    py::object &function = function_once.call_once_and_store_result([]() -> py::object {
        return py::module_::import("json").attr("dumps");
    }).get_stored(); // warn: the initialiser of the static 'function' runs Python code // review: pybind11 makes 'function' once
    return function(value);
}

py::handle borrowed() {
    PYBIND11_CONSTINIT static py::gil_safe_call_once_and_store<py::handle> math_once;
    const py::handle &math = math_once.call_once_and_store_result([]() -> py::handle {
        return py::module_::import("math").release();
    }).get_stored(); // warn: the initialiser of the static 'math' runs Python code // review: pybind11 makes 'math' once
    return math;
}

// What the initialiser names has to be there in the lambda.
py::object named(const char *name) {
    PYBIND11_CONSTINIT static py::gil_safe_call_once_and_store<py::object> found_once;
    py::object &found = found_once.call_once_and_store_result([&]() -> py::object {
        return py::module_::import(name);
    }).get_stored(); // warn: the initialiser of the static 'found' runs Python code // review: pybind11 makes 'found' once
    return found;
}

// A lambda uses the static: it would have to capture the reference.
py::object captured(py::object words) {
    static py::object join = py::module_::import("os.path").attr("join"); // warn: the initialiser of the static 'join' runs Python code // no fix: the value is captured by a lambda or a reference
    auto call = [](py::object word) { return join(word); };
    return call(words);
}

py::object deduced() {
    static auto sys = py::module_::import("sys"); // warn: the initialiser of the static 'sys' runs Python code // no fix: an initialiser of this type has no replacement that is surely right
    return sys.attr("path");
}
