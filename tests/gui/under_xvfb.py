#!/usr/bin/env python3
"""Runs a program on a display of its own: under_xvfb.py PROGRAM [ARGUMENT…]

Ends with the program's code, or with 77 (skipped) where there is no Xvfb.
"""

import os
import shutil
import subprocess
import sys

SKIPPED = 77
SCREEN = "1920x1080x24"


def main():
    server = shutil.which("Xvfb")
    if server is None:
        print("SKIPPED: no Xvfb on this machine; install the package xvfb to drive the window on a display")
        return SKIPPED
    reading, writing = os.pipe()
    display = subprocess.Popen([server, "-displayfd", str(writing), "-screen", "0", SCREEN, "-nolisten", "tcp"],
                               pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        # The server writes the number once it answers.
        with os.fdopen(reading) as numbers:
            number = numbers.readline().strip()
        if not number:
            print("SKIPPED: Xvfb did not start")
            return SKIPPED
        environment = dict(os.environ, DISPLAY=f":{number}", QT_QPA_PLATFORM="xcb")
        return subprocess.run(sys.argv[1:], env=environment, check=False).returncode
    finally:
        display.terminate()
        display.wait()


if __name__ == "__main__":
    sys.exit(main())
