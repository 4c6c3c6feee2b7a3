"""Taking a mail apart costs time in proportion to its lines, whatever they are.

This is the short form, for every run; tests/crash/test_reply_long.py takes as many lines as are told apart at all.
"""

import time

import pytest

from mailticket.core.reply import separate
from tests.core.test_reply import a_mail

SHORT = 250  # lines
GROWTH_MAX = 10  # for four times the lines: linear is 4, quadratic 16
UNITS = ["> a", "On Tue, Mar 19, 2024 at 8:00 AM Desk <info@desk.example> wrote:", "-----", "___", "From: a <a@b.example>",
         "From: a <a@b.example>\nSent: 1.1.2020 10:00", "Sent from my iPhone\n", "Joko Wiyono\n", "Salam,\nJoko\n", "DISCLAIMER: this e-mail is confidential\n",
         "12 Mei 2024 a@b.example:", "Saya anggota koperasi sejak 2019.", "a\n> b", "a wrote:", "-- ", "> a\nOn 1/1/2020 10:00, x wrote:\n",
         "a On Tue, Mar 19, 2024 b", "> Nama lengkap: x", "> Forwarded message:", "#a", "a wrote:\n| b", "a -----Original Message-----",
         "a On Tue, Mar 19, 2024 at 8:00 AM <a@b.example> wrote: b", ">>> a 1/1/2020 10:00 >>>", "a From: b", "-Paul\n"]  # fmt: skip


@pytest.mark.parametrize("subject", ["Re: x", "Fwd: x"])
@pytest.mark.parametrize("unit", UNITS)
def test_a_long_mail_is_taken_apart_in_linear_time(unit, subject):
    assert is_linear(unit, subject, SHORT)


def is_linear(unit, subject, lines):
    """Whether four times the lines take about four times as long; noise is not the same three times."""
    return any(_seconds(unit, 4 * lines, subject) < GROWTH_MAX * _seconds(unit, lines, subject) for _ in range(3))


def _seconds(unit, lines, subject):
    mail = a_mail("\n".join([unit] * (lines // (unit.count("\n") + 1))) + "\nakhir", subject=subject)
    began = time.process_time()
    separate(mail)
    return time.process_time() - began
