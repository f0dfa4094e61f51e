"""first-import.py CODE RUNS: seconds that CODE takes as the first cell of a fresh kernel, a number for each run, as JSON.

The kernel is ready before the clock starts; one run before them, which is not counted, fills the caches of the loader.
"""
import json
import sys
import time

from jupyter_client.manager import start_new_kernel


def first_cell(code):
    manager, client = start_new_kernel(kernel_name='typescript')
    try:
        client.execute_interactive('1', output_hook=lambda message: None, timeout=120)  # the compiler is loaded
        since = time.perf_counter()
        reply = client.execute_interactive(code, output_hook=lambda message: None, timeout=120)
        seconds = time.perf_counter() - since
        if reply['content']['status'] != 'ok':
            raise RuntimeError(reply['content'])
        return seconds
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


if __name__ == '__main__':
    code, runs = sys.argv[1], int(sys.argv[2])
    first_cell(code)
    print(json.dumps([first_cell(code) for _ in range(runs)]))
