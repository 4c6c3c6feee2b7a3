"""What leads somewhere is not carried to a citizen in a name or an address that a stranger typed."""

from dataclasses import replace

import pytest

from mailticket.core import masking
from mailticket.core.lures import leads_somewhere
from tests.core.desk import NOW, NUMBER, Memory, parsed, written
from tests.core.test_opening import form
from tests.edges.test_attacks import RENDER

LURES = (
    "Klik www.evil.example", "Kota bit.ly/abc", "https://evil.example/a", "hxxp://evil.example", "evil.example", "Evil.COM",
    "menang hadiah di evil.co.id", "hubungi a@evil.example", "WA 0812-3456-7890", "Call 1500 123", "telp 021 555 1234",
    "t.me/penipu", "wa.me/62812", "www．evil．example", "ev\u200bil.com/x", "evil dot com", "evil (titik) com",
    "+62 812 3456 7890", "Budi evil.xyz", "tinyurl.com/2p8", "hub 08123456789", "mailto:x",
    "Klik evil.com.", "evil.com!", "(evil.com)", "Klik evil.com.Segera", "evil.de", "evil.us", "evil.in", "evil.рф", "evil.xn--p1ai", "s.id", "t.me", "evil,com",
    "evil . com", "evil[.]com", "evil(.)com", "evil {dot} com", "evilꓸcom", "192.0.2.1", "@penipu", "IG:penipu", "//evil", "a (at) b", "a[at]b.com",
    "0812*3456*7890", "0812/3456/7890", "0812–3456–7890", "0812_3456_7890", "0812·3456·7890", "081 234:567:89", "٠٨١٢٣٤٥٦٧٨٩",
)  # fmt: skip
NAMES = (
    "Siti Rahmawati", "Drs. H. Ahmad Fauzi, S.H., M.Kn.", "Dr.Andi Wijaya,S.Pd.I", "drs.amir hamzah", "I Gusti Ngurah Rai",
    "R.A. Kartini", "Ny. Sri", "Muh.Yusuf", "St.Aminah", "Bambang S.Kom", "O'Neil", "Budi (Ketua RT)", "A.M. Sangaji",
    "dr. Ayu, Sp.PD", "Ahmad, S.Ag., M.Si.", "ahmad s.ag.", "Siti, A.Md.Kom", "Ir. Joko, M.T.", "Sri, S.E., M.M.", "Moh.Ali, Lc.", "Budi, S.T", "Yth. Bpk.Amin", "Rizki, S.I.Kom.",
)  # fmt: skip
PARTS = (
    "Kota Bandung",
    "Kec.Silo",
    "Kab. Jember",
    "Jawa Timur",
    "Kel. Sukamaju 40123",
    "Kec. Cibeunying Kidul",
    "kec.silo",
    "Jl. Mawar No. 12/34",
    "RT 02/RW 03",
    "RT.02/03 No.5 Kav. 12-14",
    "Blok C3/12, Kota Bekasi",
)


@pytest.mark.parametrize("text", LURES)
def test_addresses_of_pages_and_mailboxes_and_numbers_to_call_are_known(text: str) -> None:
    assert leads_somewhere(text)


@pytest.mark.parametrize("text", [*NAMES, *PARTS])
def test_names_titles_and_places_are_left_alone(text: str) -> None:
    assert not leads_somewhere(text)


@pytest.mark.parametrize("lure", ["Klik www.evil.example", "Hubungi WA 0812-3456-7890", "Menang di evil.example"])
def test_a_name_that_leads_somewhere_stands_nowhere_in_our_letter(lure: str) -> None:
    place = f"Jl. Kenanga 7, Kec. Silo, Kota {lure}"
    text = form(Nama_lengkap=lure, Alamat_lengkap=place)
    decision = Memory().decided(written(text, f"{lure} <korban@example.com>", subject="x"))
    assert decision.ticket is not None
    born = replace(decision.ticket, number=NUMBER)
    letters = [notice for notice in decision.notices if notice.name.startswith("citizen.")]
    mails = [parsed(RENDER(letter, born, NOW).data) for letter in letters]
    assert mails
    for mail in mails:
        shown = f"{mail['to']}\n{mail.get_body(('plain',)).get_content()}\n{mail.get_body(('html',)).get_content()}"
        assert "evil" not in shown
        assert "0812-3456-7890" not in shown


def test_a_region_that_leads_somewhere_is_masked_like_a_street() -> None:
    assert "bit.ly" not in (masking.address("Jl. Mawar 5, Kec. Silo, Kota bit.ly/abc") or "")
    assert masking.address("Jl. Mawar 5, Kec. Silo, Kota Bandung") == "Jl. M****, Kec. Silo, Kota Bandung"
