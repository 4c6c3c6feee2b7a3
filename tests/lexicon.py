"""Make the files of mailticket/lexicon: `python tests/lexicon.py FOLDER`, with the data of idn-area-data in FOLDER.

Needs wordfreq and Faker, which are installed for this alone. What each file is made of, and under which licence it
stands, says mailticket/lexicon/LICENSES.md; what two licences forbid to be one file is put together when it is read.
"""

import csv
import gzip
import math
import re
import sys
from pathlib import Path

from faker.providers.person.id_ID import Provider
from wordfreq import get_frequency_dict, zipf_frequency

LEXICON = Path(__file__).parents[1] / "mailticket" / "lexicon"
TELLS_FROM, COMMON = 5, 3.6  # letters of a district's name; Zipf frequency from which one word may be any word
OFFICIAL = {
    "daerah khusus ibukota jakarta": "DKI Jakarta",
    "dki jakarta": "DKI Jakarta",
    "daerah istimewa yogyakarta": "DI Yogyakarta",
}


def key(name: str) -> str:
    """A name in small letters without signs."""
    return " ".join(re.sub(r"[^a-z ]", " ", name.lower()).split())


def write(name: str, lines: list[str]) -> None:
    """Write a file that is the same every time."""
    with gzip.GzipFile(LEXICON / name, "wb", 9, mtime=0) as file:
        file.write("".join(f"{line}\n" for line in lines).encode())


def main(folder: Path) -> None:
    """Write all files."""
    rows = {
        name: list(csv.DictReader((folder / f"{name}.csv").open("r", encoding="utf-8")))
        for name in ("provinces", "regencies", "districts", "villages")
    }
    flags: dict[str, set[str]] = {}
    phrases: dict[str, str] = {}
    for table, flag in (("regencies", "R"), ("provinces", "P"), ("districts", "D"), ("villages", "V")):
        for row in rows[table]:
            name = re.sub(r"^(?:kabupaten|kota)(?: administrasi)? ", "", key(row["name"]))
            for word in name.split():
                if len(word) > 2:
                    flags.setdefault(word, set()).add(flag)
            if " " in name and flag != "V":
                phrases.setdefault(name, flag)
    write("places.txt.gz", [f"{word} {''.join(sorted(found))}" for word, found in sorted(flags.items())])
    write("phrases.txt.gz", [f"{name}\t{flag}" for name, flag in sorted(phrases.items())])
    provinces = {row["code"]: OFFICIAL.get(key(row["name"]), key(row["name"]).title()) for row in rows["provinces"]}
    districts: dict[str, set[str]] = {}
    for row in rows["districts"]:
        districts.setdefault(key(row["name"]), set()).add(provinces[row["regency_code"][:2]])
    told = {
        name: next(iter(where))
        for name, where in districts.items()
        if len(where) == 1 and len(name) >= TELLS_FROM and (" " in name or zipf_frequency(name, "id") < COMMON)
    }
    write("districts.txt.gz", [f"{name}\t{province}" for name, province in sorted(told.items())])
    given: dict[str, set[str]] = {}
    for names, flag in (
        ((*Provider.first_names_male, *Provider.first_names_female), "F"),
        ((*Provider.last_names_male, *Provider.last_names_female), "L"),
    ):
        for word in (word for name in names for word in name.lower().split()):
            if word.isalpha() and len(word) > 2:
                given.setdefault(word, set()).add(flag)
    write("names.txt.gz", [f"{word} {''.join(sorted(found))}" for word, found in sorted(given.items())])
    frequent = get_frequency_dict("id", wordlist="small")
    known = {word: int(-math.log10(share)) for word, share in frequent.items() if re.fullmatch(r"[a-z]{2,20}", word)}
    write("words.txt.gz", [f"{word} {step}" for word, step in sorted(known.items())])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
