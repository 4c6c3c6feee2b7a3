"""A mail that the server does not give now is asked for again within minutes, and told of meanwhile."""

from datetime import timedelta

from mailticket.flows import kept_back, receive, summarise
from mailticket.flows.ports import Context
from tests.build import a_mail
from tests.context import when
from tests.fakes import Mailbox

NOW = when("2026-03-16 09:00")
MINUTE = timedelta(minutes=1)


def test_it_is_asked_for_again_within_minutes_and_the_next_mail_is_not_held_up(context: Context) -> None:
    mailbox = Mailbox()
    mailbox.put(a_mail(), NOW)
    uid = mailbox.put(a_mail(sender="Budi <budi@example.com>"), NOW)
    mailbox.put(a_mail(sender="Tono <tono@example.com>"), NOW)
    mailbox.throttled = {uid}
    first = receive.keep(context, mailbox, "INBOX", NOW)
    assert (first.new, first.kept_back) == (2, 1)
    assert receive.keep(context, mailbox, "INBOX", NOW).new == 0
    mailbox.throttled = set()
    later = receive.keep(context, mailbox, "INBOX", NOW + MINUTE)
    assert (later.new, later.kept_back) == (1, 0)
    with context.store.read() as work:
        assert kept_back.count(work.memory) == 0


def test_it_is_asked_for_ever_more_seldom_but_every_hour_and_the_digest_counts_it(context: Context) -> None:
    mailbox = Mailbox()
    uid = mailbox.put(a_mail(), NOW)
    mailbox.throttled = {uid}
    for minutes in range(300):
        receive.keep(context, mailbox, "INBOX", NOW + minutes * MINUTE)
    assert 8 <= mailbox.calls.count("fetch_uids") <= 12
    with context.store.read() as work:
        assert kept_back.count(work.memory) == 1
        until = work.tally.mark(NOW)
        (digest, *_) = summarise.notices_of(context, work, until, until, ())
    assert any("1 surel belum diberikan" in warning for warning in digest.value.digest.warnings)


def test_a_mail_that_is_gone_is_waited_for_no_longer(context: Context) -> None:
    mailbox = Mailbox()
    uid = mailbox.put(a_mail(), NOW)
    mailbox.throttled = {uid}
    receive.keep(context, mailbox, "INBOX", NOW)
    del mailbox.folders["INBOX"].mails[uid]
    assert receive.keep(context, mailbox, "INBOX", NOW + MINUTE).kept_back == 0


def test_when_uids_change_their_meaning_the_old_ones_are_forgotten(context: Context) -> None:
    mailbox = Mailbox()
    mailbox.throttled = {mailbox.put(a_mail(), NOW)}
    receive.keep(context, mailbox, "INBOX", NOW)
    mailbox.throttled = set()
    mailbox.folders["INBOX"].renew()
    kept = receive.keep(context, mailbox, "INBOX", NOW + MINUTE)
    assert (kept.new, kept.kept_back) == (1, 0)
