"""The kept base: it comes back as it was, or not at all."""

import hashlib
import sys
import threading
from pathlib import Path

import pytest

from knowledge import Base, KnowledgeError, cache
from knowledge.load import build
from tests.mini import FACTS, FIGURES, mini_base, mini_files

loading = sys.modules["knowledge.load"]
PLAIN = {"facts__all": FACTS.replace("prior = { low", 'prior = { scale = "log", low')}
AMBIGUOUS = {"facts__all": FACTS}
ENDLESS = {
    "figures__all": FIGURES
    + '["endless"]\nabout = "No end."\nunit = "s"\nhard = true\n'
    + 'values = [ { value = inf, source = "page", confidence = "confirmed" } ]\n'
}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


@pytest.fixture
def folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the small base, in the place of the one that comes with the package."""
    for name, content in mini_files(**PLAIN).items():
        path = home / "base" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    monkeypatch.setattr(loading, "HERE", home / "base")
    return home / "base"


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> list[Base]:
    """The bases that were read and checked, not fetched."""
    built: list[Base] = []

    def building(files: dict[str, bytes]) -> Base:
        built.append(build(files))
        return built[-1]

    monkeypatch.setattr(loading, "build", building)
    return built


def write(head: bytes, payload: bytes) -> None:
    cache.place().write_bytes(head + b"\n" + payload)


def same(one: Base | None, other: Base) -> bool:
    """Equal to the last type: 1 is not 1.0 and not true."""
    return one == other and repr(one) == repr(other)


def test_the_shipped_base_comes_back_as_it_was(base: Base) -> None:
    read = build(loading.read_files(loading.HERE))
    assert same(read, base)
    cache.keep(read)
    assert same(cache.fetch(read.digest), read)


def test_the_second_time_nothing_is_read_and_checked(folder: Path, builds: list[Base]) -> None:
    first, second = loading.load(folder), loading.load(folder)
    assert same(second, first)
    assert builds == [first]


def test_another_folder_is_never_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "HERE", folder / "elsewhere")
    loading.load(folder)
    assert not cache.place().exists()


def test_a_changed_file_is_seen(folder: Path, builds: list[Base]) -> None:
    before = loading.load(folder)
    weights = folder / "weights.toml"
    weights.write_text(weights.read_text().replace("fit = 3", "fit = 4"))
    after = loading.load(folder)
    assert (before.weights.criteria["fit"], after.weights.criteria["fit"]) == (3, 4)
    assert len(builds) == 2


def test_a_file_that_breaks_the_base_is_refused_although_the_base_was_kept(folder: Path) -> None:
    loading.load(folder)
    (folder / "rules/more.toml").write_text((folder / "rules/run.toml").read_text())
    with pytest.raises(KnowledgeError, match="the id of"):
        loading.load(folder)


def test_what_other_code_checked_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    base = mini_base(**PLAIN)
    cache.keep(base)
    monkeypatch.setattr(cache.pydantic, "VERSION", "0")
    assert cache.fetch(base.digest) is None


def test_nothing_kept_or_another_base() -> None:
    base = mini_base(**PLAIN)
    assert cache.fetch(base.digest) is None
    cache.keep(base)
    assert cache.fetch("0" * 64) is None


def damages() -> dict[str, bytes]:
    base = mini_base(**PLAIN)
    cache.keep(base)
    whole = cache.place().read_bytes()
    head = whole.partition(b"\n")[0]
    return {
        "empty": b"",
        "cut off": whole[:-10],
        "one letter": whole.replace(b"Longest run", b"Longest ran"),
        "head alone": head,
        "not text": b"\xff\xfe\x00" * 100,
    }


@pytest.mark.parametrize("kind", ["empty", "cut off", "one letter", "head alone", "not text"])
def test_a_damaged_file_is_ignored_and_written_anew(folder: Path, builds: list[Base], kind: str) -> None:
    base = loading.load(folder)
    cache.place().write_bytes(damages()[kind])
    assert cache.fetch(base.digest) is None
    assert same(loading.load(folder), base)
    assert len(builds) == 2
    assert same(loading.load(folder), base)
    assert len(builds) == 2


@pytest.mark.parametrize("payload", [b"", b"{}", b"[1]", b'{"rules": {}, "more": 1}'])
def test_what_the_models_refuse_is_ignored(payload: bytes) -> None:
    base = mini_base(**PLAIN)
    cache.keep(base)
    write(f"{cache.key_of(base.digest)} {hashlib.sha256(payload).hexdigest()}".encode(), payload)
    assert cache.fetch(base.digest) is None


def test_without_a_place_to_write_all_is_read(
    folder: Path, builds: list[Base], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "file").write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "file"))
    assert same(loading.load(folder), loading.load(folder))
    assert len(builds) == 2


def test_without_a_home_all_is_read(folder: Path, builds: list[Base], monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("no home")

    monkeypatch.setattr(Path, "home", homeless)
    monkeypatch.setenv("XDG_CACHE_HOME", "relative/to/nothing")
    loading.load(folder)
    loading.load(folder)
    assert len(builds) == 2


def test_without_xdg_it_is_in_the_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(home))
    assert cache.place() == home / ".cache" / "aws-compute-advisor" / "knowledge.json"


def test_a_failed_write_leaves_nothing_behind() -> None:
    (cache.place() / "in the way").mkdir(parents=True)
    cache.keep(mini_base(**PLAIN))
    assert [path.name for path in cache.place().parent.iterdir()] == ["knowledge.json"]


@pytest.mark.parametrize("changed", [ENDLESS, AMBIGUOUS])
def test_what_would_not_come_back_is_not_kept(changed: dict[str, str]) -> None:
    """JSON has no infinity, and a prior that reads in two ways is read in another way from JSON."""
    cache.keep(mini_base(**changed))
    assert not cache.place().exists()


def test_writers_and_readers_at_once_see_whole_bases_only() -> None:
    more = '["LIM-9"]\nclaim = "More"\nlines = [1]\nkind = "fact"\nsection = "x"\n'
    bases = [mini_base(**PLAIN), mini_base(**PLAIN, notes__more=more)]
    found: list[Base | None] = []

    def work(base: Base) -> None:
        for _ in range(40):
            cache.keep(base)
            back = cache.fetch(base.digest)
            found.append(back)
            assert back is None or same(back, base)

    threads = [threading.Thread(target=work, args=(bases[number % 2],)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8 * 40
    assert any(found)
    assert [path.name for path in cache.place().parent.iterdir()] == ["knowledge.json"]
