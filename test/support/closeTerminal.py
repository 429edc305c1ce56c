"""Runs a command in a terminal of its own and closes the terminal when a file is long enough: prints the exit code.

Arguments: the file, its length in bytes, the command."""

import os
import pty
import select
import sys

path, length, command = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
child, terminal = pty.fork()
if child == 0:
    os.execvp(command[0], command)
while not (os.path.exists(path) and os.path.getsize(path) >= length):
    if os.waitpid(child, os.WNOHANG)[0]:
        sys.exit("the command ended before its terminal was closed")
    if select.select([terminal], [], [], 0.05)[0]:
        os.read(terminal, 65536)
os.close(terminal)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
