"""Every line that a ticket's history can hold, and the desk's own."""

from mailticket.core.happenings.value import Family, Row

TITLE_ASKED = "Permintaan kelengkapan atau keterangan"
TITLE_ANSWERED = "Dijawab"
TITLE_CLOSED = "Selesai"
TITLE_BOUNCED = "Surel kembali (bounce)"
TITLE_DUE_MOVED = "Batas waktu berpindah"


class What(Family):
    """What happened. `id` is also what the receipt says of a command that was carried out."""

    # The citizen's mails.
    RECEIVED = Row(
        "received",
        "laporan diterima",
        "{kind} ({because}); category {category}[; missing {missing}]",
        title="Laporan baru",
        counted=1,
    )
    REPLIED = Row("replied", "balasan pelapor", "a reply, known by its {how}")
    FILLED = Row("filled", "data dilengkapi[: {given}]", "[gives {given}|gives nothing of what was asked]")
    CORRECTED = Row("corrected", "pelapor memperbaiki {details}", "{details}: the citizen states another one")
    OPENED = Row(
        "opened",
        "lengkap; batas waktu {due_on}[; tanpa {without}][: {reason}]",
        "complete; due on {due_on}[; without {without}][: {reason}]",
    )
    NOT_ANSWERED = Row("not_answered", "{reason}", "{reason}")
    ASKED = Row(
        "asked", "data yang kurang ditanyakan kepada pelapor", "missing {missing}: asked", title=TITLE_ASKED, counted=3
    )
    NOT_ASKED_AGAIN = Row(
        "not_asked_again",
        "masih kurang {missing}, tidak ditanya lagi: {reason}",
        "still missing {missing}; not asked again: {reason}",
        known_as="not_answered",
    )
    UNASKED = Row(
        "unasked",
        "belum lengkap ({missing}), tidak ditanya: {reason}; diserahkan kepada [{told}|tidak seorang pun]",
        "missing {missing}, not asked: {reason}; given to [{told}|nobody]",
        title="Belum lengkap, diserahkan kepada petugas",
        counted=12,
    )
    ASKED_LATER = Row(
        "asked_later",
        "belum lengkap ({missing}), ditanyakan nanti: {reason}",
        "missing {missing}, to be asked later: {reason}",
        known_as="not_answered",
    )
    REPEATED = Row(
        "repeated", "laporan yang sama sudah ada", "the same words already stand in {number}: attached to it"
    )
    REOPENED = Row(
        "reopened", "dibuka kembali", "open again[, due on {due_on}][: {note}]", title="Dibuka kembali", counted=8
    )
    UNANSWERED_AGAIN = Row(
        "unanswered_again",
        "dibuka kembali: pelapor tidak menerima surel kami",
        "the citizen did not get our mail; the clock goes on",
        title="Dibuka kembali",
        counted=8,
        known_as="reopened",
    )
    ADDRESS_CONFIRMED = Row(
        "address_confirmed", "pemilik alamat membenarkan laporannya", "the owner of the address says that it is theirs"
    )
    ADDRESS_DENIED = Row(
        "address_denied",
        "pemilik alamat bukan pelapornya: tidak disurati lagi",
        "the owner of the address did not write it: nothing more goes there",
    )
    THANKED = Row("thanked", "hanya ucapan terima kasih", "only thanks: attached, nothing changes")
    RECALLED = Row("recalled", "pengirim menarik kembali surelnya: {subject}", "asks its mail back: {subject}")
    RATED = Row("rated", "penilaian pelapor: {rating}", "the citizen's rating: {rating}")
    LINKED = Row("linked", "terkait dengan {number}: {reason}", "linked with {number}: {reason}")
    WITHDRAWN = Row("withdrawn", "pelapor mencabut laporan", "the citizen takes the report back: the officer is told")
    # What staff and units wrote.
    HELD = Row(
        "held",
        "[{person}: ]{reason}[: #lepas {mail}]",
        "held: {reason}[; {person} is asked][: #lepas {mail}]",
        title="Ditahan, perlu diputuskan orang",
        listed=5,
    )
    NOT_DONE = Row(
        "not_done",
        "{person}: {reason}",
        "not done: {reason}; the registered address of {person} is told",
        title="Perintah tanpa bukti pengirim",
        listed=6,
    )
    DENIED = Row("denied", "{person} bukan pengirim surel {mail}", "{person} says no to mail {mail}: it stays undone")
    CONFIRMED = Row(
        "confirmed", "{person} membenarkan surel {mail}", "{person} says yes to mail {mail}: it is decided anew"
    )
    RELEASED = Row(
        "released", "surel {mail} dilepas ke [{number}|tiket baru]", "mail {mail} released to [{number}|a new ticket]"
    )
    HELPED = Row("helped", "daftar perintah", "help was asked for")
    SWITCHED_ON = Row("switched_on", "kabar surel terkirim dinyalakan", "is told what was sent", known_as="switched")
    SWITCHED_OFF = Row(
        "switched_off", "kabar surel terkirim dimatikan", "is not told what was sent any more", known_as="switched"
    )
    FILED = Row(
        "filed",
        "laporan terdaftar[; {then}]",
        "filed: {channel}[, {detail}][; {then}]",
        title="Laporan dicatat petugas",
        counted=2,
    )
    COMPLETED = Row("completed", "laporan dianggap lengkap", "taken as complete")
    ASSIGNED = Row("assigned", "diserahkan kepada {name}", "to {officer}[: {note}]")
    KIND = Row("kind", "jenis: {kind}", "{kind}")
    CATEGORY = Row("category", "kategori: {name}", "{category}")
    AMENDED = Row(
        "amended",
        "{field}: [{old}|(kosong)] menjadi [{new}|(kosong)]",
        "{field}: from [{old}|(nothing)] to [{new}|(nothing)]",
    )
    DETAILS_AMENDED = Row("details_amended", "data pelapor diperbaiki: {details}", "corrected by an officer: {details}")
    DETAILS_CONFIRMED = Row("details_confirmed", "sudah demikian: {details}", "{details}: stated as they stood")
    CONFIDENTIAL = Row(
        "confidential", "identitas pelapor disamarkan bagi unit kerja", "[{note}|identity masked toward units]"
    )
    MERGED = Row("merged", "digabung dengan {number}", "same matter as {number}")
    TAKEN_IN = Row("taken_in", "{number} digabung ke sini", "{number} goes on here: the same matter")
    CAME_BY = Row("came_by", "balasan atas {number}, yang digabung ke sini", "written in {number}, which goes on here")
    PASSED_ON = Row("passed_on", "balasan diteruskan ke {number}", "a reply goes on to {number}")
    ANSWER_SHARED = Row(
        "answer_shared",
        "jawaban juga untuk pelapor {number}[; lampirannya tidak disertakan: {without}]",
        "the answer goes to the citizen of {number} as well[; without {without}]",
    )
    ACKNOWLEDGED = Row("acknowledged", "peringatan berikutnya ditahan", "the next rung waits")
    EXTENDED = Row("extended", "batas waktu ditambah {days} hari kerja", "{days} working days more: {note}")
    UNDONE = Row("undone", "surel kepada pelapor dibatalkan", "the mail to the citizen is stopped")
    STATUS = Row("status", "{status}", "asked where it stands: {status}")
    GUIDED = Row("guided", "arahan disampaikan kepada petugas", "guidance: the officer is told")
    NOTED = Row("noted", "catatan disimpan", "[{note}|a note]")
    FORWARDED = Row(
        "forwarded",
        "diteruskan ke {name}",
        "to {unit}, its answer due on {due_on}",
        title="Diteruskan kepada unit kerja",
        counted=4,
    )
    DRAFTED = Row(
        "drafted",
        "konsep jawaban dari {name}[, dikirim oleh {by}]",
        "a draft of {unit} for the officer[, sent by a {by}]",
        title="Konsep jawaban unit kerja",
        counted=5,
    )
    DRAFT_WITHDRAWN = Row("draft_withdrawn", "konsep jawaban ditarik kembali", "the unit takes its draft back")
    QUESTIONED = Row(
        "questioned", "pertanyaan kepada pelapor", "{question}", title=TITLE_ASKED, counted=3, known_as="asked"
    )
    ANSWER_QUEUED = Row("answer_queued", "jawaban untuk pelapor", "an answer waits to go out")
    DRAFT_QUEUED = Row(
        "draft_queued",
        "konsep jawaban unit kerja dikirim kepada pelapor",
        "the draft of {author} waits to go out",
        known_as="answer_queued",
    )
    CLOSING_QUEUED = Row(
        "closing_queued",
        "jawaban untuk pelapor, lalu tiket ditutup",
        "an answer waits to go out, and closes it ({outcome})[; {note}]",
    )
    REFERRAL_QUEUED = Row(
        "referral_queued",
        "pelapor diarahkan ke {name}, lalu tiket ditutup",
        "referred to {institution}, then closed",
        known_as="closing_queued",
    )
    ADDENDUM_QUEUED = Row(
        "addendum_queued",
        "jawaban susulan untuk pelapor; tiket tetap ditutup",
        "an addendum waits to go out; it stays closed",
    )
    TO_BE_TOLD = Row(
        "to_be_told", "mohon sampaikan lewat telepon", "the citizen has no e-mail address: to be told by phone"
    )
    TO_BE_ASKED = Row("to_be_asked", "mohon tanyakan lewat telepon", "{question}")
    TOLD = Row("told", "pelapor sudah diberi tahu", "[{note}|told by phone]")
    REJECTED = Row(
        "rejected", "ditutup sebagai spam", "closed as spam[; {note}]", title=TITLE_CLOSED, counted=7, known_as="closed"
    )
    CLOSED = Row("closed", "tiket ditutup", "{outcome}[; {note}]", title=TITLE_CLOSED, counted=7)
    # What became of our own mail.
    ANSWERED = Row("answered", "dijawab", "the mail server has accepted the answer", title=TITLE_ANSWERED, counted=6)
    ANSWERED_BY_HAND = Row(
        "answered_by_hand",
        "dijawab lewat webmail",
        "answered in webmail",
        title=TITLE_ANSWERED,
        counted=6,
        known_as="answered",
    )
    ADDED = Row("added", "jawaban susulan diterima server surel", "the mail server has accepted the addendum")
    SENT_BY_HAND = Row(
        "sent_by_hand",
        "surel lewat webmail setelah selesai",
        "answered in webmail; it had ended already",
        known_as="sent",
    )
    SENT = Row("sent", "{notice} ke {to}", "{notice} to {to}")
    DELIVERED = Row(
        "delivered",
        "eskalasi {rung} kepada {person} diterima server surel",
        "{rung} of {due_on} to {person}: accepted by the mail server",
        title="Eskalasi diterima server surel",
        counted=10,
    )
    UNDELIVERED = Row(
        "undelivered", "{notice} ditolak: {says}", "{notice} was refused: {says}", title="Surel tidak sampai", listed=3
    )
    BOUNCED = Row(
        "bounced",
        "[{notice}|surel kami] tidak sampai ({status})",
        "bounce (permanent, {status}) of [{notice}|a mail of ours]",
        title=TITLE_BOUNCED,
        listed=4,
    )
    DELAYED = Row(
        "delayed",
        "[{notice}|surel kami] tertunda ({status})",
        "bounce (temporary, {status}) of [{notice}|a mail of ours]",
        title=TITLE_BOUNCED,
        listed=4,
        known_as="bounced",
    )
    UNKNOWN = Row(
        "unknown", "{notice}: tidak diketahui apakah sampai", "{notice}: whether it went out is unknown; not sent again"
    )
    PUT_BACK = Row("put_back", "{notice} dikirim ulang ke {to}", "{notice} to {to}: put back by hand, goes out again")
    CANCELLED = Row("cancelled", "{notice} tidak jadi dikirim: {reason}", "{notice}: {reason}")
    # What time and machines brought about.
    MACHINE = Row("machine", "{reason}", "{reason}; nothing changes")
    PASSED = Row(
        "passed",
        "peringatan dilewati: ada yang lebih tinggi",
        "[{rung}: a higher rung is due][reminder {reminder}][chaser to {unit}][ of {day}]",
    )
    ESCALATED = Row("escalated", "eskalasi {rung}", "{rung}: [{told}|nobody]", title="Eskalasi", counted=9)
    REMINDED = Row("reminded", "pelapor diingatkan", "reminder {reminder}")
    HANDED_ON = Row(
        "handed_on",
        "[dari {before} ]kepada {name}",
        "to {officer}[: {before} is not on the staff any more]",
        title="Petugas diganti",
        listed=10,
    )
    REMEMBERED = Row(
        "remembered",
        "tanpa langkah berikut; diserahkan kepada [{told}|tidak seorang pun]",
        "had no next step; given to [{told}|nobody]",
        title="Tanpa langkah berikut, diserahkan kepada petugas",
        listed=9,
    )
    UNASKED_TOLD = Row(
        "unasked_told",
        "diingatkan bahwa laporan belum lengkap: {told}",
        "still incomplete and not asked: [{told}|nobody]",
    )
    CHASED = Row("chased", "unit kerja diingatkan", "{unit}: due on {due_on}")
    PAUSE_OVER = Row(
        "pause_over",
        "jeda berakhir setelah {days} hari kerja",
        "{days} working days are the longest pause: the clock runs again",
    )
    DUE_MOVED = Row(
        "due_moved",
        "{before} menjadi {after}: {reason}",
        "from {before} to {after}: {reason}",
        title=TITLE_DUE_MOVED,
        counted=11,
        listed=2,
    )
    PUT_OFF = Row("put_off", "galat: {error}", "{error}", title="Ditunda karena galat", listed=8)
    # The desk's own.
    SHUNTED = Row("shunted", "surel {mail}: {reason}", "mail {mail}: {reason}", title="Tidak dapat diproses", listed=7)
    COMPARED = Row(
        "compared", "{count} surel dari {folder} belum tercatat", "{folder}: {count} mails were not in the ledger"
    )
    RECOUNTED = Row(
        "recounted",
        "{reason}: {count} laporan",
        "{reason}: {count} tickets",
        title="Kalender atau aturan waktu berubah",
        listed=1,
    )
    DIGEST = Row("digest", "ringkasan untuk [{told}|tidak seorang pun]", "[{told}|nobody gets it]")
    EARLIER = Row("earlier", "kejadian lama", "kept by an earlier version")
