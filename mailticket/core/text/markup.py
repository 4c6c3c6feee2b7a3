"""Which markup of which mail client says quote, signature or forward."""

import re
from collections.abc import Callable

from selectolax.lexbor import LexborNode

from mailticket.core.mail import Markup
from mailticket.core.text.page import END, Page, Sign

# Elements whose whole content is a quotation, with its attribution; where they hold a blockquote they end with it,
# because people answer below the quotation inside the same container (Gmail, Proton).
_QUOTE_CLASSES = frozenset(
    {
        "gmail_quote",
        "gmail_quote_container",  # Gmail, and Android clients that follow it
        "gmail_attr",  # its attribution line, where it stands alone
        "yahoo_quoted",
        "yqt",  # Yahoo
        "protonmail_quote",  # Proton
        "tutanota_quote",  # Tuta
        "moz-cite-prefix",  # Thunderbird's attribution line
        "zmail_extra",
        "zmail_extra_hr",  # Zoho
        "sh-quoted-content",  # Superhuman
        "front-blockquote",  # Front
        "quoted-text",
        "freshdesk_quote",
        "gorgias_quote",
        "hs_reply",  # helpdesks
        "wmi-quote",  # Yandex
        "domino-section",  # Lotus Domino on the web
        "mailbox-quote",
    }
)
_QUOTE_IDS = frozenset(
    {
        "reply-intro",  # Roundcube's attribution line
        "isreplycontent",
        "ntes-pcmail-quote",  # NetEase
        "qt",  # Fastmail
        "replybody",
        "replywithinlinequote",
    }
)
_QUOTE_NAMES = frozenset(
    {
        "quote",  # GMX, Web.de
        "messagereplysection",  # Spark, Sparrow
    }
)
# After these everything down to the end of the mail is quotation.
_REST_IDS = frozenset(
    {
        "divrplyfwdmsg",  # Outlook on the web, Outlook 365
        "appendonsend",  # the same
        "mail-editor-reference-message-container",  # new Outlook for phones
        "ms-outlook-mobile-reference-message",
        "olk_src_body_section",  # Outlook for phones, for Mac
        "stopspelling",  # Outlook.com of old
        "zwchr",  # Zimbra's divider
    }
)
_REST_CLASSES = frozenset(
    {
        "outlookmessageheader",  # Outlook 2003 and older
        "ms-outlook-mobile-reference-message",
    }
)
_SIGNATURE_CLASSES = frozenset({
    "gmail_signature", "gmail_signature_prefix", "moz-signature", "protonmail_signature_block", "sh-signature",
    "tutanota_signature", "zmail_signature", "front-signature",
    "signature",  # Yahoo, behind a number
})  # fmt: skip
_SIGNATURE_IDS = frozenset({
    "applemailsignature", "ms-outlook-mobile-signature", "signature", "_rc_sig", "composer_signature",
    "ymail_android_signature", "ymail_ios_signature", "ydpsignature", "zmail_signature", "proton-signature",
})  # fmt: skip
_SIGNATURE_NAMES = frozenset({"messagesignaturesection"})
_FORWARD_CLASSES = frozenset({"moz-forward-container"})
_ZIMBRA = {
    "__divider__": Markup.QUOTE,
    "__headers__": Markup.QUOTE,
    "__quoted_text__": Markup.QUOTE,
    "__sig_pre__": Markup.SIGNATURE,
    "__sig_post__": Markup.SIGNATURE,
}

# Gmail writes a forward's header block below a line of dashes in every language; Apple announces it.
_FORWARD_LINE = re.compile(r"^\s{0,20}-{5,200} ?\w")
ANNOUNCED = (  # Apple's words above what is forwarded
    r"begin forwarded message|forwarded message|(?:mulai|awal) pesan (?:yang )?diteruskan|anfang der weitergeleiteten (?:nachricht|e-?mail)"
    r"|début du message (?:réexpédié|transféré)|inicio del mensaje reenviado|inizio messaggio inoltrato|begin doorgestuurd bericht"
    r"|início da mensagem (?:reencaminhada|encaminhada)|start på videresendt besked|videresendt melding|vidarebefordrat (?:brev|mejl)"
    r"|začátek přeposílané zprávy|začiatok preposlanej správy|välitetty viesti alkaa|započni proslijeđenu poruku|továbbított levél kezdete"
    r"|początek przekazywanej wiadomości|începe mesajul redirecționat|начало переадресованного сообщения|початок листа, що пересилається"
    r"|[iİ]leti başlangıcı|開始轉寄郵件|开始转发的邮件|下面是(?:被)?转发的邮件|転送されたメッセージ|전달된 메시지 시작"
)
_FORWARD_INTRO = re.compile(rf"(?:{ANNOUNCED})[^\n]{{0,30}}$", re.I)
_BORDER_TOP = re.compile(
    r"border-top(?:-style)?\s{0,9}:\s{0,9}[^;]{0,40}solid|border\s{0,9}:\s{0,9}none\s{0,9};\s{0,9}border-top", re.I
)
_HEADER_LABEL = re.compile(r"(?:^|\n)\s{0,9}\*?[^\W\d_][\w .-]{1,20} ?\*?: ", re.M)


class Markings:
    """The marks of one walk: the outermost counts, what lies inside a marked element is not marked again."""

    def __init__(self) -> None:
        self._open = 0
        self._rest = False  # everything down to the end is marked
        self._ends_with_quote = 0  # a container that ends with the first blockquote in it

    def enter(
        self, node: LexborNode, tag: str, attributes: dict[str, str | None], page: Page
    ) -> Callable[[], None] | None:
        """Begin the mark of an element; return what ends it, None when there is nothing to end."""
        if self._rest:
            return None
        if self._open:
            return self._end_with_quote(page) if tag == "blockquote" and self._ends_with_quote == self._open else None
        names = _names(attributes)
        if self._begins_rest(node, tag, attributes, names):
            page.sign(Sign("begin", markup=Markup.QUOTE))
            self._rest = True
            return None
        markup = self._markup(node, tag, attributes, names, page)
        if markup is None:
            return None
        return self._begin(node, tag, markup, page)

    def _begin(self, node: LexborNode, tag: str, markup: Markup, page: Page) -> Callable[[], None]:
        """Open a mark and return what closes it."""
        page.sign(Sign("begin", markup=markup))
        self._open += 1
        level = self._open
        if markup is Markup.QUOTE and tag != "blockquote" and node.css_first("blockquote") is not None:
            self._ends_with_quote = level

        def end() -> None:
            if self._open == level:
                self._open -= 1
                page.sign(END)
            self._ends_with_quote = 0

        return end

    def _end_with_quote(self, page: Page) -> Callable[[], None]:
        """Return what ends the open container together with this blockquote."""
        self._ends_with_quote = 0

        def end() -> None:
            if self._open:
                self._open -= 1
                page.sign(END)

        return end

    def _begins_rest(
        self, node: LexborNode, tag: str, attributes: dict[str, str | None], names: tuple[set[str], str, str]
    ) -> bool:
        """True for the element after which everything is quotation."""
        classes, identity, _ = names
        if identity in _REST_IDS or classes & _REST_CLASSES:
            return True
        if (attributes.get("data-marker") or "").lower() == "__divider__":
            return True
        if tag == "div" and _BORDER_TOP.search((attributes.get("style") or "")[:2_000]):
            return len(_HEADER_LABEL.findall(first_words(node))) >= 3  # Outlook's header block under its line
        return False

    def _markup(
        self,
        node: LexborNode,
        tag: str,
        attributes: dict[str, str | None],
        names: tuple[set[str], str, str],
        page: Page,
    ) -> Markup | None:
        """Return what the element says of its content."""
        classes, identity, name = names
        if classes & _SIGNATURE_CLASSES or identity in _SIGNATURE_IDS or name in _SIGNATURE_NAMES:
            return Markup.SIGNATURE
        if attributes.get("data-smartmail") == "gmail_signature" or attributes.get("data-signatureblock") == "true":
            return Markup.SIGNATURE
        if classes & _FORWARD_CLASSES:
            return Markup.FORWARD
        marker = attributes.get("data-marker")
        if marker and marker.lower() in _ZIMBRA:
            return _ZIMBRA[marker.lower()]
        cited = tag == "blockquote" and (
            (attributes.get("type") or "").lower() == "cite" or "cite" in attributes or "quote" in " ".join(classes)
        )
        if cited or classes & _QUOTE_CLASSES or identity in _QUOTE_IDS or name in _QUOTE_NAMES:
            if _FORWARD_INTRO.search(page.last_line()) if cited else _FORWARD_LINE.match(first_words(node)):
                return Markup.FORWARD
            return Markup.QUOTE
        return None


# Yahoo, Hotmail and Outlook on the web put these before the names that they find in a mail, Yahoo before its own too.
_PREFIXES = re.compile(r"(?:x_|ecx|yiv\d{6,12}|ydp[0-9a-f]{6,9})+")


def _names(attributes: dict[str, str | None]) -> tuple[set[str], str, str]:
    """Return the classes, the id and the name of an element, in lower case."""
    classes = attributes.get("class")
    return (
        {_name(one) for one in classes[:500].split()} if classes else set(),
        _name(attributes.get("id") or ""),
        (attributes.get("name") or "").lower(),
    )


def _name(word: str) -> str:
    """Return a class or id in lower case, without what a client put before it."""
    word = word.lower()
    return _PREFIXES.sub("", word, count=1) if word.startswith(("x_", "ecx", "yiv", "ydp")) else word


def first_words(node: LexborNode) -> str:
    """Return the first words of an element: line by line, at most 80 nodes of it."""
    pieces: list[str] = []
    stack = [node.child]
    for _ in range(80):
        if not stack:
            break
        top = stack.pop()
        if top is None:
            continue
        stack.append(top.next)
        if top.tag == "-text":
            pieces.append(" ".join((top.text_content or "")[:400].split()) + " ")
        elif top.tag in ("br", "p", "div", "tr"):
            pieces.append("\n")
        if top.child is not None:
            stack.append(top.child)
    return "".join(pieces)
