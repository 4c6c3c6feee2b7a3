"""A mail that is nothing but an invitation: its text is what a person asks of it, and the calendar stays a file."""

import pytest

from mailticket.core.parser import parse
from mailticket.core.parser.calendar import invitation_to_text

INVITATION = """\
BEGIN:VCALENDAR
METHOD:REQUEST
BEGIN:VTIMEZONE
TZID:Asia/Jakarta
BEGIN:STANDARD
DTSTART:19700101T000000
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
DTSTART;TZID=Asia/Jakarta:20261126T100000
DTEND;TZID=Asia/Jakarta:20261126T113000
SUMMARY:Rapat anggota\\, koperasi
LOCATION:Gedung A\\, lantai 2
ORGANIZER;CN="Budi: Ketua";ROLE=CHAIR:mailto:budi@example.org
DESCRIPTION:Mohon hadir.\\n\\nMembahas simpanan yang be
 lum dibayar.
BEGIN:VALARM
DESCRIPTION:Pengingat
END:VALARM
END:VEVENT
END:VCALENDAR
"""
TEXT = """\
Undangan: Rapat anggota, koperasi
Waktu: 2026-11-26 10:00 - 11:30 (Asia/Jakarta)
Tempat: Gedung A, lantai 2
Penyelenggara: Budi: Ketua <budi@example.org>

Mohon hadir.

Membahas simpanan yang belum dibayar."""


def mail(head, body=INVITATION):
    return parse(f"From: Budi <budi@example.org>\nSubject: Rapat\n{head}\n\n{body}".encode())


@pytest.mark.parametrize(
    "head",
    [
        "Content-Type: text/calendar; method=REQUEST; charset=utf-8",
        "Content-Type: text/calendar; name=invite.ics\nContent-Disposition: attachment; filename=invite.ics",
    ],
)
def test_an_invitation_alone_is_read_as_text_and_kept_as_a_file(head):
    one = mail(head)
    assert one.text == TEXT
    assert [(file.content_type, file.content) for file in one.attachments] == [("text/calendar", INVITATION.encode())]


def test_beside_a_text_the_calendar_is_only_a_file():
    one = mail(
        "Content-Type: multipart/mixed; boundary=b",
        f"--b\nContent-Type: text/plain\n\nSilakan hadir.\n--b\nContent-Type: text/calendar\n\n{INVITATION}\n--b--\n",
    )
    assert (one.text, len(one.attachments)) == ("Silakan hadir.", 1)


@pytest.mark.parametrize(
    ("lines", "time"),
    [
        ("DTSTART;VALUE=DATE:20261126", "2026-11-26"),
        ("DTSTART:20261126T030000Z", "2026-11-26 03:00 (UTC)"),
        ("DTSTART:20261126T100000\nDTEND:20261127T120000", "2026-11-26 10:00 - 2026-11-27 12:00"),
        ("DTSTART:besok", "besok"),
    ],
)
def test_a_time_is_written_as_it_stands(lines, time):
    assert invitation_to_text(f"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{lines}\nEND:VEVENT\nEND:VCALENDAR") == f"Waktu: {time}"


@pytest.mark.parametrize(
    "source", ["", "no calendar", "BEGIN:VCALENDAR\nEND:VCALENDAR", 'BEGIN:VEVENT\nSUMMARY;X=":', "END:VEVENT\n:"]
)
def test_scraps_give_no_text_and_no_error(source):
    assert invitation_to_text(source) == ""
