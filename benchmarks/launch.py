"""Run a command, and print how many seconds it took, its peak memory in KiB and its exit code.

A process's peak counts from the size of the one that started it. So this one, which starts what is measured, is kept
small: it imports next to nothing.

Usage: python -I -S benchmarks/launch.py PROGRAM [ARGUMENT ...]
"""

import os
import sys
import time

quiet = [
    (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
    (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
]
began = time.perf_counter()
process = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=quiet)
_, status, usage = os.wait4(process, 0)
print(time.perf_counter() - began, usage.ru_maxrss, os.waitstatus_to_exitcode(status))
