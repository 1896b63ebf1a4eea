#!/usr/bin/env bash
# Builds the autograder's Python environment; safe to run again. The same script builds the Gradescope image.
#
#     ./setup.sh [--dev] [--with-julia] [--quiet]
#
# --dev adds the test tools, with Debian's chromium; --with-julia adds Julia, as does `julia = true` in assignment.toml;
# --quiet says nothing when there is nothing to do.
# An ordinary user's environment is .venv, here. Root's is under /opt, where the process that runs student code, under
# another user, can read it, and .venv is a link to it. Three variables override what is found by itself:
#     AUTOGRADER_PYTHON       the interpreter, 3.10 to 3.14
#     AUTOGRADER_ENV          the environment's folder, instead of .venv: set it for run_autograder too
#     AUTOGRADER_TORCH_INDEX  the index with PyTorch's CPU build, used when pip finds none where it is told to look
set -euo pipefail
umask 022
unset CDPATH
export PIP_ROOT_USER_ACTION=ignore PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_USER=0

here=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
torch_index=${AUTOGRADER_TORCH_INDEX:-https://download.pytorch.org/whl/cpu}
dev=false julia=false quiet=false

# Julia's own release, for everything but Debian, and what its archives must hash to.
julia_site=https://julialang-s3.julialang.org/bin/linux julia_version=1.10.10
julia_x86_64=6a78a03a71c7ab792e8673dc5cedb918e037f081ceb58b50971dfb7c64c5bf81
julia_aarch64=a4b157ed68da10471ea86acc05a0ab61c1a6931ee592a9b236be227d72da50ff

exec 3>&1  # what is said goes here, whatever becomes of a command's own output
say() { echo "setup: $*" >&3; }
die() { echo "setup: $*" >&2 && exit 1; }

# Run a command that may take long, $2 and on, and say every few seconds what goes on, $1. The clock is the one that
# runs in the background, so that Ctrl-C ends the command; it waits without a process, so that none is left.
patiently() {
    local words=$1 status=0 clock started=$SECONDS
    shift
    say "$words"
    {
        exec {silence}<> <(:)
        until read -rt 4 -u "$silence" || ! kill -0 $$; do say "$words, $((SECONDS - started)) s"; done
    } 2>/dev/null &
    clock=$!
    "$@" || status=$?
    kill "$clock" 2>/dev/null || true
    wait "$clock" 2>/dev/null || true
    return "$status"
}
trap 'trap - EXIT; kill $(jobs -p) 2>/dev/null; exit 130' INT TERM
trap 'kill $(jobs -p) 2>/dev/null || true' EXIT
is_root() { [[ $EUID -eq 0 ]]; }

# Run the Python code $2 under the interpreter $1 with no more rights than the process that runs student code.
as_student() {
    "$1" -I -c 'import os, sys
if os.geteuid() == 0:
    os.setgroups([]), os.setgid(65534), os.setuid(65534)
os.execv(sys.executable, [sys.executable, "-I", "-c", sys.argv[1]])' "$2"
}

# Print what is to be installed for whom as a short hash, the version and the path of the interpreter $1, if it is one.
inspect() {
    "$1" -I - "$here"/requirements{,-torch}.txt 2>/dev/null <<'PYTHON'
import hashlib, os, sys
if (3, 10) <= sys.version_info < (3, 15):
    python = getattr(sys, "_base_executable", sys.executable)  # not the virtual environment it may be
    version = "{}.{}".format(*sys.version_info)
    texts = [open(name, "rb").read() for name in sys.argv[1:]]
    key = b"\0".join([version.encode(), os.fsencode(os.path.realpath(python)), *texts])
    print(hashlib.sha256(key).hexdigest()[:16], version, python)
PYTHON
}

# Set stamp, version and python from the first interpreter that will do.
find_python() {
    local candidate candidates=(python3 python3.14 python3.13 python3.12 python3.11 python3.10 /usr/bin/python3)
    if is_root; then candidates=(/usr/bin/python3 "${candidates[@]}"); fi
    if [[ -n ${AUTOGRADER_PYTHON:-} ]]; then candidates=("$AUTOGRADER_PYTHON"); fi
    for candidate in "${candidates[@]}"; do
        read -r stamp version python <<<"$(inspect "$candidate")"
        if [[ -n $python ]] && as_student "$python" "import ctypes, ssl, venv" 2>/dev/null; then return; fi
    done
    return 1
}

# Say which interpreters there are, and stop; nothing has been installed.
refuse() {
    local name system candidate needed
    system=$(sed -n 's/^PRETTY_NAME="\(.*\)"$/\1/p' /etc/os-release 2>/dev/null)
    for candidate in python3 python3.{7..15}; do
        name=$(command -v "$candidate") && say "found $name, $("$name" --version 2>&1)"
    done
    needed="Python 3.10 to 3.14 is needed${AUTOGRADER_PYTHON:+, and $AUTOGRADER_PYTHON is none}"
    if is_root; then needed+=", one that all users can run"; fi
    if [[ -z ${AUTOGRADER_PYTHON:-} ]] && has_own_python; then
        die "$needed. On ${system:-this system}: sudo apt-get install python3 python3-venv"
    fi
    die "$needed. ${system:-This system} has none of its own where it is older than Debian 12 or Ubuntu 22.04." \
        "Install one, or name it: AUTOGRADER_PYTHON=/path/to/python3 ./setup.sh"
}

# Whether this system's own Python, which apt-get would install, is new enough.
has_own_python() {
    (
        . /etc/os-release
        case $ID in
            debian) [[ -z ${VERSION_ID:-} || $VERSION_ID -ge 12 ]] ;;
            ubuntu) [[ ${VERSION_ID%%.*} -ge 22 ]] ;;
        esac
    ) 2>/dev/null
}

can_apt_install() { is_root && command -v apt-get >/dev/null; }
apt_install() {
    patiently "updating the lists of packages" apt-get update -qq
    DEBIAN_FRONTEND=noninteractive patiently "installing $* with apt-get" \
        apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

has_ensurepip() { "$python" -I -c "import ensurepip" 2>/dev/null; }
has_pip() { "$python" -m pip --python "$python" --version >/dev/null 2>&1; }

# What is wanted of the system: what puts pip into an environment and, for the tests, a browser and a library of
# Playwright's driver.
missing_packages() {
    ready || has_ensurepip || { ! can_apt_install && has_pip; } || echo "python$version-venv"
    if ! $dev; then return; fi
    command -v chromium >/dev/null || echo chromium
    [[ $(PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null) == *libatomic.so.1* ]] || echo libatomic1
}

require_packages() {
    local missing
    mapfile -t missing < <(missing_packages)
    if [[ ${#missing[@]} -eq 0 ]]; then return; fi
    can_apt_install && { ! $dev || grep -qsx ID=debian /etc/os-release; } ||
        die "missing: ${missing[*]}. On Debian: sudo apt-get install ${missing[*]}; nothing was built yet."
    apt_install "${missing[@]}"
}

ready() { [[ "$(cat "$env/.stamp" 2>/dev/null)" == "$stamp" ]]; }
julia_ready() { ! $julia || [[ -x $env/julia/bin/julia ]]; }
# Julia's image is named by what is compiled in it, as in autograder/sandbox/julia.py.
julia_image() {
    local sum
    sum=$(cat "$here"/autograder/sandbox/inside/*.jl | sha256sum)
    echo "$env/julia/image-${sum:0:16}.so"
}
image_ready() {  # or not to be made: it failed, or this is not ours to change
    ! $julia || [[ ! -w $env/julia || -e $(julia_image) || -e $(julia_image).failed ]]
}
dev_ready() { ! $dev || cmp -s "$here/requirements-dev.txt" "$env/.requirements-dev.txt"; }

# pip for the environment: its own, or the system's where the environment could not get one.
pip_install() {
    local pip=("$env/bin/python" -I -m pip)
    if ! "${pip[@]}" --version >/dev/null 2>&1; then pip=("$python" -m pip --python "$env/bin/python"); fi
    "${pip[@]}" install -q "$@"
}

# Environments are derived and may be replaced, also half-deleted ones (they have a lock); anything else stays.
check_replaceable() {
    [[ -z "$(ls -A "$1" 2>/dev/null)" || -f $1/pyvenv.cfg || -e $1.lock ]] ||
        die "$1 is in the way and no environment: move it away"
}

make_env() {
    local options=(--clear)
    if ! has_ensurepip; then options+=(--without-pip); fi
    patiently "making a Python $version environment in $env" "$python" -I -m venv "${options[@]}" "$env" ||
        die "$python cannot make environments: see the error above"
}

# Stop where the folder $1 has less than $2 MB left; $3 says what else to do.
require_room() {
    local free
    { read -r && read -r _ _ _ free _; } < <(df -Pk "$1" 2>/dev/null) || return 0
    ((free >= $2 * 1024)) || die "$1 is too full: $((free / 1024)) MB are left, and $2 are needed. Make room, or $3"
}

install_packages() {
    require_room "$(dirname "$env")" 1200 "choose another place for the environment: AUTOGRADER_ENV"
    require_room "${TMPDIR:-/tmp}" 400 "name another folder for temporary files: TMPDIR"
    make_env
    as_student "$env/bin/python" "" || die "all users must be able to read $env: choose another place, AUTOGRADER_ENV"
    install_torch
    patiently "installing the other packages" \
        pip_install -r "$here/requirements.txt" -r "$here/requirements-torch.txt" ||
        die "the packages could not be installed: see the error above"
    patiently "trying the packages out" as_student "$env/bin/python" \
        "import click, gradescope_utils, lark, msgspec, nbformat, numpy, psutil, pylatexenc, rich, scipy, torch" ||
        die "the environment in $env is not usable: see the error above"
    # Debian's apt itself needs libseccomp; without it the grader refuses to run student code, and says why.
    as_student "$env/bin/python" "import pyseccomp" 2>/dev/null || ! can_apt_install || apt_install libseccomp2
    echo "$stamp" >"$env/.stamp"
}

# PyPI cannot hold a "+cpu" build, so the first try succeeds from a place pip is configured with, or fails at once.
install_torch() {
    local log=$env/.torch.log requirement=$here/requirements-torch.txt
    patiently "installing PyTorch's CPU build" pip_install --no-deps --retries 1 -r "$requirement" 2>/dev/null && return
    patiently "installing PyTorch's CPU build from $torch_index" \
        pip_install --no-deps --retries 2 --index-url "$torch_index" -r "$requirement" 2>"$log" && return
    cat "$log" >&2
    if grep -Eqi "retrying|connectionerror|proxyerror|sslerror|timed out" "$log"; then
        die "no network: $torch_index cannot be reached from here. Try again later, or name another index that has" \
            "PyTorch's CPU build in AUTOGRADER_TORCH_INDEX"
    fi
    die "no PyTorch CPU build for this machine, $(uname -m) with Python $version, in $torch_index: name another index" \
        "in AUTOGRADER_TORCH_INDEX, or another Python in AUTOGRADER_PYTHON"
}

install_dev_packages() {
    patiently "installing the test tools" pip_install -r "$here/requirements.txt" -r "$here/requirements-dev.txt"
    cp "$here/requirements-dev.txt" "$env/.requirements-dev.txt"
}

# Put Julia into the environment's folder, where student code can read it and nothing else is changed.
install_julia() {
    local new=$env/julia.new
    rm -rf "$new"
    mkdir "$new"
    if grep -qs '^ID=debian$' /etc/os-release; then unpack_debian_julia "$new"; else unpack_julia "$new"; fi
    # Julia's libraries must fit together: where they do not, an exception in compiled code ends the process.
    [[ $(LD_LIBRARY_PATH=$(echo "$new"/lib/*-linux-gnu) "$new/bin/julia" --startup-file=no \
        -e 'f(x) = x[2]; try f([1.0]) catch; print(VERSION >= v"1.5") end') == true ]] || die "Julia does not run here"
    mv "$new" "$env/julia"
}

# Have Julia compile once what every submission shares; where it cannot, submissions in Julia take four times as long.
compile_julia() {
    (cd "$here" && patiently "compiling what all submissions in Julia share" \
        "$env/bin/python" -s -B -m autograder.sandbox.outside.julia_image) && return
    say "Julia's image cannot be made here: submissions in Julia are graded, and take four times as long"
    touch "$(julia_image).failed"
}

unpack_julia() {
    local cpu archive=$1/julia.tar.gz url hash
    cpu=$(uname -m) hash=julia_$cpu
    [[ $(uname -s) == Linux && -n ${!hash:-} ]] || die "Julia can be installed on Linux on x86_64 or aarch64 only"
    url=$julia_site/${cpu/x86_64/x64}/${julia_version%.*}/julia-$julia_version-linux-$cpu.tar.gz
    patiently "fetching Julia" "$python" -I -c \
        'import sys, urllib.request; urllib.request.urlretrieve(*sys.argv[1:])' "$url" "$archive" ||
        die "cannot download $url"
    echo "${!hash}  $archive" | sha256sum --check --quiet || die "$url is not what it was"
    tar -xzf "$archive" -C "$1" --strip-components=1
    rm "$archive"
}

# Debian 11 is the last to have Julia. Its packages are unpacked, not installed; so is its libunwind, because Julia does
# not work with a newer one. Libraries that the machine has already are linked to.
unpack_debian_julia() {
    local apt=$1/apt source options link name
    mkdir -p "$apt"/{lists,archives}/partial
    read -r source < <(sed -En 's#^(URIs:|deb( +\[.*\])?) +([^ ]+/debian/?)( .*)?$#\3#p' \
        /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null) || die "no Debian archive in apt's sources"
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $source bullseye main" >"$apt/sources.list"
    options=(-qq -o APT::Sandbox::User=root -o Debug::NoLocking=1 -o "Dir::Etc::SourceList=$apt/sources.list"
        -o Dir::Etc::SourceParts=- -o "Dir::State::Lists=$apt/lists" -o "Dir::Cache::Archives=$apt/archives"
        -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache=)
    patiently "updating the lists of Debian 11's packages" apt-get "${options[@]}" update
    patiently "fetching Julia" apt-get "${options[@]}" install --yes --download-only --no-install-recommends \
        --allow-downgrades julia libunwind8/bullseye binutils >/dev/null
    patiently "unpacking Julia" find "$apt/archives" -name "*.deb" -exec dpkg -x {} "$apt/root" \;
    rm -rf "$apt"/root/usr/{sbin,share/doc,share/man}
    mv "$apt"/root/usr/* "$1"
    rm -rf "$apt"
    find "$1/lib" -xtype l | while read -r link; do
        name=$(readlink "$link")
        ln -sf "/usr/lib/$(basename "$(dirname "$(dirname "$link")")")/${name##*/}" "$(dirname "$link")/$name"
    done
}

link_env() {
    local link=$here/.venv
    if [[ "$(readlink "$link")" == "$env" ]]; then return; fi
    check_replaceable "$link"
    rm -rf "$link" 2>/dev/null && ln -s "$env" "$link" 2>/dev/null ||
        die "$here cannot be written, so .venv cannot lead to $env: say where it is, export AUTOGRADER_ENV=$env"
}

for option in "$@"; do
    case $option in
        --dev) dev=true ;;
        --with-julia) julia=true ;;
        --quiet) quiet=true ;;
        *) die "unknown option $option; usage: setup.sh [--dev] [--with-julia] [--quiet]" ;;
    esac
done

if grep -Eqs '^julia *= *true' "$here/assignment.toml"; then julia=true; fi
if ! find_python; then
    if [[ -z ${AUTOGRADER_PYTHON:-} ]] && can_apt_install && has_own_python; then apt_install python3 python3-venv; fi
    find_python || refuse
fi
default_env=$here/.venv
if is_root; then default_env=/opt/vae-autograder/$stamp; fi
env=${AUTOGRADER_ENV:-$default_env}
require_packages

if ! ready || ! dev_ready || ! julia_ready || ! image_ready; then
    check_replaceable "$env"
    mkdir -p "$(dirname "$env")"
    exec 9>>"$env.lock" || die "cannot write beside $env: choose another place with AUTOGRADER_ENV"
    # The lock is held until this script ends: one setup at a time.
    "$python" -I -c "import fcntl; fcntl.flock(9, fcntl.LOCK_EX | fcntl.LOCK_NB)" 2>/dev/null ||
        patiently "waiting for another set-up of $env" "$python" -I -c "import fcntl; fcntl.flock(9, fcntl.LOCK_EX)"
    # What root left for an ordinary user does not do, and is not theirs to change: give up the link, not its target.
    if [[ -L $env && $env == "$here/.venv" ]]; then rm "$env"; fi
    ready || install_packages
    dev_ready || install_dev_packages
    julia_ready || install_julia
    image_ready || compile_julia
    # What every grading imports: on a platform each is the first one of a fresh machine.
    "$env/bin/python" -I -m compileall -qq "$here/autograder" "$here/reference" || true
    quiet=false
fi
if is_root && [[ -z ${AUTOGRADER_ENV:-} ]]; then link_env; fi
$quiet || say "ready. Grade a submission: ./run_autograder FOLDER"
