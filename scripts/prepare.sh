# Sourced by run and test, which set "here" to the folder of the project.
# prepare PART...   brings .venv up to these parts: core, an extra, or test; costs a few milliseconds when it is.

# shellcheck shell=sh disable=SC2154  # here
prepare() {
    stamp=$({ printf '%s\n' "$here"; cat "$here/pyproject.toml" "$here/requirements.lock" "$here"/requirements/*.lock; } | cksum)
    for part in "$@"; do
        if [ ! -x "$here/.venv/bin/advisor" ] || [ ! -f "$here/.venv/.parts/$part" ] ||
            [ "$(cat "$here/.venv/.parts/$part")" != "$stamp" ]; then
            python=$(find_python) || exit 1
            "$python" "$here/scripts/environment.py" "$stamp" "$@" || exit $?
            return
        fi
    done
}

find_python() {
    for candidate in "${PYTHON:-python3}" python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    echo "Python 3.11, 3.12 or 3.13 is needed and was not found. On Debian or Ubuntu type:" >&2
    echo "    sudo apt-get install -y python3 python3-venv" >&2
    exit 1
}
