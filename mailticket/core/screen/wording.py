"""How mail servers say in words that a mail was not delivered, and to whom."""

import re

from mailticket.core.screen.status import ADDRESS, RECIPIENTS_MAX, tidy

SUBJECT_STRONG = re.compile(
    r"[\W_]{0,6}(?:mail delivery (?:failed|failure|error|system|subsystem|status)|mail (?:system )?delivery"
    r"|mail system error|mail failure|delivery status notification|delivery (?:failure|failed|has failed|problem"
    r"|error|report|notification)"
    r"|undeliver(?:able|ed)|un-?delivered|undeliverable|returned (?:mail|to sender|message|e-?mail)"
    r"|failure (?:notice|delivery|notification|report)|failed mail|message (?:delivery|undeliverable|could not"
    r"|not delivered|status - undeliverable|delayed|you sent)"
    r"|nondeliverable|non[- ]?delivery|nachricht (?:nicht|konnte nicht)|unzustellbar|fehlgeschlagen"
    r"|mail could not be delivered|could not (?:send|deliver)|warning: (?:could not send|message|e-?mail)"
    r"|permanent (?:delivery )?failure"
    r"|user unknown|unable to deliver|dns error|can ?not send|e?mail (?:error|returned|bounced)"
    r"|bounce(?:d)?(?: action)? ?(?:notif|mail|message|:)|smtp (?:mail )?(?:failure|error)|rejected (?:mail"
    r"|message)|mail rejected|rejected: |your message (?:could|was|has) (?:not|been|bounced)"
    r"|sysmail|mdaemon (?:warning|notification)|message could not be delivered|delayed mail|delayed delivery"
    r"|delivery delayed|mail delay|transient delivery|notification d['’]?(?:état|echec|échec)"
    r"|échec de (?:la )?remise|non remis|non recapitabile|mancata consegna|avviso di mancato"
    r"|no entregado|no se puede entregar|error de entrega|devuelto|devolución|não entregue|mensagem não"
    r"|falha na entrega|onbestelbaar|niet bezorgd|kan niet|nedostavlen|niedostarczone|olevererbar|leverans"
    r"|udelivered|postkast|notificação de status|kirim gagal|gagal (?:ter)?kirim|tidak (?:dapat )?terkirim"
    r"|pemberitahuan (?:status )?(?:pengiriman|gagal)|pengiriman gagal|pesan tidak terkirim|kegagalan pengiriman"
    r"|tidak terkirim|недоставлен|не доставлено|сообщение не|ошибка доставки|возврат|配信不能|送信エラー"
    r"|メール配信|エラーメール|系统退信"
    r"|退信|无法投递|無法投遞|投递失败|배달 실패|전송 실패|반송"
    r"|error sending|nao foi possivel|n[ãa]o foi poss[ií]vel|message blocked|undelivered mail|unzustellbar:"
    r"|delivery incomplete|failed delivery|recipient (?:unknown|not found)|invalid (?:recipient|address)"
    r"|message non distribu|\*\*message you sent|considered unsolicited)",
    re.I,
)
SUBJECT_WEAK = re.compile(
    r"[\W_]{0,6}(?:(?:re: )?(?:warning|error|notice|notification|failure|failed|rejected|delayed|returned|bounce"
    r"|unknown|invalid|blocked|mail|message|delivery|automatic|auto|report|status|system|ndn|dsn|postmaster"
    r"|problem)|[^\n]{0,80}(?:undeliverable|not delivered|delivery (?:failure|failed|error)|failure notice"
    r"|user unknown|tidak terkirim|could not be delivered|nondeliverable|bounced))",
    re.I,
)
FAILED = re.compile(
    r"(?:could ?n[o']t|couldn['’]t|can ?not|can['’]t|unable to|was ?n['o’]t|not be|failed to|has not been|did not"
    r"|not yet been|unable|have been|hasn['’]t been|was not|were not) (?:be )?(?:able to )?(?:be"
    r" )?(?:(?:successfully|immediately|completely) )?(?:delivered|deliver|reach(?:ed)?|sent|send|forwarded"
    r"|processed|complete|accept)"
    r"|undeliver(?:able|ed)|delivery (?:to the following|has failed|failed|failure|problem|error|attempt|status)"
    r"|(?:permanent|fatal|transient|temporary|delivery) (?:fatal |non-fatal )?(?:errors?|failure|problems?)"
    r"|returned (?:to|mail|message)|mail delivery"
    r"|user(?: is)? unknown|unknown (?:user|recipient|local part|mailbox|address|host)|no such (?:user|recipient"
    r"|address|mailbox|person)|mailbox (?:is )?(?:full|unavailable|not found|disabled|over quota|quota)"
    r"|not a valid (?:user|mailbox|recipient)|invalid (?:recipient|user|address|mailbox)"
    r"|user not (?:found|known|listed)|recipient(?:s)? (?:rejected|unknown|not found|address rejected)"
    r"|address(?:es)? (?:failed|not found|rejected|unknown|had)|does(?:n['’]t| not) (?:exist|have)|over quota"
    r"|quota exceeded|exceeded (?:storage|quota)|host (?:unknown|not found)|relay(?:ing)? (?:denied|access denied)"
    r"|this (?:user|mailbox|account|address)[^\n]{0,40}(?:not|no longer|disabled|unknown)|bounce[ds]?"
    r"|message (?:delayed|blocked|rejected)|rejected (?:by|your)|refused|smtp error|\b5[05]\d[ -]\d\.\d\.\d|\b55\d "
    r"|tidak (?:dapat )?(?:di)?(?:ter)?(?:kirim|sampai|antar)|tidak ditemukan|gagal (?:di)?kirim|nicht zugestellt"
    r"|nicht zustell|konnte nicht|unzustellbar|n['’]a pas pu|impossible de|non remis|non distribu"
    r"|no (?:se )?(?:pudo|ha podido|puede)|no fue (?:posible )?entreg|não (?:pôde|foi)|non è stato|mancata consegna"
    r"|recapit"
    r"|не (?:может|было|удалось|доставлено)|配信できません|送信できません|届けられません|エラー|无法|退信|無法"
    r"|전달할 수 없|전송되지"
    r"|niet (?:worden )?(?:afgeleverd|bezorgd)|kunde inte|kunne ikke|nie (?:mogła|można|został)|had (?:permanent"
    r"|delivery|errors)|failed addresses|not listed in|failure reasons|undelivered|can not be delivered",
    re.I,
)
DELAYED = re.compile(
    r"(?:will (?:continue|keep)(?: to)? (?:try|be|retry)|will (?:be retried|retry|try again|re-?try|keep trying"
    r"|reattempt)|delivery (?:is |has been |was )?delayed|message delayed|delayed (?:mail|delivery)|mail delayed"
    r"|has been delayed|not yet been delivered|has not (?:yet )?been delivered (?:yet|to)"
    r"|this is a warning message only|you do not need to re-?send|warning: (?:message|could not|e-?mail)"
    r"|transient (?:non-fatal|delivery)|temporary (?:delivery )?(?:problem|failure|error)"
    r"|delivery to the following recipients? has been delayed|still be(?:ing)? (?:tried|retried)"
    r"|remains on the queue|wird weiter versucht|verzögert|retard|tertunda|akan dicoba lagi|отложен"
    r"|no action is required on your part|no es necesario que)",
    re.I,
)

# Where the original begins.
_ORIGINAL = re.compile(
    r"^[ \t>*-]{0,40}(?:below this line is a copy|this is a copy of|the (?:header|body|text|first|following is|rest"
    r"|attached)[^\n]{0,30}(?:original|of the message|message follows|message header)|original (?:message"
    r"|mail)(?: (?:follows|headers?|header follows|text|below))?|(?:included|here) (?:is|below is"
    r"|are)[^\n]{0,40}(?:copy|header|message)"
    r"|(?:unsent|returned|undelivered|your|rejected) (?:message|mail)(?: (?:follows|below|is below|as follows"
    r"|header|text|headers|begins))[^\n]{0,40}|message (?:headers?|text|contents?) (?:follow|as follow)s?"
    r"|a copy of (?:your|the)[^\n]{0,60}|your original (?:message|mail)[^\n]{0,40}|copy of (?:your"
    r"|the)? ?(?:original )?message|start of (?:returned|original)[^\n]{0,30}|returned message|mail original"
    r"|begin message|the original message (?:header|follows|is (?:below|attached))"
    r"|following is (?:a copy|the original|the header)[^\n]{0,50}|pesan asli|ursprüngliche nachricht"
    r"|mensaje original|message d['’]origine|header of (?:your|the)|received-from-mta"
    r"|transcript of session follows is|message you sent follows)[^\n]{0,80}$",
    re.I | re.M,
)
_HEADERS = re.compile(
    r"^[ \t>|]{0,6}(?:received: (?:from|by|\(|via)|return-path: ?<|x-originating-ip:|dkim-signature:|arc-seal:"
    r"|mime-version: 1|message-id: ?<|delivered-to:|x-mailer:|content-type: (?:text|multipart)/)",
    re.I | re.M,
)

_A = ADDRESS.pattern
# Words before the address of a recipient; the address stands on the same line or on one of the next.
_INTRO = re.compile(
    r"(?:following (?:(?:e-?mail |mail )?(?:address(?:es)?|recipient|user|destination|person|people"
    r"|account)(?:\(?e?s\)?)?)[^\n]{0,80}|(?:these|this|the) (?:recipients?|address(?:es)?|user"
    r"|mailbox)(?: or (?:distribution lists|groups))?(?:[^\n]{0,30})(?:failed|fail|:|could|invalid|not|is|was)"
    r"|(?:not|n['’]t)(?: be| been)? (?:yet )?(?:delivered|deliver|sent|reach|send|accept)(?: (?:to|the message to"
    r"|your message to|mail to|message to|for|it to))?|deliver(?:y|ing|ed)?(?: (?:of )?(?:your |the "
    r"|a )?(?:e?-?mail|message|mail))? (?:to|for)|unable to (?:deliver|send|relay|reach)[^\n]{0,40}"
    r"|failed (?:recipient|address(?:es)?|to deliver(?: to)?|for)|undeliverable (?:to|address|mail to)|(?:unknown"
    r"|invalid|no such|non-?existent|bad|local|inactive|disabled) (?:e-?mail )?(?:user|recipient|address|mailbox"
    r"|account|local part)(?:s)?(?: name)?|user(?:name)?(?: is)? (?:unknown|not found|not known|unk)"
    r"|mailbox(?: is)? (?:full|not found|unavailable|unknown|for|over quota)|quota exceeded[^\n]{0,20}|rcpt to"
    r"|recipients?(?: address)?(?:\(s\))?(?: (?:were|was|is|are))?(?: affected)?|failed to (?:deliver|send"
    r"|reach)[^\n]{0,40}|address(?:es)? (?:had|with|is|was|in error|rejected|failed)[^\n]{0,40}|sent to|message to"
    r"|mail to|e-?mail to|addressed to|intended for|original to|final-recipient: [^\n;]{0,20};"
    r"|permanent fatal errors|transient non-fatal errors|delivery problems|failed addresses follow|failure reasons"
    r"|could not be (?:resolved|found|reached|delivered)|were affected"
    r"|tidak (?:dapat )?(?:ter|di)?(?:kirim(?:kan)?|sampai)[^\n]{0,20}(?:ke|kepada)|empfänger|an (?:folgende"
    r"|die folgenden)[^\n]{0,30}|destinataire[^\n]{0,30}|destinatarios?[^\n]{0,30}|адресат[^\n]{0,30}"
    r"|получател[^\n]{0,30}|ontvanger[^\n]{0,30}|a la[s]? siguientes? [^\n]{0,30}|宛先|收件人|받는 사람|以下の"
    r"|recipient name"
    r"|to whom it was sent|user:|for user|to user|e-?mail address|mailbox:|account:|address:|user name)",
    re.I,
)
_AT_LINE_START = re.compile(
    rf"^[ \t*>]{{0,16}}(?:<{{1,3}}|\"|'|\[|\(|smtp:|to: ?<?|recipient: ?<?|rcpt to: ?<?|failed (?:recipient"
    rf"|address): ?<?|local: ?|user: ?)?({_A})(?:>{{1,3}}|\"|'|\]|\))?(?: ?\((?:expanded from|generated from"
    rf"|reading|ultimately|was|original)[^\n]{{0,200}}\))?"
    r"(?: ?[:;]|\.\.\.|[ \t]{0,40}$| on (?:mon|tue|wed|thu|fri|sat|sun|\d)|[ \t]{1,40}[(\[<-]| ?, |[ \t]{0,9}(?:\("
    r"|-|failed|unknown|user|not|5\d\d|4\d\d|#\d|did|is |has|does|delivery|error|host|mailbox|could|rejected|\())",
    re.I | re.M,
)
_ANGLED = re.compile(
    rf"(?:rcpt to:? ?|550[^\n]{{0,80}}|55\d[^\n]{{0,80}}|5\.\d\.\d[^\n]{{0,80}}"
    rf"|<<<[^\n]{{0,60}})[<(\[\"']{{1,2}}(?:smtp:)?"
    rf"({_A})[>)\]\"']",
    re.I,
)
_ROLES = frozenset({
    "postmaster", "mailer-daemon", "abuse", "hostmaster", "support", "helpdesk", "webmaster", "mailadmin", "noreply",
    "no-reply", "administrator", "admin", "mailmaster", "mail-daemon",
})
_LINES_BELOW = 8


def report_part(text: str) -> str:
    """Return what the server wrote, without the mail that came back."""
    end = len(text)
    for pattern in (_ORIGINAL, _HEADERS):
        match = next((m for m in pattern.finditer(text) if m.start() > 60), None)
        if match:
            end = min(end, match.start())
    return text[:end]


def find_recipients(report: str, others: frozenset[str]) -> list[str]:
    """Return the addresses that a report says were not reached; `others` write or receive the report."""
    for finder in (_line_starts, _introduced, _angled, _any):
        found = [one for one in finder(report) if one.lower() not in others]
        people = [one for one in found if one.partition("@")[0].lower() not in _ROLES]
        if people or (found and finder is not _any):
            return list(dict.fromkeys(people or found))[:RECIPIENTS_MAX]
    return []


def _line_starts(report: str) -> list[str]:
    """Return addresses that begin a line as an entry: "<a@b>: reason"."""
    return [tidy(match.group(1)) for match in _AT_LINE_START.finditer(report)]


def _introduced(report: str) -> list[str]:
    """Return addresses behind words that announce a recipient, on the same line or below."""
    lines = report.split("\n")
    for index, line in enumerate(lines):
        match = _INTRO.search(line[:1_000])
        if match is None:
            continue
        found = [tidy(m.group()) for m in ADDRESS.finditer(line[match.start() : match.start() + 2_000])]
        if found:
            return found
        below = 0
        for next_line in lines[index + 1 : index + 1 + _LINES_BELOW]:
            found = [tidy(m.group()) for m in ADDRESS.finditer(next_line[:2_000])]
            if found:
                return found
            below += bool(next_line.strip())
            if below > 3:
                break
    return []


def _angled(report: str) -> list[str]:
    """Return addresses in the transcript of an SMTP session."""
    return [tidy(match.group(1)) for match in _ANGLED.finditer(report)]


def _any(report: str) -> list[str]:
    """Return any address."""
    return [tidy(match.group()) for match in ADDRESS.finditer(report)][:1]
