"""How mail servers say in words that a mail was not delivered, or not yet."""

import re

SUBJECT_STRONG = re.compile(
    r"^[\W_]{0,6}(?:mail delivery (?:failed|failure|error|system|subsystem|status)|mail (?:system )?delivery"
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
    r"|メール配信|エラーメール|メールエラー|系统退信"
    r"|退信|无法投递|無法投遞|投递失败|배달 실패|전송 실패|반송"
    r"|error sending|nao foi possivel|n[ãa]o foi poss[ií]vel|message blocked|undelivered mail|unzustellbar:"
    r"|delivery incomplete|failed delivery|recipient (?:unknown|not found)|invalid (?:recipient|address)"
    r"|message non distribu|\*\*message you sent|considered unsolicited)",
    re.I,
)
SUBJECT_WEAK = re.compile(
    r"^[\W_]{0,6}(?:(?:re: )?(?:warning|error|notice|notification|failure|failed|rejected|delayed|returned|bounce"
    r"|unknown|invalid|blocked|mail|message|delivery|automatic|auto|report|status|system|ndn|dsn|postmaster"
    r"|problem)|[^\n]{0,80}(?:undeliverable|not delivered|delivery (?:failure|failed|error)|failure notice"
    r"|user unknown|tidak terkirim|could not be delivered|nondeliverable|bounced))",
    re.I,
)
FAILED = re.compile(
    r"postponed|encountered an error|(?:has been|is being|was|were) (?:automatically )?(?:returned|rejected)"
    r"|(?:could ?n[o']t|couldn['’]t|can ?not|can['’]t|unable to|was ?n['o’]t|not be|failed to|has not been|did not"
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
    r"(?:has been postponed|advisory-only|will (?:continue|keep)(?: to)? (?:try|be|retry)|will (?:be retried|retry"
    r"|try again|re-?try|keep trying"
    r"|reattempt)|delivery (?:is |has been |was )?delayed|message delayed|delayed (?:mail|delivery)|mail delayed"
    r"|has been delayed|not yet been delivered|has not (?:yet )?been delivered (?:yet|to)"
    r"|this is a warning message only|you do not need to re-?send|warning: (?:message|could not|e-?mail)"
    r"|transient (?:non-fatal|delivery)|temporary (?:delivery )?(?:problem|failure|error)"
    r"|delivery to the following recipients? has been delayed|still be(?:ing)? (?:tried|retried)"
    r"|remains on the queue|wird weiter versucht|verzögert|retard|tertunda|akan (?:dicoba|mencoba) lagi|masalah sementara|отложен"
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
    r"|mime-version: 1|message-id: ?<|delivered-to:|x-mailer:)",
    re.I | re.M,
)

# Sun's server shows a few headers of the original above what it says.
_SHOWN = re.compile(r"with the following header fields:\n{1,3}(?:[ \t]{1,8}[^\n]{1,998}\n){1,20}", re.I)


def divide(text: str) -> tuple[str, str]:
    """Return what the server wrote, and the mail that came back behind it."""
    text = _SHOWN.sub("", text, count=1)
    end = len(text)
    for pattern in (_ORIGINAL, _HEADERS):
        match = next((m for m in pattern.finditer(text) if m.start() > 60), None)
        if match:
            end = min(end, match.start())
    return text[:end], text[end:]
