"""The system calls of honest programs, which student code has the use of.

Measured: what every right and every allowed submission calls once it is confined, in Python with NumPy and
with PyTorch and in Julia; and the kin of these, which other versions of the C library, of Python and of the
processor take in their place. All else ends as on a kernel too old to have it, and who calls it has a way
without.
"""

from __future__ import annotations

import fcntl
import termios

from autograder.sandbox.walls.prctl import PR_SET_NO_NEW_PRIVS

MEMORY = "brk mmap munmap mprotect mremap madvise mincore msync mlock mlock2 munlock mbind get_mempolicy"
THREADS = (
    "clone futex set_robust_list rseq set_tid_address arch_prctl gettid getcpu exit exit_group "
    "sched_yield sched_getaffinity sched_setaffinity sched_getparam sched_setparam sched_getscheduler "
    "sched_setscheduler sched_getattr sched_setattr sched_get_priority_max sched_get_priority_min "
    "sched_rr_get_interval getpriority setpriority wait4 waitid restart_syscall"
)
SIGNALS = (
    "rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigsuspend rt_sigtimedwait sigaltstack kill "
    "tkill tgkill rt_sigqueueinfo rt_tgsigqueueinfo pause alarm signalfd signalfd4"
)
TIME = (
    "clock_gettime clock_getres clock_nanosleep nanosleep gettimeofday time times getitimer setitimer "
    "timer_create timer_settime timer_gettime timer_getoverrun timer_delete timerfd_create timerfd_settime "
    "timerfd_gettime"
)
WAITING = (
    "select pselect6 poll ppoll epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2 "
    "eventfd eventfd2"
)
DESCRIPTORS = (
    "read write readv writev pread64 pwrite64 preadv pwritev preadv2 pwritev2 lseek sendfile copy_file_range "
    "open openat creat close close_range dup dup2 dup3 pipe pipe2 fsync fdatasync fadvise64 readahead "
    "fallocate ftruncate"
)
FILES = (
    "stat lstat fstat newfstatat statx statfs fstatfs access faccessat faccessat2 readlink readlinkat "
    "getdents getdents64 getcwd chdir fchdir mkdir mkdirat rmdir rename renameat renameat2 unlink unlinkat "
    "link linkat symlink symlinkat umask listxattr llistxattr flistxattr getxattr lgetxattr fgetxattr"
)
# Of sockets there are pairs alone; an event loop wakes itself with one.
PAIRS = (
    "socketpair sendto recvfrom sendmsg recvmsg shutdown getsockname getpeername getsockopt setsockopt "
    "sendmmsg recvmmsg"
)
ITSELF = (
    "getpid getppid getuid geteuid getgid getegid getresuid getresgid getgroups getpgrp getpgid getsid "
    "capget uname sysinfo getrusage getrlimit setrlimit prlimit64 getrandom"
)
REPERTOIRE = " ".join((MEMORY, THREADS, SIGNALS, TIME, WAITING, DESCRIPTORS, FILES, PAIRS, ITSELF)).split()

FICLONE = 0x40049409
PR_GET_PDEATHSIG, PR_GET_DUMPABLE, PR_SET_NAME, PR_GET_NAME, PR_GET_SECCOMP, PR_CAPBSET_READ = (
    2,
    3,
    15,
    16,
    21,
    23,
)
PR_SET_TIMERSLACK, PR_GET_TIMERSLACK, PR_SET_THP_DISABLE, PR_GET_THP_DISABLE, PR_SET_VMA = (
    29,
    30,
    41,
    42,
    0x53564D41,
)
# Calls that are many in one: the place of the argument that says which, and those that honest programs make.
COMMANDS = {
    "fcntl": (
        1,
        # Copies, flags and locks of descriptors.
        *(fcntl.F_DUPFD, fcntl.F_DUPFD_CLOEXEC, fcntl.F_GETFD, fcntl.F_SETFD, fcntl.F_GETFL, fcntl.F_SETFL),
        *(fcntl.F_GETLK, fcntl.F_SETLK, fcntl.F_SETLKW),
        *(fcntl.F_OFD_GETLK, fcntl.F_OFD_SETLK, fcntl.F_OFD_SETLKW),
        # Questions.
        *(fcntl.F_GETOWN, fcntl.F_GETSIG, fcntl.F_GETLEASE, fcntl.F_GETPIPE_SZ, fcntl.F_GET_SEALS),
    ),
    "ioctl": (
        1,
        *(termios.FIOCLEX, termios.FIONCLEX, termios.FIONBIO, termios.FIONREAD, FICLONE),
        *(termios.TCGETS, termios.TIOCGWINSZ),  # whether it is a terminal, and how wide
    ),
    "prctl": (
        0,
        *(
            PR_SET_NAME,
            PR_GET_NAME,
            PR_SET_TIMERSLACK,
            PR_GET_TIMERSLACK,
            PR_SET_THP_DISABLE,
            PR_GET_THP_DISABLE,
        ),
        *(PR_GET_PDEATHSIG, PR_GET_DUMPABLE, PR_GET_SECCOMP, PR_CAPBSET_READ),
        *(PR_SET_VMA, PR_SET_NO_NEW_PRIVS),  # a name for memory; and rights given up once more
    ),
}
