"""What is known of the language before any mail is read: words, names, places, and the reader's weights. Data only.

`places.txt.gz`: words of the names of regencies (R), provinces (P), districts (D) and villages (V); `phrases.txt.gz`:
such names of several words; `districts.txt.gz`: districts whose name lies in one province only; `names.txt.gz`: given
(F) and family names (L); `words.txt.gz`: how frequent a word is, as the rounded negative logarithm. LICENSES.md says
where they come from.
"""

import gzip
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent


def _pairs(name: str, between: str) -> dict[str, str]:
    text = gzip.decompress((HERE / name).read_bytes()).decode()
    return dict(line.split(between, 1) for line in text.splitlines())


@cache
def words() -> dict[str, str]:
    """Return what is known of each word: its frequency, a figure, and what names it stands in, a letter each."""
    found = _pairs("words.txt.gz", " ")
    for name in ("names.txt.gz", "places.txt.gz"):
        for word, flags in _pairs(name, " ").items():
            found[word] = found.get(word, "") + flags
    return found


@cache
def phrases() -> dict[str, str]:
    """Return the kind of place that several words name."""
    return _pairs("phrases.txt.gz", "\t")


@cache
def districts() -> dict[str, str]:
    """Return the province of each district, as far as its name tells it."""
    return _pairs("districts.txt.gz", "\t")


def weights(path: str | None = None) -> bytes:
    """Return the weights of a file, or those that are shipped; raises OSError."""
    return (Path(path) if path else HERE / "reader.zip").read_bytes()
