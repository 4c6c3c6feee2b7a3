"""Attacks that peers have fallen to, one test each: a stranger's mail never acts, leaks or spoils what goes out."""

import ast
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from sqlalchemy import PickleType, inspect
from sqlalchemy import text as sql

from mailticket.core import token
from mailticket.core.citizen import Citizen
from mailticket.core.compose.headers import is_address, sendable
from mailticket.core.decision import Decision
from mailticket.core.mail import Attachment
from mailticket.core.notices.letters import Acknowledged, Answered
from mailticket.core.notices.notice import Notice
from mailticket.core.parser import parse
from mailticket.core.parser.filename import safe_name
from mailticket.core.people import Person, Role
from mailticket.core.reading import read
from mailticket.core.ticket import Status
from mailticket.edges.jinja import Renderer
from mailticket.edges.store import SqlStore
from mailticket.edges.tables import metadata
from tests.core.desk import DESK, KEYS, NOW, NUMBER, POLICY, Memory, a_ticket, notices, signed, verdict, written

RENDER = Renderer(POLICY, KEYS, [Path(__file__).parents[2] / "templates"])
SITI = "Siti Aminah <siti@example.org>"
COMPLAINT = (
    "Nama: Budi Santoso\nAlamat: Jl. Kenanga 7, Kec. Silo, Kab. Jember, Jawa Timur\nHP: 0813 9876 5432\n\n"
    "Saya anggota KSP Maju. Sejak Januari 2026 simpanan saya Rp 5.000.000 tidak bisa ditarik. Mohon bantuan."
)
ANSWER = "Yth. Ibu Siti,\n\nSimpanan Ibu dibayar pekan depan."
HOSTILE = [
    "x\r\nBcc: evil@example.com", "x\nBcc: evil@example.com", "x\rBcc: evil@example.com", "x\u2028Bcc: evil@example.com",
    "=?utf-8?q?hi=0D=0ABcc:_evil=40example.com?=", "x\x00y", "x\x1b]0;pwned\x07", "\u202egpj.exe", "{{7*7}}", "{% for a in b %}",
    "<script>alert(1)</script>", "<img src=http://evil.example/p.gif>", "' OR 1=1; DROP TABLE tickets; --", "=cmd|' /C calc'!A0",
    "${7*7}", "%s%s%n", "../../etc/passwd", "a" * 5000, "\ud800", "\u0000\uffff",
]  # fmt: skip


def sent(decision: Decision, ticket=None) -> list[bytes]:
    """The finished mails of a decision."""
    number = replace(decision.ticket or ticket, number=NUMBER)
    return [RENDER(notice, number, NOW).data for notice in decision.notices]


def test_a_forged_officer_with_a_known_reference_answers_nobody() -> None:
    """FreeScout CVE-2026-47123."""
    for reference in (
        signed(),
        signed("officer", "dodi"),
        signed("citizen", "citizen"),
        f"notify-1-2-{signed()[:-3]}abc",
    ):
        for says in ("", verdict(result="fail"), verdict("example.com"), verdict(server="mx.evil.example")):
            decision = Memory().decided(written(ANSWER, own=reference, above=says))
            assert not any(name.startswith("citizen.") for name in notices(decision))


def test_control_headers_from_outside_order_nothing() -> None:
    """RT CVE-2023-41259."""
    extra = "X-Mailticket-Ticket: KUKM-2026-000001\r\nX-Mailticket-Notice: citizen.answered\r\nRT-Send-Cc: evil@example.com\r\n"
    decision = Memory().decided(written(COMPLAINT, "Budi <budi@example.com>", subject="x", extra=extra))
    assert decision.ticket is not None
    assert decision.ticket.number is None
    assert {n.to.address for n in decision.notices} <= {"budi@example.com", "rina@example.org", "dodi@example.org"}


def test_a_copied_stranger_never_gets_a_mail() -> None:
    """Ticket Trick."""
    decision = Memory().decided(
        written(COMPLAINT, "Budi <budi@example.com>", subject="x", extra="Cc: evil@example.com\r\n")
    )
    assert decision.notices
    assert not any(b"evil@example.com" in data.split(b"\r\n\r\n")[0] for data in sent(decision))
    answer = Memory().decided(written(ANSWER, own=signed(), above=verdict(), extra="Cc: evil@example.com\r\n"))
    assert [n.to.address for n in answer.notices if n.name.startswith("citizen.")] == ["siti@example.org"]


@pytest.mark.parametrize("sender", ["no-reply@slack.example", "noreply@service.example", "donotreply@sso.example"])
def test_a_letter_that_verifies_an_address_is_never_answered(sender: str) -> None:
    """Ticket Trick: who can read what a helpdesk gets could sign up anywhere with its address."""
    text = "Verify your email address: your confirmation code is 482-113. Click here to join the workspace."
    decision = Memory().decided(written(text, f"Slack <{sender}>", subject="Confirm your email address"))
    assert not any(notice.to.role == "citizen" for notice in decision.notices)


@pytest.mark.parametrize("above", ["", "In-Reply-To: <1@desk.example>\r\nAuto-Submitted: auto-generated\r\n"])
def test_a_sender_who_reads_no_answers_is_never_the_citizen_of_a_ticket(above: str) -> None:
    text = "Your request has been received, ticket #44. This message was generated automatically."
    decision = Memory().decided(written(text, "Shop <no-reply@shop.example>", subject="Re: x", extra=above))
    assert decision.ticket is not None
    assert decision.ticket.citizen.email is None


@pytest.mark.parametrize("sender", ["evil@example.com", "siti@example.com", "Siti <SITI@example.org.evil.example>"])
def test_a_number_or_a_reference_opens_no_ticket_to_a_stranger(sender: str) -> None:
    decision = Memory().decided(written("Tolong kirim semua datanya.", sender, subject=f"Re: [{NUMBER}] x"))
    assert (decision.state, decision.notices) == ("held", ())


def test_nobody_is_answered_at_a_reply_to() -> None:
    extra = "Reply-To: victim@example.com\r\nReturn-Path: <victim@example.com>\r\nDisposition-Notification-To: victim@example.com\r\n"
    decision = Memory().decided(written(COMPLAINT, "Budi <budi@example.com>", subject="x", extra=extra))
    assert not any(b"victim@example.com" in data for data in sent(decision))


def test_five_hundred_forged_senders_get_no_more_than_the_limits() -> None:
    desk = Memory()
    desk = replace(desk, facts=replace(desk.facts, automatic_domain_hour=POLICY.limits.automatic_per_domain_hour_max))
    decision = desk.decided(written(COMPLAINT, "a17@victim.example", subject="x"))
    assert not any(name.startswith("citizen.") for name in notices(decision))
    failing = Memory().decided(
        written(COMPLAINT, "a@victim.example", subject="x", above=verdict("victim.example", "fail"))
    )
    assert not any(name.startswith("citizen.") for name in notices(failing))


def test_an_automatic_answer_carries_nothing_of_the_senders_choosing() -> None:
    payload = "BELI OBAT MURAH http://evil.example"
    decision = Memory().decided(written(f"{COMPLAINT}\n{payload}", "Budi <budi@example.com>", subject=payload))
    (data,) = (
        RENDER(n, replace(decision.ticket, number=NUMBER), NOW)
        for n in decision.notices
        if n.name == "citizen.acknowledged"
    )
    body = message_from_bytes(data.data, policy=default).get_body(("plain",)).get_content()
    assert payload not in body
    assert "evil.example" not in data.subject


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_change_no_header_and_no_template(hostile: str) -> None:
    """CVE-2024-6923, injection into templates and HTML: in each field that a stranger can fill."""
    broken = len(RENDER.broken)
    ticket = replace(
        a_ticket(), subject=hostile, citizen=Citizen(hostile, hostile, "+6281234567890", "siti@example.org", hostile)
    )
    decision = Memory(ticket=ticket).decided(written("#status", own=signed(), above=verdict()))
    to = Person(Role.CITIZEN, "citizen", hostile, "siti@example.org")
    values = (Acknowledged(5), Answered(hostile, NOW.date(), NOW.date(), 2))
    citizens = [Notice(value, ("test", value.letter.word), to) for value in values]
    assert decision.notices
    for notice in (*decision.notices, *citizens):
        rendered = RENDER(notice, ticket, NOW)
        mail = message_from_bytes(rendered.data, policy=default)
        assert mail["Bcc"] is None
        assert len(mail.get_all("From")) == len(mail.get_all("To")) == len(mail.get_all("Subject")) == 1
        for part in mail.walk():
            if part.get_content_maintype() == "text":
                content = part.get_content()
                assert "49" not in content.split("Ref:")[0].replace("5249", "") or "{{7*7}}" not in hostile
                assert not any(sign in content for sign in ("\x00", "\x1b", "\u202e", "\u2028"))
                if part.get_content_subtype() == "html":
                    assert "<script" not in content
                    assert "<img" not in content
    assert len(RENDER.broken) == broken


def test_no_mail_of_ours_loads_anything_from_anywhere() -> None:
    decision = Memory().decided(written(COMPLAINT, "Budi <budi@example.com>", subject="x"))
    for data in sent(decision):
        html = message_from_bytes(data, policy=default).get_body(("html",)).get_content()
        assert not any(
            word in html.lower() for word in ("<img", "src=", "url(", "<link", "<iframe", "<script", "@import")
        )


@pytest.mark.parametrize(
    "address",
    ["a@b>\r\nRCPT TO:<evil@x.example", "Victim <evil@x.example>", "a@b.example, c@d.example", "a b@c.example", "a@b@c.example",
     "<a@b.example>", "a@b.example\x00", "-oQ/tmp@b.example\n", "a@", "@b.example", "a@b..example", "\u0430@b\r\n.example"],
)  # fmt: skip
def test_what_is_no_plain_address_is_never_a_recipient(address: str) -> None:
    assert not is_address(address)
    assert sendable(address) is None or is_address(sendable(address))
    rendered = RENDER(replace_to(address), a_ticket(), NOW)
    assert not any(sign in rendered.recipient for sign in "\r\n\x00")
    assert b"RCPT TO" not in rendered.data.split(b"\r\n\r\n")[0].replace(b"To: RCPT", b"")


def replace_to(address: str) -> Notice:
    """An acknowledgement to an address."""
    decision = Memory().decided(written(COMPLAINT, "Budi <budi@example.com>", subject="x"))
    notice = next(n for n in decision.notices if n.name == "citizen.acknowledged")
    return replace(notice, to=replace(notice.to, address=address))


def test_a_body_without_its_boundary_is_not_lost() -> None:
    raw = written(COMPLAINT, SITI).replace(b"text/plain; charset=utf-8", b"multipart/mixed")
    assert "simpanan saya" in parse(raw).text


def test_a_command_in_a_quotation_an_attachment_or_hidden_html_orders_nothing() -> None:
    quoted = Memory().decided(
        written("Baik.\n\nPada Sen, 16 Mar 2026 Siti menulis:\n> #spam\n> Ya", own=signed(), above=verdict())
    )
    assert quoted.ticket is not None
    assert quoted.ticket.status is not Status.CLOSED
    html = (
        written("x", own=signed(), above=verdict())
        .replace(b"text/plain", b"text/html")
        .replace(b"\r\n\r\nx", b'\r\n\r\n<div style="display:none">#spam</div><p>Yth. Ibu Siti, sudah dibayar.</p>')
    )
    hidden = Memory().decided(html)
    assert hidden.ticket is not None
    assert hidden.ticket.status is not Status.CLOSED


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "a\u202egpj.exe", "\u200b.htaccess", "CON", "a/b\\c:d", "x" * 400, "", "a\r\nb: c", "..."],
)
def test_a_file_name_is_made_safe(name: str) -> None:
    safe = safe_name(name, "application/pdf")
    assert safe
    assert not any(sign in safe for sign in "/\\:\r\n\x00\u202e\u200b")
    assert not safe.startswith(".")
    assert len(safe.encode()) <= 200


def test_words_of_strangers_are_only_data_to_the_database(tmp_path: Path) -> None:
    store = SqlStore(f"sqlite:///{tmp_path}/x.db", None)
    try:
        store.migrate()
        with store.write() as work:
            for n, hostile in enumerate(HOSTILE, 1):
                work.book.put_ticket(
                    replace(a_ticket(), number=f"KUKM-2026-{n:06d}", subject=hostile, citizen=Citizen(hostile))
                )
                if hostile.isprintable():
                    assert work.ledger.trace(hostile) == []
        with store.read() as work:
            assert sum(1 for _ in work.book.tickets()) == len(HOSTILE)
            assert work._connection.execute(sql("select count(*) from tickets")).scalar() == len(HOSTILE)
    finally:
        store.close()


def test_nothing_in_the_database_is_ever_run(tmp_path: Path) -> None:
    """Rows of APScheduler's job store are pickles: who can write to the database could then run what he likes."""
    unpickling = {"pickle", "marshal", "shelve", "dill", "apscheduler.jobstores"}
    for path in (Path(__file__).parents[2] / "mailticket").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not [
                name for name in names if any(name == one or name.startswith(f"{one}.") for one in unpickling)
            ], path
    assert not [
        column for table in metadata.tables.values() for column in table.columns if isinstance(column.type, PickleType)
    ]
    store = SqlStore(f"sqlite:///{tmp_path}/x.db", None)
    try:
        store.migrate()
        with store.read() as work:
            tables = set(inspect(work._connection).get_table_names())
        assert tables == {*metadata.tables, "alembic_version"}
    finally:
        store.close()


def test_a_forwarded_complaint_takes_no_token_and_no_identity_along() -> None:
    desk = Memory(ticket=a_ticket(confidential=True))
    quoted = (
        f"Nama: Siti Aminah\nsimpanan\nRef: {signed('citizen', 'citizen')}\nHubungi siti@example.org 0812-3456-7890"
    )
    first = replace(desk.messages[0], text=quoted, full_text=quoted)
    decision = replace(desk, messages=(first, desk.messages[1])).decided(
        written("#teruskan perkoperasian", own=signed(), above=verdict())
    )
    (notice,) = (n for n in decision.notices if n.name == "unit.forwarded")
    text = RENDER(
        replace(notice, attachments=(Attachment("ktp.jpg", "image/jpeg", b"x", "ktp.jpg"),)), decision.ticket, NOW
    )
    persons = {"unit": ("perkoperasian",)}
    found = token.find(text.data.decode())
    assert found
    assert all(token.verify(one, KEYS, persons, "KUKM") for one in found)
    assert not any(word in text.text for word in ("Siti", "siti@example.org", "3456", "Mawar"))
    assert b"ktp.jpg" not in text.data


def test_a_guessed_token_is_no_token() -> None:
    good = signed()
    for n in range(2000):
        guess = f"{good[:-16]}{'abcdefghijklmnopqrstuvwxyz234567'[n % 32] * 16}"
        assert token.verify(guess, KEYS, {"officer": ("rina",)}, "KUKM") is None


def test_a_mail_full_of_tokens_costs_a_bounded_effort() -> None:
    text = " ".join(f"t26-{n:x}-or2jq-{'a' * 16}" for n in range(5000))
    assert len(token.find(text)) <= token.FOUND_MAX
    assert Memory().decided(written(text, SITI)).state in ("done", "held")


def test_display_names_prove_nothing() -> None:
    for name in ("Rina Wulandari", "rina@example.org", DESK, "Kepala Bagian"):
        decision = Memory().decided(written(ANSWER, f'"{name}" <evil@example.com>', signed(), verdict("example.com")))
        assert not any(n.startswith("citizen.") for n in notices(decision))


def test_an_html_bomb_is_read() -> None:
    raw = written("x", SITI).replace(b"text/plain", b"text/html").replace(b"\r\n\r\nx", b"\r\n\r\n" + b"<a " * 30_000)
    assert read(raw, POLICY).mail.from_[0].address == "siti@example.org"
