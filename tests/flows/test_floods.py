"""Floods of mail in other people's names: nobody is silenced by them, nobody is flooded, nothing of them is carried on."""

from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default

import sqlalchemy as sa

from mailticket.core.policy import Intake, WebForm
from mailticket.edges.tables import outbox
from mailticket.flows import deliver, receive, watch
from mailticket.flows.ports import Context
from tests.build import AUTHSERV, COMPLETE, a_mail
from tests.context import POLICY, outbox_rows, when
from tests.fakes import Mailbox, Sender

NOW = when("2026-03-16 09:00")
PART = (
    "Simpanan saya di KSP Maju Rp 5.000.000 sejak Januari 2026 tidak bisa ditarik, kantor selalu tutup. Laporan ke-{}."
)
FAILS = {"Authentication-Results": f"{AUTHSERV}; dmarc=fail header.from=example.org"}
FORM = "form@kementerian.example"


def come(context: Context, *mails: bytes, at: datetime = NOW) -> None:
    mailbox = Mailbox()
    mailbox.account = f"account {hash(mails)}"
    for mail in mails:
        mailbox.put(mail, at)
    while receive.keep(context, mailbox, "INBOX", at).more:
        pass
    while receive.process(context, at):
        pass


def to(context: Context, *addresses: str, notice: str = "") -> list[str]:
    return [name for _, name, recipient, _ in outbox_rows(context) if recipient in addresses and notice in name]


def bodies(context: Context) -> list[str]:
    with context.store.read() as work:
        rows = work._connection.execute(sa.select(outbox.c.data)).scalars().all()  # type: ignore[attr-defined]
    return [str(message_from_bytes(raw, policy=default).get_body(("plain",)).get_content()) for raw in rows]


def test_what_others_wrote_in_her_name_does_not_silence_who_is_proven(context: Context) -> None:
    come(context, *(a_mail(PART.format(n), subject=f"Simpanan {n}") for n in range(8)))
    assert len(to(context, "siti@example.org")) == POLICY.limits.automatic_per_sender_day_max
    come(context, a_mail(proven=True, subject="Dari saya sendiri"))
    assert to(context, "siti@example.org", notice="acknowledged") == ["citizen.acknowledged"]


def test_what_others_wrote_in_the_names_of_a_provider_does_not_silence_it(context: Context) -> None:
    limits = replace(POLICY.limits, automatic_per_domain_hour_max=4)
    context = replace(context, policy=replace(POLICY, limits=limits))
    come(context, *(a_mail(PART.format(n), f"x{n}@example.org", f"Simpanan {n}") for n in range(6)))
    assert len(outbox_rows(context)) >= 4
    come(context, a_mail(proven=True))
    assert to(context, "siti@example.org") == ["citizen.acknowledged"]


def test_one_mailbox_has_one_limit_whatever_tags_and_points_it_bears(context: Context) -> None:
    names = [f"siti+{n}@gmail.com" for n in range(8)] + [f"s.{'i' * n}ti+x{n}@gmail.com" for n in range(1, 2)]
    come(context, *(a_mail(PART.format(n), name, f"Simpanan {n}") for n, name in enumerate(names)))
    assert len(to(context, *names)) == POLICY.limits.automatic_per_sender_day_max


def test_a_web_form_floods_no_victim(context: Context) -> None:
    intake = Intake(web_forms=(WebForm(FORM),))
    context = replace(context, policy=replace(POLICY, intake=intake))
    victims = ["korban@example.com", "korban+1@example.com", "Korban@example.com"]
    texts = [f"{PART.format(n)}\n\nEmail: {victims[n % 3]}" for n in range(24)]
    come(context, *(a_mail(text, FORM, f"Laporan {n}") for n, text in enumerate(texts)))
    assert len(to(context, *victims)) == POLICY.limits.automatic_per_sender_day_max


def test_a_form_that_nobody_vouches_for_brings_one_question_to_whomever_it_names(context: Context) -> None:
    relay = "noreply@forms.example"
    texts = (f"{PART.format(n)}\n\nEmail: korban@example.com" for n in range(9))
    come(context, *(a_mail(text, relay, f"Laporan {n}", proven=True) for n, text in enumerate(texts)))
    assert to(context, "korban@example.com") == ["citizen.details_missing"]
    assert len(to(context, "rina@example.org", notice="assigned")) == 9


def test_reminders_and_closings_keep_the_limit_too(context: Context) -> None:
    """Over several days forged mails bring many tickets about, all of which would remind on the same day."""
    for day in range(3):
        mails = (a_mail(PART.format(10 * day + n), subject=f"Laporan {10 * day + n}") for n in range(6))
        come(context, *mails, at=NOW + timedelta(days=day))
    before = len(to(context, "siti@example.org"))
    for day in range(3, 40):
        count = len(to(context, "siti@example.org"))
        while watch.watch(context, NOW + timedelta(days=day)):
            pass
        assert len(to(context, "siti@example.org")) - count <= POLICY.limits.automatic_per_sender_day_max
    assert before == 18


def test_forged_mails_in_the_names_of_staff_bring_few_notices_with_nothing_of_theirs_in_them(context: Context) -> None:
    lure = "Klik https://evil.example/masuk segera."
    rina = "Rina Wulandari <rina@example.org>"
    unit = "Deputi <koperasi@example.net>"
    mails = [
        a_mail(f"{lure} {n}", sender, f"KUKM-2026-00000{n} evil.example", headers=FAILS)
        for n in range(20)
        for sender in (rina, unit)
    ]
    fails = {**FAILS, "Authentication-Results": FAILS["Authentication-Results"].replace("example.org", "example.net")}
    mails += [a_mail(f"#tutup\n{lure}", unit, f"x {n}", headers=fails) for n in range(20)]
    come(context, *mails)
    most = POLICY.limits.doubts_per_person_hour_max + 1
    assert 0 < len(to(context, "rina@example.org")) <= most
    assert 0 < len(to(context, "koperasi@example.net")) <= most
    assert not any("evil" in body for body in bodies(context))


def test_a_forgers_words_are_not_quoted_to_the_staff(context: Context) -> None:
    come(context, a_mail("#tutup\nKlik https://evil.example", "rina@example.org", "x", headers=FAILS))
    assert len(bodies(context)) == 1
    assert "evil.example" not in bodies(context)[0]


def test_citizens_mail_goes_out_before_notices_of_doubt(context: Context) -> None:
    come(context, *(a_mail(f"{n}", "rina@example.org", f"x {n}", headers=FAILS) for n in range(4)), a_mail(COMPLETE))
    sender = Sender()
    deliver.deliver(context, sender, NOW)
    assert sender.tried[0] == "siti@example.org"


def test_who_is_proven_is_asked_although_others_flooded_in_that_name(context: Context) -> None:
    come(context, *(a_mail(f"{n}", "rina@example.org", f"x {n}", headers=FAILS) for n in range(9)))
    count = len(to(context, "rina@example.org"))
    come(context, a_mail("Mohon bantuan", "rina@example.org", "Pertanyaan", proven=True))
    assert len(to(context, "rina@example.org")) == count + 1
