"""A mail that the desk shows its own reader: whether a citizen's mail can be read at all, in the child that does it."""

from mailticket.core.found import Reading
from mailticket.core.policy import Policy
from mailticket.edges.child import ChildReader
from mailticket.errors import Transient

SENDER = "contoh@mailticket.invalid"
TEXT = "Simpanan saya di koperasi belum dapat ditarik sejak Januari."
SAMPLE = f"""From: Contoh Pelapor <{SENDER}>
To: desk@mailticket.invalid
Subject: Contoh laporan
Message-ID: <contoh@mailticket.invalid>
Date: Mon, 16 Mar 2026 09:00:00 +0700
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Yth. Petugas,
{TEXT}
Nama: Contoh Pelapor
Telepon: 0812-3456-7890
""".replace("\n", "\r\n").encode()


def read(reader: ChildReader[Reading], policy: Policy) -> None:
    """Read the sample; raises Transient with what is wrong when it is not understood."""
    try:
        found = reader(SAMPLE, policy).mail
    except Transient as error:
        raise Transient(f"no mail can be read: {error} (see limits.read_memory_bytes_max, read_seconds_max)") from error
    if [one.address for one in found.from_] != [SENDER] or TEXT not in found.text:
        raise Transient("no mail can be read: the sample was not understood")
