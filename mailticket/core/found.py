"""The values of a reading: what can be known from one mail alone. core.reading makes them; all are frozen."""

from dataclasses import dataclass
from enum import StrEnum

from mailticket.core.citizen import Identity
from mailticket.core.happenings import Happening, Screened
from mailticket.core.mail import Address, Attachment, Mail
from mailticket.core.policy import Kind
from mailticket.core.proof import UNREAD, Proof
from mailticket.core.writer import Writer


class Action(StrEnum):
    """What the mail alone deserves; own addresses, history, limits and trust are decision's."""

    ACCEPT = "accept"
    SILENT = "silent"  # a ticket or message as usual, no automatic answer
    DROP = "drop"  # kept and listed, no ticket


@dataclass(frozen=True, slots=True)
class Bounce:
    """A delivery status, by RFC 3464 or by wording."""

    recipients: tuple[str, ...]
    status: str | None  # "5.1.1"
    permanent: bool
    original_message_id: str | None


@dataclass(frozen=True, slots=True)
class Screening:
    """What core.screen found; `rule` is the row that spoke, None for an ordinary mail."""

    action: Action
    rule: Screened | None
    why: str  # the sign by which it is known
    is_auto_response: bool = False
    is_bounce: bool = False
    is_list: bool = False
    bounce: Bounce | None = None


class Left(StrEnum):
    """What something is that is left out of a person's text."""

    SIGNATURE = "signature"
    DEVICE = "device"  # "Sent from my iPhone"
    FOOTER = "footer"  # of confidentiality, of a mailing list, of a virus scanner
    BANNER = "banner"  # a mail server's warning that the mail came from outside


@dataclass(frozen=True, slots=True)
class Cut:
    """One stretch that is left out of a person's text, and why."""

    what: Left
    text: str
    known: bool = True  # by what it holds: a name, a formula, a number; False: only by the mark above it

    @property
    def on_one_line(self) -> str:
        """Its words, as they are shown beside the text."""
        lines = [" ".join(line.split()) for line in self.text.split("\n") if line.strip(" -_=*")]
        return " ".join(line if line[-1] in ",.:;!?" else f"{line}," for line in lines).rstrip(",")


@dataclass(frozen=True, slots=True)
class Reply:
    """A mail's text taken apart; joined in order the parts are everything."""

    text: str  # what the human newly wrote; "" for automatic mail and for a pure quotation
    quote: str  # quoted text, attribution lines included, marks (`> `) kept
    signature: str  # signature, device line, disclaimer, banner: all that `cuts` tells apart
    quote_above: bool  # something quoted stands above the first newly written line
    form: str  # lines of our own form that the human filled in inside the quotation, without quote marks
    cuts: tuple[Cut, ...] = ()
    is_cut: bool = False  # a limit of reading cut the text: there is more of it in the mail
    inside: bool = False  # some of the text stands where a client puts the quotation: found by what our mails say


@dataclass(frozen=True, slots=True)
class Told:
    """What a citizen tells by a mail, and what is not counted as it, each stretch on one line."""

    text: str
    cuts: tuple[tuple[str, str], ...] | None  # None: the text is not all; what else the mail holds is shown with it


@dataclass(frozen=True, slots=True)
class Matter:
    """Kind, category and whether a reader could start handling it."""

    kind: Kind
    kind_why: str
    category: str
    category_words: tuple[str, ...]
    detail: bool
    detail_why: str
    language: str  # id | en
    confidential: bool = False  # the writer asks that the identity be kept secret
    anonymous: bool = False  # the writer wishes not to be named
    withdrawn: bool = False  # the writer takes the report back
    thanks: bool = False  # nothing but thanks or a greeting
    replies: bool = False  # it says yes, no or done: of thanks, whether they can answer a question of ours
    reaction: bool = False  # a mark of a mail program, and not a word
    recalls: str | None = None  # the subject of an own mail that its sender asks back
    rating: int | None = None  # a bare 1..5
    fellow: bool = False  # the writer says that the same happened to the writer too
    own: bool = False  # the writer speaks of something of the writer's own
    kind_confidence: float = 1.0  # how probable it is that the kind is right
    detail_confidence: float = 1.0  # likewise of `detail`, whether it says yes or no
    has_story: bool = False  # enough facts are counted to be a matter of its own, whatever was learned
    behalf: bool = False  # the writer speaks for somebody else: as a lawyer, a child, a neighbour asked to write


class CommandTrouble(StrEnum):
    """Why a mail is held although (or because) something in it looks like a command."""

    UNKNOWN = "unknown"  # the first line is an unknown #word
    UNMARKED = "unmarked"  # "tutup saja, ...": a command word without its mark
    BELOW = "below"  # a known command stands below a greeting or inside a sentence
    CONFLICT = "conflict"  # several commands that each need the text, or exclude one another


@dataclass(frozen=True, slots=True)
class Command:
    """A command as typed: lower case, without its mark, untranslated; unknown words included."""

    name: str
    argument: str | None = None


@dataclass(frozen=True, slots=True)
class Orders:
    """The commands of a mail, read as if an officer had written it, with the text below them."""

    commands: tuple[Command, ...] = ()
    text: str = ""  # the text below the command lines (all of the reply when there is no command)
    trouble: CommandTrouble | None = None
    word: str = ""  # the word that made the trouble
    near: tuple[str, ...] = ()  # known commands that it may have meant


@dataclass(frozen=True, slots=True)
class ByHand:
    """A mail that bears a machine's mark, read as a person's: for when its sender says that a person wrote it."""

    reply: Reply
    orders: Orders


@dataclass(frozen=True)
class Inner:
    """A mail that somebody else wrote and an officer passed on."""

    sender: Address
    subject: str
    text: str
    files: tuple[Attachment, ...]
    message_id: str | None = None


@dataclass(frozen=True)
class Report:
    """What an officer's mail tells of a citizen who did not write to the desk."""

    title: str
    body: str  # "": the form is empty
    channel: str
    channel_number: str  # of LAPOR, "" elsewhere
    identity: Identity
    matter: Matter
    inner: Inner | None = None  # the forwarded mail that it was read from; None: the form below #daftar


KIND = "kind"  # what is corrected beside the citizen's details


@dataclass(frozen=True, slots=True)
class Correction:
    """One detail as an officer states it; value None: there is none."""

    field: str  # of citizen.FIELDS, or KIND
    value: str | None


@dataclass(frozen=True, slots=True)
class Corrections:
    """What an officer states below `#data`."""

    stated: tuple[Correction, ...] = ()
    province: str | None = None  # in which the stated address lies
    slips: tuple[Happening, ...] = ()  # lines that cannot be taken, and why


@dataclass(frozen=True)
class Reading:
    """Everything known from one mail alone."""

    mail: Mail
    writer: Writer
    screening: Screening  # what a list of ours adds does not count
    reply: Reply
    identity: Identity
    matter: Matter
    missing: tuple[str, ...]  # fields that are null in this mail, in the order of citizen.FIELDS
    orders: Orders
    token_texts: tuple[str, ...] = ()  # what looks like a token of ours, where our mails put one, the nearest first
    quoted_tokens: frozenset[str] = frozenset()  # of them those in an address, or in a quotation of our mail
    traced_texts: tuple[str, ...] = ()  # the same where servers note the way of a mail: no sender vouches for it
    by_hand: ByHand | None = None
    report: Report | None = None  # only of a mail in the name of staff
    corrections: Corrections | None = None  # likewise, of one that bears `#data`
    alone: Screening | None = None  # of what came through a list of ours: what its head says without knowing that
    proof: Proof = UNREAD  # how far the From line can be believed
    fingerprints: tuple[str, ...] = ()  # names by which a mail of staff is remembered once it is carried out
    quotes_us: bool = False  # what it quotes is a mail of ours

    @property
    def written_by(self) -> Address | None:
        """Whose name is put to the mail: its writer's, or of a relay that names none the one in From."""
        return self.writer.address or next(iter(self.mail.from_), None)

    @property
    def told(self) -> Told:
        """What its citizen tells: the new text, and whatever only a mark calls a signature; else our form, filled in.

        What others wrote is quoted to be read, so that a mail with such a quotation is shown whole.
        """
        reply = self.reply
        lost = (cut.text for cut in reply.cuts if not cut.known)
        text = "\n\n".join(part for part in (reply.text, *lost) if part.strip()) or reply.form
        is_all = self.quotes_us or (bool(text.strip()) and not reply.quote.strip())
        return Told(text, tuple((c.what.value, c.on_one_line) for c in reply.cuts if c.known) if is_all else None)
