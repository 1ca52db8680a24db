"""Runs one module of hangs/ in an interpreter: two threads at once, each calling
back into Python code that sleeps and collects garbage. Prints the results.

    hanging_child.py NAME SHARED_LIBRARY
"""

import gc
import importlib.util
import sys
import threading
import time


def load(name, path):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main():
    module = load(sys.argv[1], sys.argv[2])
    results = []

    def callback(again=None):
        if again is not None:
            return again.run(callback)
        time.sleep(0.3)
        gc.collect()
        return 1

    threads = [threading.Thread(target=lambda: results.append(module.run(callback)), daemon=True) for _ in range(2)]
    for thread in threads:
        thread.start()
        time.sleep(0.1)
    for thread in threads:
        thread.join()
    print("results", *results)


if __name__ == "__main__":
    main()
