"""Mails a second of `mailticket inspect --json` over a folder, beside the bare standard library on the same files.

    .venv/bin/python tests/benchmarks/inspect_speed.py [FOLDER] [--count 2000]

Without FOLDER it writes typical mails of invented people to a temporary one: of each 20, two carry 200 KB of attachment,
nine have an HTML part, six are plain text, two quoted-printable and one base64. The target is 150 mails a second for
each core; CPU seconds are printed too, because on a machine that others use they say more than the clock.
"""

import argparse
import email
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

TARGET = 150  # mails a second on each core
NAMES = ("Siti Aminah", "Budi Santoso", "Dewi Lestari", "Agus Wijaya", "Rina Kusuma", "Made Suryadi", "Joko Pratama", "Ayu Rahayu")  # fmt: skip
PLACES = (
    "Jl. Mawar 5, Kel. Cibubur, Kec. Ciracas, Jakarta Timur 13720",
    "Jl. Diponegoro No. 12, Semarang",
    "Desa Sukamaju RT 02/03, Kab. Garut",
)
MATTERS = (
    "simpanan berjangka saya tidak bisa dicairkan",
    "pinjaman anggota belum diproses",
    "rapat anggota tahunan tidak diadakan",
)
SENTENCES = (
    "Saya anggota KSP Maju Mandiri sejak tahun 2019 dan rutin membayar simpanan wajib.",
    "Sejak Januari 2026 pengurus selalu menunda dengan alasan yang berganti-ganti.",
    "Saya sudah tiga kali datang ke kantor koperasi dan hanya disuruh menunggu.",
    "Jumlahnya sebesar Rp 12.500.000 dan bukti setoran masih saya simpan.",
    "Mohon bantuan kementerian agar hak saya sebagai anggota dikembalikan.",
    "Anggota lain di kelurahan kami mengalami hal yang sama.",
)


def text_of(chance: random.Random, name: str) -> str:
    paragraphs = [" ".join(chance.choices(SENTENCES, k=chance.randint(2, 6))) for _ in range(chance.randint(2, 6))]
    return "\n\n".join(
        (
            "Yth. Bapak/Ibu,",
            f"Saya melaporkan bahwa {chance.choice(MATTERS)}.",
            *paragraphs,
            f"Nama: {name}\nAlamat: {chance.choice(PLACES)}\nNo HP: 0812{chance.randrange(10**7, 10**8)}",
            f"Terima kasih,\n{name}\n",
        )
    )


def mail(number: int, chance: random.Random) -> bytes:
    """Write one typical mail."""
    name, kind = chance.choice(NAMES), number % 20
    one = EmailMessage(policy=SMTP)
    one["Received"] = (
        "from mail.example.org (mail.example.org [192.0.2.1]) by mx.example.org; Mon, 16 Mar 2026 08:00:00 +0700"
    )
    one["From"] = f"{name} <{name.split()[0].lower()}{number}@example.org>"
    one["To"], one["Subject"] = "Pengaduan <desk@example.org>", f"Pengaduan: {chance.choice(MATTERS)} ({number})"
    one["Date"], one["Message-ID"] = "Mon, 16 Mar 2026 08:00:00 +0700", f"<{number}@mail.example.org>"
    text = text_of(chance, name)
    encodings = {6: "quoted-printable", 7: "quoted-printable", 8: "base64"}
    one.set_content(text, cte=encodings.get(kind, "8bit" if kind < 3 else "7bit"))
    if kind >= 11:
        paragraphs = "".join(
            f'<p class="MsoNormal" style="margin:0"><span lang="IN">{p}<br></span></p>' for p in text.split("\n\n")
        )
        one.add_alternative(
            f"<html><head><style>p {{color: #111}}</style></head><body><div>{paragraphs}</div></body></html>",
            subtype="html",
        )
    if kind in (9, 10):
        one.add_attachment(
            chance.randbytes(200_000), maintype="application", subtype="pdf", filename="bukti setoran.pdf"
        )
    return one.as_bytes()


def write(folder: Path, count: int) -> None:
    chance = random.Random(20261116)
    for number in range(count):
        (folder / f"{number:05d}.eml").write_bytes(mail(number, chance))


def stdlib_seconds(files: list[Path]) -> float:
    """Parse with the standard library and decode every part: the floor."""
    began = time.process_time()
    for path in files:
        for part in email.message_from_bytes(path.read_bytes()).walk():
            part.get_payload(decode=True)
    return time.process_time() - began


def inspect_seconds(folder: Path) -> tuple[float, float]:
    """Run the command; return the seconds of the clock and of all its CPUs, its start included."""
    program = [sys.executable, "-m", "mailticket", "inspect", "--json", str(folder)]
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(program, stdout=subprocess.DEVNULL, check=True)
    clock, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", nargs="?", type=Path)
    arguments.add_argument("--count", type=int, default=2_000)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = given.folder or Path(made)
        if given.folder is None:
            write(folder, given.count)
        files = sorted(folder.rglob("*.eml"))
        floor = stdlib_seconds(files)
        clock, cpu = inspect_seconds(folder)
    count, cores = len(files), os.cpu_count() or 1
    sys.stdout.write(
        f"mails                     {count:8}\n"
        f"standard library, bare    {count / floor:8.0f} mails/s\n"
        f"inspect --json            {count / clock:8.0f} mails/s by the clock, on {cores} cores\n"
        f"inspect --json            {count / cpu:8.0f} mails/s for each CPU second (target {TARGET})\n"
        f"ratio to the bare parse   {cpu / floor:8.1f}\n"
    )


if __name__ == "__main__":
    main()
