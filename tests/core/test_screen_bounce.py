"""A bounce is known, with its recipients, whether by RFC 3464 or in the words of the world's mail servers."""

from pathlib import Path

import pytest

from mailticket.core.reading import read
from mailticket.settings import load

POLICY = load(Path(__file__).parents[2] / "settings.yaml").policy

HEAD = "To: desk@example.org\nContent-Type: text/plain; charset=utf-8\n"


def bounced(raw):
    return read(raw.encode(), POLICY).screening.bounce


def report(fields, text="Surat Anda tidak sampai.", original=""):
    """Write a report by RFC 3464 with these recipients' fields."""
    returned = f"--b\nContent-Type: message/rfc822\n\n{original}\n" if original else ""
    return (
        "From: Mail Delivery System <mailer-daemon@mx.example>\nTo: desk@example.org\nSubject: Undelivered Mail Returned to Sender\n"
        f"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\n{text}\n--b\nContent-Type: message/delivery-status\n\n"
        f"Reporting-MTA: dns; mx.example\n\n{fields}\n{returned}--b--\n"
    )


def test_a_report_names_recipient_status_and_original():
    original = "From: desk@example.org\nTo: siti@example.org\nMessage-ID: <7.abc@desk.example>\n\nHalo."
    found = bounced(report("Final-Recipient: rfc822; siti@example.org\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 User unknown\n", original=original))
    assert (found.recipients, found.status, found.permanent, found.original_message_id) == (("siti@example.org",), "5.1.1", True, "<7.abc@desk.example>")


def test_a_report_with_several_recipients_names_those_that_failed():
    fields = (
        "Final-Recipient: rfc822; a@one.example\nAction: failed\nStatus: 5.2.2\n\nFinal-Recipient: rfc822; b@two.example\nAction: delivered\nStatus: 2.0.0\n\n"
        "Original-Recipient: rfc822;c@three.example\nFinal-Recipient: rfc822; inner@host.three.example\nAction: failed\nStatus: 5.1.1\n"
    )
    assert bounced(report(fields)).recipients == ("a@one.example", "c@three.example")


def test_a_report_of_an_address_that_can_not_be_names_it_as_it_was_typed():
    assert bounced(report("Final-Recipient: RFC822; siti@#example.org\nAction: failed\nStatus: 5.1.2\n")).recipients == ("siti@#example.org",)


def test_in_words_both_who_was_written_to_and_who_that_became_are_named():
    head = f"From: MAILER-DAEMON@mx.example\nSubject: Returned mail: Too many hops\n{HEAD}\n"
    text = "   ----- The following addresses had permanent fatal errors -----\nsiti@inner.example\n    (expanded from: <siti@example.org>)\n\n   ----- Transcript of session follows -----\n554 Too many hops\n"
    assert bounced(head + text).recipients == ("siti@example.org", "siti@inner.example")


def test_two_recipients_with_a_code_on_each_line_are_both_named():
    head = f"From: mailer-daemon@mx.example\nSubject: Undelivered Mail Returned to Sender\n{HEAD}\n"
    text = "A message that you sent could not be delivered to one or more of its recipients.\n\nsiti@example.org Invalid Address, ERROR_CODE :550\n\nbudi@example.org  ERROR_CODE :550\n"
    assert bounced(head + text).recipients == ("siti@example.org", "budi@example.org")


def test_who_writes_to_himself_is_told_so():
    head = f"Return-Path: <>\nFrom: MAILER-DAEMON@example.org\nSubject: failure notice\n{HEAD}\n"
    text = "I'm afraid I wasn't able to deliver your message to the following addresses.\n\n<desk@example.org>:\nRemote host said: 552 disk quota exceeded\n"
    assert bounced(head + text).recipients == ("desk@example.org",)


def test_a_delay_is_not_permanent():
    assert not bounced(report("Final-Recipient: rfc822; siti@example.org\nAction: delayed\nStatus: 4.4.1\n")).permanent


@pytest.mark.parametrize(("status", "permanent"), [("4.4.1", False), ("5.1.1", True)])
def test_a_report_that_names_no_action_is_judged_by_its_status(status, permanent):
    assert bounced(report(f"Final-Recipient: rfc822; siti@example.org\nStatus: {status}\n")).permanent is permanent


def test_a_person_who_refuses_a_mail_in_his_own_name_is_its_recipient():
    raw = f"Return-Path: <>\nFrom: Siti <siti@example.org>\nSubject: Automatically rejected mail\n{HEAD}\nYour message was automatically rejected. The reason was:\nI take no mail.\n"
    assert bounced(raw).recipients == ("siti@example.org",)


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("Our program is Mailer 2.0.12.\n550 5.1.1 unknown user", "5.1.1"),
        ("This is version 5.5.2 of the program.\n550 #5.2.2 mailbox full", "5.2.2"),
        ("Our program is Mailer 2.0.12.\nUnknown user.", None),
    ],
)
def test_a_version_is_no_status(said, status):
    raw = f"From: MAILER-DAEMON@mx.example\nSubject: failure notice\n{HEAD}\n<siti@example.org>:\n{said}\n"
    assert bounced(raw).status == status


def test_a_report_of_a_success_is_no_bounce():
    said = read(report("Final-Recipient: rfc822; siti@example.org\nAction: relayed\nStatus: 2.1.5\n").encode(), POLICY).screening
    assert (said.rule, said.is_bounce, said.is_auto_response) == ("delivery_report", False, True)


def test_a_report_inside_another_report_counts():
    inner = report("Final-Recipient: rfc822; siti@example.org\nAction: failed\nStatus: 5.1.1\n").replace("boundary=b", "boundary=c").replace("--b", "--c")
    raw = (
        "From: Mail Delivery Subsystem <MAILER-DAEMON@gateway.example>\nTo: desk@example.org\nSubject: Returned mail: User unknown\n"
        f"Content-Type: multipart/mixed; boundary=b\n\n--b\n\n----- The following addresses had permanent delivery errors -----\n\n--b\nContent-Type: message/rfc822\n\n{inner}\n--b--\n"
    )
    assert bounced(raw).recipients == ("siti@example.org",)


WORDINGS = {
    "qmail": (
        "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example\nSubject: failure notice\n",
        ("Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n"
        "This is a permanent error; I've given up. Sorry it didn't work out.\n\n<siti@example.org>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n"
        "--- Below this line is a copy of the message.\n\nReturn-Path: <desk@example.org>\nTo: other@example.org\n"),
    ),
    "Exim": (
        "X-Failed-Recipients: siti@example.org\nAuto-Submitted: auto-replied\nFrom: Mail Delivery System <Mailer-Daemon@mx.example>\nSubject: Mail delivery failed: returning message to sender\n",
        ("A message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  siti@example.org\n"
        "    SMTP error from remote mail server after RCPT TO:<siti@example.org>:\n    550 No such user\n"),
    ),
    "Exim of a provider": (
        "From: MAILER-DAEMON@mail.example\nSubject: Mail delivery failed: returning message to sender\n",
        ('A message that you sent could not be delivered to one or more of\nits recipients. The following address\nfailed:\n\n"siti@example.org":\nSMTP error from remote server after RCPT command:\n'
        "host: mx.example\n5.1.1 <siti@example.org>... User Unknown\n\n\n--- The header of the original message is following. ---\n\nReceived: from x\n"),
    ),
    "Domino": (
        "From: Postmaster@mx.example\nSubject: DELIVERY FAILURE: User Siti (siti@example.org) not listed in Domino Directory\n",
        "Your message\n\n  Subject: Surat\n\nwas not delivered to:\n\n  siti@example.org\n\nbecause:\n\n  User Siti (siti@example.org) not listed in Domino Directory\n",
    ),
    "Notes": (
        "Return-Path: <>\nFrom: postmaster@mx.example\nSubject: Undeliverable message\n",
        "------- Failure Reasons  --------\n\nUser not listed in public Name & Address Book\nsiti@example.org\n\n------- Returned Message --------\nReceived: from x by y\nTo: other@example.org\n",
    ),
    "Exchange 5.5": (
        "From: System Administrator <postmaster@mx.example>\nSubject: Undeliverable: Surat\n",
        ("Your message\n\n  To:      desk@example.org\n  Subject: Surat\n  Sent:    Mon, 16 Mar 2026 08:00:00 +0700\n\ndid not reach the following recipient(s):\n\n"
        "siti@example.org on Mon, 16 Mar 2026 08:00:05 +0700\n    The recipient name is not recognized\n    MSEXCH:IMS:X:Y 0 (000C05A6) Unknown Recipient\n"),
    ),
    "IMail": ("From: Postmaster <postmaster@mx.example>\nSubject: Undeliverable Mail\n", "Unknown user: siti@example.org\n\n\nOriginal message follows.\n\nReceived: from x by y\nTo: other@example.org\n"),
    "MailMarshal": (
        "From: postmaster@mx.example\nSubject: Undeliverable Mail: Surat\n",
        ("Your message:\n   From:    desk@example.org\n   Subject: Surat\n\nCould not be delivered because of\n\n550 5.1.1 User unknown\n\nThe following recipients were affected: \n    siti@example.org\n\n"
        "Additional Information\nOriginal Sender:    <desk@example.org>\n"),
    ),
    "James": (
        "From: post_master@mx.example\nIn-Reply-To: <1@desk.example>\nSubject: Re:Surat\n",
        "Error: Invalid user address\n\nError message below:\n550 - Requested action not taken: no such user here\n\nMessage details:\n  MAIL FROM: desk@example.org\n  RCPT TO: siti@example.org\n",
    ),
    "OpenSMTPD": (
        "Return-Path: <>\nFrom: Mailer Daemon <MAILER-DAEMON@mx.example>\nSubject: Delivery status notification: error\n",
        ("    Hi!\n\n    This is the MAILER-DAEMON, please DO NOT REPLY to this e-mail.\n\n    An error has occurred while attempting to deliver a message for\n    the following list of recipients:\n\n"
        "siti@example.org: 550 5.1.1 no such user\n\n    Below is a copy of the original message:\n\nReceived: from x\n\tfor <other@example.org>;\n"),
    ),
    "a portal": (
        "From: MAILER-DAEMON@portal.example\nSubject: Delivery failure\n",
        "Message from portal.example.\nUnable to deliver message to the following address(es).\n\n<siti@example.org>:\nThis user doesn't have a portal.example account (siti@example.org) [-9]\n\n--- Original message follows.\n\nReturn-Path: <desk@example.org>\nTo: other@example.org\n",
    ),
    "a Japanese operator": (
        "Return-Path: <MAILER-DAEMON>\nFrom: <Postmaster@mobile.example>\nSubject: Mail System Error - Returned Mail\n",
        "次のあて先へのメッセージはエラーのため送信できませんでした。\n\nEach of the following recipients was rejected by a remote\nmail server.\n\n    Recipient: <siti@example.org>\n    >>> RCPT TO:<siti@example.org>\n    <<< 550 <siti@example.org>: User unknown\n",
    ),
    "a gateway that shows the session": (
        "From: InterScan <postmaster@mx.example>\nSubject: メッセージを配信できません。\n",
        "...\n\nSent <<< RCPT TO:<siti@example.org>\nReceived >>> 550 5.1.1 <siti@example.org>... user unknown\n",
    ),
    "Sun": (
        "Return-Path: <>\nFrom: postmaster@mx.example\nSubject: Delivery Notification: Delivery has failed\n",
        ("This report relates to a message you sent with the following header fields:\n\n  Message-id: <1@desk.example>\n  From: Desk <desk@example.org>\n  To: other@example.org\n\n"
        "Your message cannot be delivered to the following recipients:\n\n  Recipient address: @lmtp.mx.example:siti@box\n  Original address: siti@example.org\n  Reason: Over quota\n"),
    ),
    "a server that knows other addresses": (
        'From: postmaster@mx.example\nSubject: FAILED MAIL to "siti"\n',
        "The standard form of address here is nameNumber@mx.example. The address to\nwhich your message was addressed, siti@example.org, did not exactly match one.\nThe delivery failed.\n",
    ),
    "a filter that names nobody as the sender": (
        "Return-Path: <>\nFrom: <>\nAuto-Submitted: auto-replied\nSubject: \n",
        "You sent mail to siti@example.org. That's not a valid user here.\n",
    ),
    "a provider of groups": (
        "From: Groups <notify@groups.example>\nSubject: Unable to deliver your message\n",
        "We are unable to deliver the message from <desk@example.org>\nto <siti@example.org>.\n\nThe address is not subscribed to this group.\n",
    ),
    "Indonesian": (
        "From: Mail Delivery System <MAILER-DAEMON@mx.example>\nSubject: Pesan tidak terkirim\n",
        "Pesan Anda tidak dapat dikirim ke penerima berikut:\n\n  siti@example.org\n\nAlasan: pengguna tidak ditemukan\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("server", WORDINGS)
def test_the_wordings_of_servers_are_known(server):
    head, text = WORDINGS[server]
    found = bounced(f"{head}{HEAD}\n{text}")
    assert found is not None
    assert (found.recipients, found.permanent) == (("siti@example.org",), True)


@pytest.mark.parametrize(
    "text",
    [
        "THIS IS A WARNING MESSAGE ONLY.\n\nYOU DO NOT NEED TO RESEND YOUR MESSAGE.\n\nDelivery to the following recipient has been delayed:\n\n     siti@example.org\n\nMessage will be retried for 2 more day(s)\n",
        'This is an advisory-only email.\n\nDelivery of email to this address\n\n"siti@example.org"\n\nhas been postponed due to a full mailbox.\n\nWe will continue to try to deliver your message.\n',
        "** Pengiriman belum selesai **\n\nTerjadi masalah sementara saat mengirimkan pesan Anda ke siti@example.org. Kami akan mencoba lagi selama 45 jam.\n",
        "Your message could not be delivered to the following recipients:\n\nsiti@example.org\n\nDelivery attempts will continue to be made for 5 day(s).\n",
    ],
)
def test_a_warning_in_words_is_not_permanent(text):
    found = bounced(f"From: Mail Delivery Subsystem <mailer-daemon@mx.example>\nSubject: Delivery Status Notification (Delay)\n{HEAD}\n{text}")
    assert (found.recipients, found.permanent) == (("siti@example.org",), False)


def test_a_forwarded_mail_about_a_bounce_is_no_bounce():
    raw = f"From: Siti <siti@example.org>\nSubject: Fwd: Undelivered Mail Returned to Sender\n{HEAD}\nMohon dicek, surat saya kembali.\n\n<budi@example.org>: 550 5.1.1 User unknown\n"
    assert bounced(raw) is None


def test_a_bounce_of_a_list_is_a_bounce_first():
    raw = f"Return-Path: <>\nList-Id: <anggota.example.org>\nFrom: MAILER-DAEMON@mx.example\nSubject: failure notice\n{HEAD}\n<siti@example.org>:\nuser unknown\n"
    assert read(raw.encode(), POLICY).screening.rule == "bounce"


def test_what_a_list_of_fml_does_not_take_is_a_bounce_and_its_letters_are_none():
    head = "From: warga-admin@list.example\nTo: desk@example.org\nX-MLServer: fml [fml 4.0.3]\nSubject: {}\n\n"
    refused = bounced(head.format("Loop Alert: Duplicated Message-ID (warga ML)") + "Duplicated Message-ID in <warga@list.example>.\n")
    assert refused.recipients == ("warga@list.example",)
    assert bounced(head.format("Rapat warga") + "Rapat besok di balai desa.\n") is None
