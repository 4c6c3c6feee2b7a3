"""Why a mail is held, not answered, dropped or set aside, and why one of ours is not sent any more."""

from mailticket.core.happenings.value import Family, Row


class Hold(Family):
    """Why nothing is done yet, and a person is asked."""

    # What an officer wrote cannot be carried out as it stands.
    UNKNOWN = Row("unknown", "perintah tidak dikenal", "an unknown command")
    NEAR = Row("near", "perintah salah ketik", "a mistyped command", releasable=True)
    UNMARKED = Row("unmarked", "perintah atau jawaban?", "a command word without its mark", releasable=True)
    BELOW = Row("below", "perintah di dalam teks", "a command inside or below the text", releasable=True)
    CONFLICT = Row("conflict", "perintah bertentangan", "commands that exclude one another")
    QUOTED_ABOVE = Row("quoted_above", "perintah di bawah kutipan", "a command below a quotation")
    INSIDE = Row("inside", "teks di dalam kutipan", "a text inside a quotation", releasable=True)
    NOT_ALLOWED = Row("not_allowed", "perintah di luar wewenang", "a command that this role may not give")
    ARGUMENT = Row(
        "argument", "perintah tidak dapat dijalankan", "a command that does not fit the ticket or lacks words"
    )
    EMPTY = Row("empty", "tidak ada teksnya", "no text")
    NOT_A_YES = Row(
        "not_a_yes", "balasan atas pertanyaan kami", "neither yes nor no to a question of ours", releasable=True
    )
    NO_UNIT = Row("no_unit", "unit kerja tidak dikenal", "no such unit")
    NO_OFFICER = Row("no_officer", "petugas tidak dikenal", "no such officer")
    NO_CATEGORY = Row("no_category", "kategori tidak dikenal", "no such category")
    NO_REFERRAL = Row("no_referral", "lembaga tidak dikenal", "no such institution")
    NO_NUMBER = Row("no_number", "tiket tidak dikenal", "no such ticket")
    ENDED = Row("ended", "tiket itu sudah dijawab atau ditutup", "that ticket of another citizen has ended")
    NO_DRAFT = Row("no_draft", "belum ada konsep", "no draft of a unit")
    NEWER_DRAFT = Row("newer_draft", "ada konsep yang lebih baru", "a newer draft has come", releasable=True)
    EMPTY_DRAFT = Row("empty_draft", "konsep tanpa teks", "a draft without text")
    NO_HELD = Row("no_held", "surel itu tidak ditahan", "no such held mail")
    NEVER_ANSWERED = Row("never_answered", "belum pernah dijawab", "never answered")
    ANSWER_WAITS = Row("answer_waits", "jawaban belum berangkat", "an answer still waits to go out")
    TOO_LATE = Row("too_late", "sudah berangkat", "too late: it has left")
    ANSWERED_BEFORE = Row("answered_before", "sudah diputuskan", "decided before")
    DATA = Row("data", "data pelapor tidak terbaca", "a correction with lines that cannot be taken")
    REGISTER = Row("register", "formulir pendaftaran", "a report to be filed without its form")
    # Which ticket is meant is not certain.
    NO_TICKET = Row("no_ticket", "tiket tidak diketahui", "names no ticket")
    OTHER_NUMBER = Row("other_number", "nomor tiket berbeda", "names another ticket than it answers")
    # It may not be meant for the citizen as it stands.
    UNFINISHED = Row("unfinished", "tampaknya belum selesai ditulis", "seems not to be finished", releasable=True)
    NOD = Row("nod", "hanya mengiyakan atau berjanji", "only an acknowledgement or a promise", releasable=True)
    QUESTION = Row("question", "pertanyaan, bukan jawaban", "a question, not an answer", releasable=True)
    LITTLE = Row("little", "terlalu singkat", "says too little", releasable=True)
    REPEATED = Row("repeated", "teks berulang dalam waktu singkat", "the same again, or very soon", releasable=True)
    INTERNAL = Row("internal", "tampaknya untuk kalangan internal", "marked as internal", releasable=True)
    LONG = Row("long", "terlalu panjang untuk sebuah surel", "longer than limits.letter_characters_max")
    NO_ATTACHMENT = Row("no_attachment", "lampirannya tidak ada", "speaks of a file that is not there", releasable=True)
    FILE_LOST = Row(
        "file_lost",
        "ada gambar atau berkas yang tidak kami terima utuh",
        "a picture or file was not received whole",
        releasable=True,
    )
    FOREIGN_NUMBER = Row(
        "foreign_number", "memuat nomor identitas atau rekening", "an identity or account number", releasable=True
    )
    COLLEAGUE = Row("colleague", "tampaknya untuk rekan kerja", "addresses a colleague", releasable=True)
    LOSES_TEXT = Row(
        "loses_text",
        "sebagian teksnya tidak ikut dikirim",
        "would lose text that nothing but a mark calls a signature",
        releasable=True,
    )
    CUT_SHORT = Row(
        "cut_short", "tidak terbaca seluruhnya", "its text is cut short by a limit of reading", releasable=True
    )
    UNCONFIRMED = Row(
        "unconfirmed",
        "alamat pelapor belum dibenarkan pemiliknya",
        "the owner of the citizen's address has not confirmed it",
        releasable=True,
    )
    MANY_RECIPIENTS = Row("many_recipients", "dikirim kepada banyak orang", "sent to many people", releasable=True)
    # It is another's, and a person may let it go on.
    FORWARDED = Row("forwarded", "surel yang diteruskan", "a forwarded mail", releasable=True)
    UNIT_UNPROVEN = Row(
        "unit_unproven", "surel unit kerja tanpa kode", "a unit's mail without a token", releasable=True
    )
    UNIT_FAILED = Row(
        "unit_failed", "pengirim unit kerja gagal diperiksa", "the mail server says that the unit's sender is false"
    )
    # The sender is not proven.
    CITIZEN_TOKEN = Row("citizen_token", "dengan kode pelapor", "with a citizen's token")
    FOREIGN_TICKET = Row("foreign_ticket", "dengan kode orang lain", "with somebody else's token")
    SEVERAL = Row("several", "berisi beberapa kode", "bears tokens of several tickets or persons")
    EXPIRED = Row("expired", "kode kedaluwarsa", "with an expired token")
    NO_TOKEN = Row("no_token", "tanpa kode", "without a token")
    OTHER_ADDRESS = Row("other_address", "dari alamat lain", "from another address")
    FAILED_VERDICT = Row("failed_verdict", "pengirim gagal diperiksa", "the mail server says that the sender is false")
    NO_VERDICT = Row("no_verdict", "pengirim tidak diperiksa", "the mail server vouches for nobody", releasable=True)
    WRONG_DATE = Row(
        "wrong_date", "tanggalnya jauh dari saat tiba", "its date is far from its arrival", releasable=True
    )
    DOUBLED = Row("doubled", "kepala suratnya ganda", "a header stands in it twice", releasable=True)
    NOT_TO_US = Row("not_to_us", "tidak dialamatkan kepada kami", "not addressed to the desk", releasable=True)
    SENT_AGAIN = Row(
        "sent_again", "surel yang sama sudah dilaksanakan", "the same was carried out before", releasable=True
    )
    AUTOMATIC = Row("automatic", "bertanda otomatis", "marked as automatic", releasable=True)
    MANY = Row("many", "terlalu banyak surel yang meragukan", "more doubtful mails in an hour than are told one by one")
    NO_TICKET_TOKEN = Row(
        "no_ticket_token", "perintah di luar tiket", "a command outside of any ticket", releasable=True
    )
    NOT_ITS_CITIZEN = Row(
        "not_its_citizen",
        "menyebut {number}, tetapi bukan dari pelapornya",
        "names {number}, but without a token and not from its citizen",
    )
    NOT_IN_BOOK = Row(
        "not_in_book", "kodenya tidak ada di buku tiket", "bears a token of {number}, which is not in the book"
    )
    LEFT = Row("left", "{person} bukan petugas lagi", "{person} is not on the staff any more")
    NO_UNIT_NOW = Row("no_unit_now", "kode unit tanpa unit atau tiketnya", "a unit's token without its unit or ticket")


class Slip(Family):
    """Why a line below `#data` cannot be taken."""

    NO_LABEL = Row("no_label", '"{line}": bukan baris data', '"{line}": names no detail of the citizen')
    NO_VALUE = Row("no_value", '"{line}": isinya kosong', '"{line}": nothing stands behind it')
    NO_NAME = Row("no_name", '"{line}": bukan nama orang', '"{line}": no name of a person')
    NO_POSTAL = Row("no_postal", '"{line}": bukan alamat', '"{line}": no address')
    NO_PHONE = Row(
        "no_phone", '"{line}": bukan nomor telepon yang dapat dihubungi', '"{line}": not one number that can be dialled'
    )
    NO_EMAIL = Row("no_email", '"{line}": bukan alamat surel pelapor', '"{line}": no mailbox of a citizen')
    NO_KIND = Row("no_kind", '"{line}": bukan jenis laporan', '"{line}": no kind of report')
    TWICE = Row("twice", '"{line}": sudah disebut di atas', '"{line}": stated above already')


class Silence(Family):
    """Why a mail or ticket gets no automatic answer; any doubt is a reason (RFC 3834, section 2)."""

    IMPORTED = Row("imported", "surat lama yang diimpor", "imported mail")
    SPAM_FOLDER = Row("spam_folder", "dari folder spam", "spam folder", suspect=True)
    OVERSIZE = Row("oversize", "melebihi ukuran terbesar", "larger than limits.mail_size_bytes_max")
    TOO_OLD = Row("too_old", "lebih lama dari {hours} jam", "older than {hours} hours")
    OWN_ADDRESS = Row("own_address", "surel kami sendiri", "sent from our own address")
    NOT_TO_US = Row("not_to_us", "tidak dialamatkan kepada kami", "not addressed to the desk")
    NOT_PROVEN = Row("not_proven", "pengirim gagal diperiksa", "sender not proven: {evidence}", suspect=True)
    SENDER_LIMIT = Row(
        "sender_limit", "batas {count} jawaban otomatis", "over {count} automatic mails to this sender in a day"
    )
    DOMAIN_LIMIT = Row(
        "domain_limit", "batas {count} jawaban otomatis", "over {count} automatic mails to this domain in an hour"
    )
    UNCONFIRMED = Row(
        "unconfirmed",
        "alamatnya diketik melalui {sender}, belum dibenarkan pemiliknya[; {reason}]",
        "the address was typed by way of {sender}, and its owner has not confirmed it[; {reason}]",
    )
    ASKED_OFTEN = Row("asked_often", "sudah ditanya {count} kali", "asked {count} times already")
    ONLY_THANKS = Row("only_thanks", "hanya ucapan terima kasih", "only thanks")
    NO_ADDRESS = Row("no_address", "tanpa alamat surel", "no e-mail address")
    NEVER_ASKED = Row("never_asked", "tidak ada langkah berikutnya", "nothing was to follow")
    BLOCKED = Row(
        "blocked", "alamatnya tidak menerima surel: {reason}", "{notice}: the address takes no mail: {reason}"
    )
    BY_OFFICER = Row("by_officer", "dilengkapi petugas, pelapor tidak disurati", "an officer stated what was missing")
    ANONYMOUS = Row("anonymous", "pelapor tidak ingin disebut namanya", "the citizen wishes not to be named")
    EARLIER = Row("earlier", "alasan lama", "a reason kept by an earlier version")


class Screened(Family):
    """The rule of the screen that spoke, by the same name as in core.screen."""

    FEEDBACK_REPORT = Row("feedback_report", "laporan keluhan spam", "feedback_report: {evidence}")
    RECEIPT = Row("receipt", "tanda terima baca", "receipt: {evidence}")
    CHALLENGE = Row("challenge", "kotak surat yang minta konfirmasi", "challenge: {evidence}")
    BOUNCE = Row("bounce", "surel kembali (bounce)", "bounce: {evidence}")
    DELIVERY_REPORT = Row("delivery_report", "laporan pengiriman", "delivery_report: {evidence}")
    VACATION_HEADER = Row("vacation_header", "jawaban otomatis", "vacation_header: {evidence}")
    VACATION_SUBJECT = Row("vacation_subject", "jawaban otomatis", "vacation_subject: {evidence}")
    VACATION_WORDS = Row("vacation_words", "jawaban otomatis", "vacation_words: {evidence}")
    AUTOMATIC = Row("automatic", "jawaban otomatis", "automatic: {evidence}")
    LIST_NOTICE = Row("list_notice", "pemberitahuan milis", "list_notice: {evidence}")
    LIST = Row("list", "milis", "list: {evidence}")
    BULK = Row("bulk", "surel massal", "bulk: {evidence}")
    GENERATED = Row("generated", "surel buatan mesin", "generated: {evidence}")
    ACKNOWLEDGED = Row("acknowledged", "tanda terima otomatis", "acknowledged: {evidence}")
    PROGRAM = Row("program", "surel buatan mesin", "program: {evidence}")
    NO_REPLY_SENDER = Row("no_reply_sender", "pengirim tidak menerima balasan", "no_reply_sender: {evidence}")
    MACHINE_SENDER = Row("machine_sender", "pengirim adalah mesin", "machine_sender: {evidence}")
    VACATION_DOUBT = Row("vacation_doubt", "mungkin jawaban otomatis", "vacation_doubt: {evidence}")
    ACKNOWLEDGEMENT = Row("acknowledgement", "tanda terima otomatis", "acknowledgement: {evidence}")
    MACHINE_MADE = Row("machine_made", "surel buatan mesin", "machine_made: {evidence}")
    SPAM_FLAG = Row("spam_flag", "ditandai sebagai spam", "spam_flag: {evidence}", suspect=True)
    HOP_COUNT = Row("hop_count", "terlalu sering diteruskan", "hop_count: {evidence}")


class Drop(Family):
    """Why no ticket comes of a mail, beside the rules of the screen."""

    OUR_OWN = Row("our_own", "surel kami sendiri", "our own mail come back")
    SAME = Row("same", "surel yang sama sudah ada", "the same mail already stands in {place}")
    RECALL = Row("recall", "permintaan menarik surel yang tidak kami kenal", "a recall of a mail that is in no ticket")
    SAME_BYTES = Row("same_bytes", "surel yang sama sudah ada", "the same bytes were kept before")
    SENT_COPY = Row("sent_copy", "surel kami sendiri", "our own mail, as the server keeps it")
    SENT_ELSEWHERE = Row(
        "sent_elsewhere", "surel dari webmail, bukan tentang tiket", "sent from webmail; refers to no mail of a ticket"
    )
    SENT_PAST_CITIZEN = Row(
        "sent_past_citizen",
        "surel dari webmail tentang {number}, bukan kepada pelapornya",
        "sent from webmail; refers to {number}, but does not go to its citizen",
    )


class Shunt(Family):
    """Why a mail could not be processed."""

    NO_SENDER = Row("no_sender", "tanpa pengirim", "no sender: there is nobody to answer")
    EMPTY = Row("empty", "kosong (0 bita)", "empty: 0 bytes")
    UNENDED = Row("unended", "{attempts} kali tidak selesai dibaca", "{attempts} attempts never came to an end")
    FAILED = Row("failed", "galat: {error}", "{error}")


class Stale(Family):
    """Why a mail of ours that waited long need not go out any more."""

    ENDED = Row("ended", "laporan sudah {status}", "the ticket is {status} meanwhile")
    ANSWERING = Row("answering", "jawabannya sedang dikirim", "an answer is on its way")
    DUE_ANEW = Row("due_anew", "batas waktunya kini {due_on}", "the ticket is due on {due_on} meanwhile")
    ANSWERED = Row("answered", "pelapor sudah menjawab", "the citizen has answered meanwhile")
    UNIT_DONE = Row("unit_done", "unit kerja tidak ditunggu lagi", "the unit is not waited for any more")
    OPEN_AGAIN = Row("open_again", "laporan dibuka kembali", "the ticket is open again")
    UNDONE = Row("undone", "dibatalkan", "stopped by its sender")


class Link(Family):
    """Why a mail in a ticket's thread is a matter of its own."""

    LONG_CLOSED = Row("long_closed", "ditutup {days} hari yang lalu", "was closed {days} days ago")
    OTHER_STORY = Row("other_story", "perihal dan isinya lain", "another subject and another story")
    OTHER_PERSON = Row("other_person", "orang lain dengan laporannya sendiri", "another person's own matter")


class Move(Family):
    """Why a due date is another one than before."""

    REOPENED = Row("reopened", "dihitung sejak dibuka kembali", "counted since it was opened again")
    EXTENDED = Row("extended", "diperpanjang {days} hari kerja", "extended by {days} working days")
    SERVICE = Row("service", "waktu layanannya kini {days} hari kerja", "its service time is {days} working days now")
    PAUSED = Row("paused", "dijeda {days} hari kerja", "paused for {days} working days")
    RULES = Row("rules", "kalender atau aturan waktu berubah", "the calendar or the clock's rules changed")
    SETTINGS = Row("settings", "aturan waktu pada pengaturan berubah", "the clock's settings changed")
    CALENDAR = Row(
        "calendar",
        "kalender berubah: {days}[, dan {more} hari lain]",
        "the calendar changed: {days}[, and {more} other days]",
    )
    DAY_OFF = Row("day_off", "{on} libur ({why})", "{on} is off ({why})")
    WORKING_DAY = Row("working_day", "{on} hari kerja", "{on} is a working day")
