"""The workloads that ship with the advisor: in the package once it is installed, at the top of a checkout before."""

from pathlib import Path

from knowledge import AdvisorError

_PACKAGE = Path(__file__).parent
FOLDERS = (_PACKAGE / "examples", _PACKAGE.parent / "examples")


class NoSuchExampleError(AdvisorError):
    """There is no example of this name."""


def example_names() -> tuple[str, ...]:
    """The names of all examples, in alphabetical order."""
    return tuple(sorted({path.stem for folder in FOLDERS if folder.is_dir() for path in folder.glob("*.toml")}))


def example_path(name: str) -> Path:
    """Return the file of an example. Raises NoSuchExampleError, which names all."""
    for folder in FOLDERS:
        path = folder / f"{name}.toml"
        if name in example_names() and path.is_file():
            return path
    known = ", ".join(example_names()) or "none; the installation is incomplete"
    raise NoSuchExampleError(f"example: found {name[:60]!r}; expected one of {known}; name one of these")
