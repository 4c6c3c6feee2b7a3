"""The IMAP of the real world, told by a scripted server: lies, drips, lost lines, missing extensions."""

import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from mailticket.core.post import Cursor, Place
from mailticket.edges.imap import ImapMailbox, Patience
from mailticket.errors import LoginRefused, Permanent, Transient
from tests import scripted
from tests.build import a_mail

NOW = datetime(2026, 3, 16, 2, tzinfo=UTC)
SHORT = Patience(connect=5, read=5, operation=10, idle=0.2)
IMPATIENT = Patience(connect=5, read=0.3, operation=0.4, idle=0.1)


@pytest.fixture
def server() -> Iterator[scripted.Imap]:
    with scripted.running(scripted.Imap()) as server:
        yield server


def opened(server: scripted.Imap, patience: Patience = SHORT, **more: object) -> ImapMailbox:
    """A mailbox on the scripted server."""
    values: dict[str, object] = {"tls": "none", "start": "all", "size_max": 10_000} | more
    return ImapMailbox(
        host=scripted.HOST,
        port=server.port,
        user="desk",
        password="sesame",
        zone=ZoneInfo("Asia/Jakarta"),
        clock=lambda: NOW,
        patience=patience,
        **values,  # type: ignore[arg-type]
    )


@pytest.fixture
def mailbox(server: scripted.Imap) -> Iterator[ImapMailbox]:
    mailbox = opened(server)
    yield mailbox
    mailbox.close()


def test_another_uidvalidity_has_everything_looked_at_again(server, mailbox, caplog):
    inbox = server.folders["INBOX"]
    inbox.put(b"one")
    inbox.put(b"two")
    cursor = mailbox.fetch("INBOX", None, 50).cursor
    server.folders["INBOX"] = renewed = scripted.Folder(uidvalidity=2)
    renewed.put(b"two")
    batch = mailbox.fetch("INBOX", cursor, 50)
    assert [mail.raw for mail in batch.mails] == [b"two"]
    assert batch.cursor.uidvalidity == 2
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_another_uidvalidity_leaves_alone_what_was_older_than_the_first_start(server):
    server.folders["INBOX"].put(b"before", at="15-Mar-2026 09:00:00 +0700")
    mailbox = opened(server, start="now")
    first = mailbox.fetch("INBOX", None, 50)
    assert (first.mails, first.skipped) == ((), 1)
    server.folders["INBOX"] = renewed = scripted.Folder(uidvalidity=2)
    renewed.put(b"before", at="15-Mar-2026 09:00:00 +0700")
    renewed.put(b"after", at="16-Mar-2026 09:30:00 +0700")
    batch = mailbox.fetch("INBOX", first.cursor, 50)
    assert [mail.raw for mail in batch.mails] == [b"after"]
    assert batch.skipped == 1
    mailbox.close()


def test_a_mailbox_that_was_put_back_to_an_earlier_day_is_looked_at_again(server, mailbox, caplog):
    inbox = server.folders["INBOX"]
    for raw in (b"one", b"two", b"three"):
        inbox.put(raw)
    cursor = mailbox.fetch("INBOX", None, 50).cursor
    inbox.mails, inbox.next = {1: inbox.mails[1]}, 2
    inbox.put(b"new")
    batch = mailbox.fetch("INBOX", cursor, 50)
    assert [(mail.place.uid, mail.raw) for mail in batch.mails] == [(1, b"one"), (2, b"new")]
    assert "UIDs begin anew at 3" in caplog.text
    inbox.put(b"newer")
    assert [mail.raw for mail in mailbox.fetch("INBOX", batch.cursor, 50).mails] == [b"newer"]


def test_a_start_by_date_takes_what_is_younger_in_whatever_order_it_lies(server):
    for n, at in enumerate(("16-Mar-2026 00:30:00 +0700", "15-Mar-2026 23:59:00 +0700", "17-Mar-2026 08:00:00 +0700")):
        server.folders["INBOX"].put(b"%d" % n, at=at)
    mailbox = opened(server, start=date(2026, 3, 16))
    batch = mailbox.fetch("INBOX", None, 50)
    assert [mail.raw for mail in batch.mails] == [b"0", b"2"]
    assert (batch.skipped, batch.more) == (1, False)
    server.folders["INBOX"].put(b"moved in later", at="01-Jan-2026 08:00:00 +0700")
    assert [mail.raw for mail in mailbox.fetch("INBOX", batch.cursor, 50).mails] == [b"moved in later"]
    mailbox.close()


def test_a_mail_expunged_between_search_and_fetch_is_counted_and_passed_over(server, mailbox):
    for raw in (b"one", b"two", b"three"):
        server.folders["INBOX"].put(raw)

    def expunge(server, line, tag, arguments):
        if "BODY" in arguments and arguments.startswith("2 "):
            return f"* 2 FETCH (UID 2 BODY[] NIL)\r\n{tag} OK done\r\n".encode()
        return None

    server.on["UID FETCH"] = expunge
    batch = mailbox.fetch("INBOX", None, 50)
    assert [mail.raw for mail in batch.mails] == [b"one", b"three"]
    assert (batch.vanished, batch.refused, batch.cursor.last_uid, batch.more) == (0, (2,), 3, False)
    server.folders["INBOX"].mails.pop(2, None)
    again = mailbox.fetch_uids("INBOX", batch.cursor, [2])
    assert (again.mails, again.vanished, again.refused) == ((), 1, ())


def test_a_mail_that_the_server_refuses_does_not_hold_up_the_others(server, mailbox, caplog):
    for raw in (b"one", b"two", b"three"):
        server.folders["INBOX"].put(raw)

    def refuse(server, line, tag, arguments):
        return (
            f"{tag} NO The requested item could not be found\r\n".encode() if "2" in arguments.split(" ")[0] else None
        )

    server.on["UID FETCH"] = refuse
    assert [mail.raw for mail in mailbox.fetch("INBOX", None, 50).mails] == [b"one", b"three"]
    assert "UID 2" in caplog.text
    server.on.clear()
    batch = mailbox.fetch_uids("INBOX", Cursor(1, 3), [2])
    assert [mail.raw for mail in batch.mails] == [b"two"]


@pytest.mark.parametrize(
    "answer",
    [
        "{tag} NO Request is throttled. Suggested Backoff Time: 4873 milliseconds\r\n",
        "{tag} NO [LIMIT] too fast\r\n",
        "* 2 FETCH (UID 2)\r\n{tag} OK done\r\n",
        "* 2 FETCH (UID 2 BODY[] NIL)\r\n{tag} OK done\r\n",
        "{tag} OK done\r\n",
    ],
)
def test_a_mail_that_is_not_given_now_is_told_by_its_uid(server, mailbox, answer):
    for raw in (b"one", b"two", b"three"):
        server.folders["INBOX"].put(raw)

    def throttle(server, line, tag, arguments):
        return answer.format(tag=tag).encode() if "BODY" in arguments and arguments.startswith("2 ") else None

    server.on["UID FETCH"] = throttle
    batch = mailbox.fetch("INBOX", None, 50)
    assert [mail.raw for mail in batch.mails] == [b"one", b"three"]
    assert (batch.refused, batch.cursor.last_uid) == ((2,), 3)


def test_a_server_that_has_lost_its_back_end_is_connected_to_anew(server, mailbox):
    server.folders["INBOX"].put(b"one")
    server.on["EXAMINE"] = lambda server, line, tag, arguments: (
        f"{tag} BAD User is authenticated but not connected.\r\n".encode()
    )
    with pytest.raises(Transient, match="not connected"):
        mailbox.fetch("INBOX", None, 50)
    server.on.clear()
    assert len(mailbox.fetch("INBOX", None, 50).mails) == 1


def test_a_server_that_may_give_a_mail_later_is_asked_later(server, mailbox):
    server.folders["INBOX"].put(b"one")
    server.on["UID FETCH"] = lambda server, line, tag, arguments: f"{tag} NO [UNAVAILABLE] busy\r\n".encode()
    with pytest.raises(Transient, match="busy"):
        mailbox.fetch("INBOX", None, 50)
    server.on.clear()
    assert len(mailbox.fetch("INBOX", None, 50).mails) == 1


def test_the_newest_mail_is_not_taken_again_when_the_server_names_it_below_the_range(server, mailbox):
    server.folders["INBOX"].put(b"one")
    server.folders["INBOX"].next = 9  # eight were expunged: nothing is above the cursor
    server.on["UID SEARCH"] = lambda server, line, tag, arguments: f"* SEARCH 1\r\n{tag} OK done\r\n".encode()
    batch = mailbox.fetch("INBOX", Cursor(1, 3), 50)
    assert (batch.mails, batch.cursor.last_uid) == ((), 8)


def test_answers_for_another_mail_are_not_taken_for_this_one(server, mailbox):
    server.folders["INBOX"].put(b"one")

    def other(server, line, tag, arguments):
        return (
            f"* 9 FETCH (UID 9 BODY[] {{3}}\r\nxxx)\r\n{tag} OK\x20done\r\n".encode() if "BODY" in arguments else None
        )

    server.on["UID FETCH"] = other
    assert mailbox.fetch("INBOX", None, 50).mails == ()


def test_130_000_mails_are_found_and_the_newest_read(server, mailbox):
    inbox = server.folders["INBOX"]
    inbox.mails = dict.fromkeys(range(1_000_000, 1_130_000), scripted.Mail(b"x"))
    inbox.next = 1_130_000
    assert len(mailbox.uids("INBOX", Cursor(1, 0))[1]) == 130_000
    batch = mailbox.fetch("INBOX", Cursor(1, 1_129_990), 50)
    assert [mail.place.uid for mail in batch.mails] == list(range(1_129_991, 1_130_000))


def test_a_long_back_fill_goes_on_oldest_first_without_a_limit(server, mailbox):
    for n in range(120):
        server.folders["INBOX"].put(b"%d" % n)
    cursor, got, more = None, [], True
    while more:
        batch = mailbox.fetch("INBOX", cursor, 50)
        cursor, more = batch.cursor, batch.more
        got += [int(mail.raw) for mail in batch.mails]
    assert got == list(range(120))


def test_a_batch_stays_small_in_memory(server):
    for _ in range(4):
        server.folders["INBOX"].put(b"x" * (9 << 20))
    mailbox = opened(server, size_max=100 << 20)
    batch = mailbox.fetch("INBOX", None, 50)
    assert (len(batch.mails), batch.cursor.last_uid, batch.more) == (3, 3, True)
    mailbox.close()


def test_of_a_mail_of_200_megabytes_the_head_is_taken_and_the_original_is_marked(server, mailbox):
    uid = server.folders["INBOX"].put(a_mail() + b"x" * (2 << 20), size=200 << 20)
    (mail,) = mailbox.fetch("INBOX", None, 50).mails
    assert (mail.oversize, mail.size, len(mail.raw)) == (True, 200 << 20, 1 << 20)
    assert mail.raw.startswith(a_mail()[:20])
    assert mailbox.flag(mail.place)
    assert server.folders["INBOX"].mails[uid].flags == {"$MailticketOversize"}


def test_without_keywords_large_mails_are_not_marked_and_it_is_said_once(server, mailbox, caplog):
    uid = server.folders["INBOX"].put(b"one")
    server.on["UID STORE"] = lambda server, line, tag, arguments: f"{tag} NO [CANNOT] no keywords\r\n".encode()
    place = Place("", "INBOX", 1, uid)
    assert not mailbox.flag(place)
    assert not mailbox.flag(place)
    assert len(caplog.records) == 1


def test_a_missing_target_folder_is_made(server, mailbox):
    uid = server.folders["INBOX"].put(b"one")
    assert mailbox.move(Place("", "INBOX", 1, uid), "Archive")
    assert [mail.raw for mail in server.folders["Archive"].mails.values()] == [b"one"]


@pytest.mark.parametrize("answer", ["NO [OVERQUOTA] full", "NO [CANNOT] no", "BAD what"])
def test_a_target_folder_that_takes_nothing_leaves_the_mail_where_it_is(server, mailbox, caplog, answer):
    uid = server.folders["INBOX"].put(b"one")
    server.on["UID MOVE"] = lambda server, line, tag, arguments: f"{tag} {answer}\r\n".encode()
    assert not mailbox.move(Place("", "INBOX", 1, uid), "Archive")
    assert not mailbox.move(Place("", "INBOX", 1, uid), "Archive")
    assert len(mailbox.fetch("INBOX", None, 50).mails) == 1
    assert len(caplog.records) == 1


def test_a_mail_is_not_moved_when_its_uid_means_another_one_by_now(server, mailbox):
    uid = server.folders["INBOX"].put(b"one")
    assert not mailbox.move(Place("", "INBOX", 7, uid), "Archive")
    assert len(server.folders["INBOX"].mails) == 1


@pytest.mark.parametrize("capabilities", ["IMAP4rev1", "IMAP4rev1 UIDPLUS", "IMAP4rev1 IDLE"])
def test_a_server_that_can_do_little_is_read_all_the_same(server, capabilities):
    server.capabilities = capabilities
    mailbox = opened(server)
    uid = server.folders["INBOX"].put(b"one")
    assert len(mailbox.fetch("INBOX", None, 50).mails) == 1
    assert not mailbox.move(Place("", "INBOX", 1, uid), "Archive")
    mailbox.wait(0.05)
    assert not [heard for heard in server.heard if heard.startswith(("UID COPY", "UID EXPUNGE", "EXPUNGE"))]
    mailbox.close()


def test_idle_that_closes_is_an_error_and_the_next_look_connects_anew(server, mailbox):
    server.folders["INBOX"].put(b"one")
    mailbox.fetch("INBOX", None, 50)

    def close(server, line, tag, arguments):
        server.say(line, b"+ idling\r\n")
        return scripted.GONE

    server.on["IDLE"] = close
    with pytest.raises(Transient):
        mailbox.wait(60)
    assert len(mailbox.fetch("INBOX", None, 50).mails) == 1
    assert server.connections == 2


def test_idle_that_dies_without_a_word_ends_at_its_deadline(server):
    def die(server, line, tag, arguments):
        server.say(line, b"+ idling\r\n")
        return scripted.HANG

    server.on["IDLE"] = die
    mailbox = opened(server, IMPATIENT)
    with pytest.raises(Transient):
        mailbox.wait(60)
    mailbox.close()


def test_idle_that_is_offered_but_refused_is_replaced_by_polling(server, mailbox, caplog):
    server.on["IDLE"] = lambda server, line, tag, arguments: f"{tag} BAD not now\r\n".encode()
    mailbox.wait(0.05)
    mailbox.wait(0.05)
    assert [heard for heard in server.heard if heard == "IDLE"] == ["IDLE"]
    assert len(caplog.records) == 1


def test_a_mail_told_of_in_one_breath_with_the_answer_to_idle_is_not_overlooked(server, mailbox):
    server.on["NOOP"] = lambda server, line, tag, arguments: f"* 5 EXISTS\r\n{tag} OK done\r\n".encode()
    assert mailbox.wait(60)


def test_a_mail_that_arrives_while_idling_ends_the_wait(server, mailbox):
    def arrive(server, line, tag, arguments):
        server.say(line, b"+ idling\r\n* 1 EXISTS\r\n")
        scripted.hear(line)
        return f"{tag} OK done\r\n".encode()

    server.on["IDLE"] = arrive
    assert mailbox.wait(60)


def test_a_stop_ends_the_wait_at_once(server, mailbox):
    mailbox.stop()
    assert not mailbox.wait(60)


@pytest.mark.parametrize("verb", ["EXAMINE", "UID SEARCH", "UID FETCH"])
@pytest.mark.parametrize(
    "said", [b"* half a li", b"* 1 FETCH (UID 1 BODY[] {1000}\r\nshort", b"\xff\xfe nonsense\r\n", b""]
)
def test_half_a_line_and_a_closed_connection_are_tried_again_later(server, mailbox, verb, said):
    server.folders["INBOX"].put(b"one")

    def cut(server, line, tag, arguments):
        server.say(line, said or b"* BYE shutting down\r\n")
        return scripted.GONE

    server.on[verb] = cut
    with pytest.raises(Transient):
        mailbox.fetch("INBOX", None, 50)
    server.on.clear()
    assert len(mailbox.fetch("INBOX", None, 50).mails) == 1


@pytest.mark.parametrize("verb", ["GREETING", "LOGIN", "EXAMINE", "UID SEARCH", "UID FETCH"])
def test_a_server_that_drips_is_cut_off_at_the_deadline(server, verb):
    server.folders["INBOX"].put(b"one")

    def drip(server, line, tag, arguments):
        while not server.closing.wait(0.05):
            server.say(line, b"*")
        return scripted.GONE

    server.on[verb] = drip
    mailbox = opened(server, IMPATIENT)
    with pytest.raises(Transient, match=r"took longer than 0\.4 s"):
        mailbox.fetch("INBOX", None, 50)
    mailbox.close()


@pytest.mark.parametrize("said", [b"* OK " + b"x" * 4096, b"* OK ready\r\n"], ids=["one line", "many lines"])
def test_a_greeting_without_an_end_is_cut_off_at_the_deadline(server, said):
    def talk(server, line, tag, arguments):
        while not server.closing.wait(0.001):
            server.say(line, said)
        return scripted.GONE

    server.on["GREETING"] = talk
    mailbox = opened(server, IMPATIENT)
    with pytest.raises(Transient):
        mailbox.fetch("INBOX", None, 50)
    server.on.clear()
    assert mailbox.fetch("INBOX", None, 50).mails == ()
    mailbox.close()


def test_a_literal_that_lies_costs_no_memory_and_ends_in_time(server):
    server.folders["INBOX"].put(b"one")

    def lie(server, line, tag, arguments):
        if "BODY" not in arguments:
            return None
        server.say(line, b"* 1 FETCH (UID 1 BODY[] {8000000000}\r\nsho")
        return scripted.HANG

    server.on["UID FETCH"] = lie
    mailbox = opened(server, IMPATIENT)
    with pytest.raises(Transient):
        mailbox.fetch("INBOX", None, 50)
    mailbox.close()


def test_a_refused_login_is_told_apart_from_a_server_in_trouble(server, mailbox):
    server.on["LOGIN"] = lambda server, line, tag, arguments: f"{tag} NO [AUTHENTICATIONFAILED] wrong\r\n".encode()
    with pytest.raises(LoginRefused, match=r"refused the login of desk: .*wrong; see mailbox\.password"):
        mailbox.fetch("INBOX", None, 50)
    for trouble in (
        lambda server, line, tag, arguments: f"{tag} NO [UNAVAILABLE] later\r\n".encode(),
        lambda server, line, tag, arguments: scripted.GONE,
    ):
        server.on["LOGIN"] = trouble
        with pytest.raises(Transient) as told:
            mailbox.fetch("INBOX", None, 50)
        assert not isinstance(told.value, LoginRefused)


def test_a_server_without_starttls_gets_no_password(server):
    mailbox = opened(server, tls="starttls")
    with pytest.raises(Transient, match="STARTTLS"):
        mailbox.fetch("INBOX", None, 50)
    assert not [heard for heard in server.heard if heard.startswith(("LOGIN", "AUTHENTICATE"))]
    mailbox.close()


def test_a_server_that_speaks_no_tls_gets_no_password(server):
    mailbox = opened(server, tls="implicit")
    with pytest.raises(Transient, match=r"TLS failed.*see mailbox\.tls"):
        mailbox.fetch("INBOX", None, 50)
    mailbox.close()


def test_a_name_or_password_beyond_ascii_logs_in(server):
    def authenticate(server, line, tag, arguments):
        server.say(line, b"+ \r\n")
        scripted.hear(line)
        return f"{tag} OK done\r\n".encode()

    server.on["AUTHENTICATE"] = authenticate
    mailbox = ImapMailbox(
        scripted.HOST, server.port, "none", "desk", "pässwort", "all", 1000, ZoneInfo("UTC"), lambda: NOW
    )
    assert mailbox.fetch("INBOX", None, 50).mails == ()
    mailbox.close()


def test_a_folder_that_is_not_there_is_refused_for_good(server, mailbox):
    with pytest.raises(Permanent, match="folder Nope"):
        mailbox.fetch("Nope", None, 50)


def test_a_server_that_names_no_uidnext_is_read(server, mailbox):
    server.folders["INBOX"].put(b"one")
    server.names_uidnext = False
    assert len(mailbox.fetch("INBOX", None, 50).mails) == 1


def test_nothing_is_ever_marked_as_read(server, mailbox):
    server.folders["INBOX"].put(b"one")
    mailbox.fetch("INBOX", None, 50)
    assert not [heard for heard in server.heard if "BODY[" in heard or "STORE" in heard or "SELECT" in heard]


@pytest.fixture(autouse=True)
def warnings_only(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, logger="mailticket")
