"""What the kernel forbids the child from then on: new privileges, other files, the network, other programs.

Landlock (Linux 5.13 and later) and seccomp are used where the kernel has them; `enter` says which of them hold, so
that an operator can see it with `runner.locks()`.
"""

import ctypes
import os
import platform
import struct
from pathlib import Path

PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP = 38, 22
SECCOMP_MODE_FILTER = 2
LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_RESTRICT = 444, 445, 446
RULE_PATH_BENEATH = 1
READ_FILE, WRITE_FILE = 1 << 2, 1 << 1
READ_DIR, REMOVE_FILE, MAKE_REG = 1 << 3, 1 << 5, 1 << 8
TRUNCATE = 1 << 14
# Rights the kernel can govern, by Landlock ABI version (linux/landlock.h): file rights, network rights, scopes.
FILE_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1, 5: (1 << 16) - 1}
AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
# Numbers by linux/unistd.h. Denied: sockets, programs, tracing, mounts, keys, io_uring (which goes round seccomp).
COMMON = {"io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427, "pidfd_getfd": 438}
DENIED = {
    "x86_64": (41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 53, 57, 58, 59, 62, 101, 155, 161, 165, 166, 167, 169, 175, 176,
               200, 234, 246, 248, 249, 250, 272, 288, 298, 299, 303, 304, 307, 308, 310, 311, 313, 320, 321, 322, 323,
               *COMMON.values()),
    "aarch64": (39, 40, 41, 51, 97, 104, 105, 106, 117, 129, 130, 131, 142, 198, 199, 200, 201, 202, 203, 206, 207,
                211, 212, 217, 218, 219, 221, 224, 225, 241, 242, 243, 264, 265, 268, 269, 270, 271, 273, 280, 281, 282,
                294, *COMMON.values()),
}  # fmt: skip
CLONE = {"x86_64": 56, "aarch64": 220}
CLONE3 = 435
CLONE_THREAD = 0x00010000
EPERM, ENOSYS = 1, 38
ALLOW, ERRNO = 0x7FFF0000, 0x00050000
LOAD, JEQ, JGE, JSET, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("access", ctypes.c_uint64), ("parent", ctypes.c_int32))


def enter(*, readable: Path, writable: Path) -> dict[str, bool]:
    """Lock this process in: it may read one file, write in one folder, and reach nothing else. Irrevocable."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "no_new_privs")
    return {
        "no_new_privs": True,
        "landlock": _landlock(libc, readable, writable),
        "seccomp": _seccomp(libc, platform.machine()),
    }


def _landlock(libc: ctypes.CDLL, readable: Path, writable: Path) -> bool:
    version = libc.syscall(LANDLOCK_CREATE, None, ctypes.c_size_t(0), 1)
    if version < 1:
        return False
    governed = FILE_RIGHTS[min(version, 5)]
    network = 0b11 if version >= 4 else 0
    scopes = 0b11 if version >= 6 else 0
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    attributes = struct.pack("QQQ", governed, network, scopes)
    ruleset = libc.syscall(LANDLOCK_CREATE, attributes, ctypes.c_size_t(size), 0)
    if ruleset < 0:
        raise OSError(ctypes.get_errno(), "landlock_create_ruleset")
    in_folder = READ_FILE | WRITE_FILE | READ_DIR | REMOVE_FILE | MAKE_REG | TRUNCATE
    try:
        _allow(libc, ruleset, readable, READ_FILE & governed)
        _allow(libc, ruleset, writable, in_folder & governed)
        if libc.syscall(LANDLOCK_RESTRICT, ruleset, 0) != 0:
            raise OSError(ctypes.get_errno(), "landlock_restrict_self")
    finally:
        os.close(ruleset)
    return True


def _allow(libc: ctypes.CDLL, ruleset: int, path: Path, rights: int) -> None:
    handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = _PathBeneath(rights, handle)
        if libc.syscall(LANDLOCK_ADD, ruleset, RULE_PATH_BENEATH, ctypes.byref(rule), 0) != 0:
            raise OSError(ctypes.get_errno(), "landlock_add_rule")
    finally:
        os.close(handle)


def _seccomp(libc: ctypes.CDLL, machine: str) -> bool:
    if machine not in AUDIT_ARCH:
        return False
    code = program(machine)
    buffer = ctypes.create_string_buffer(code, len(code))
    filters = _Program(len(code) // 8, ctypes.addressof(buffer))
    # Threads that libraries started on import are few and idle; TSYNC puts the filter on them as well.
    number = {"x86_64": 317, "aarch64": 277}[machine]
    if libc.syscall(number, 1, 1, ctypes.byref(filters)) == 0:
        return True
    return bool(libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(filters), 0, 0) == 0)


def program(machine: str) -> bytes:
    """The filter as classic BPF: foreign architecture and denied calls fail with EPERM, new processes too.

    clone3 answers ENOSYS, so that the C library falls back to clone, whose flags a filter can read: threads may
    start, processes may not.
    """
    lines = [_op(LOAD, 4), _op(JEQ, AUDIT_ARCH[machine], 1, 0), _op(RETURN, ERRNO | EPERM), _op(LOAD, 0)]
    if machine == "x86_64":  # x32 calls have numbers of their own
        lines += [_op(JGE, 0x40000000, 0, 1), _op(RETURN, ERRNO | EPERM)]
    for number in DENIED[machine]:
        lines += [_op(JEQ, number, 0, 1), _op(RETURN, ERRNO | EPERM)]
    lines += [_op(JEQ, CLONE3, 0, 1), _op(RETURN, ERRNO | ENOSYS)]
    lines += [_op(JEQ, CLONE[machine], 0, 3), _op(LOAD, 16), _op(JSET, CLONE_THREAD, 1, 0)]
    lines += [_op(RETURN, ERRNO | EPERM), _op(RETURN, ALLOW)]
    return b"".join(lines)


def _op(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, value)
