"""What people and mail programs put under a text, in the languages they speak: closing formulas, device lines, disclaimers."""

import re

DEVICE = re.compile(
    r"^[-_*<(\[ ]{0,6}(?:"
    r"(?:sent|written|composed|typed|dictated|posted) (?:from|via|with|by|using|on) [^,.!?\n]{1,60}(?:[,.] {1,2}(?:please |kindly )?"
    r"(?:excuse|pardon|forgive|apolog)[^\n]{1,60})?|from my (?:iphone|ipad|android|phone|mobile|galaxy|samsung|blackberry)[\w ]{0,20}"
    r"|(?:ter|di)kirim (?:dari|melalui|via|dengan|menggunakan|lewat) [^.!?\n]{0,60}?(?:iphone|ipad|android|samsung|galaxy"
    r"|blackberry|xiaomi|oppo|vivo|redmi|realme|huawei|infinix|nokia"
    r"|windows|outlook|ponsel|hp|handphone|perangkat|tablet|yahoo|gmail|mail|smartphone|telepon|surat|aplikasi|asus"
    r"|lenovo|sony)"
    r"|(?:dapatkan|unduh) outlook (?:untuk|bagi)|get outlook for|outlook (?:für|pour|para|per|voor) (?:android"
    r"|ios) (?:beziehen|holen)?|hol(?:en|t) sie sich outlook"
    r"|outlook für (?:android|ios)|téléchargez outlook|obtener outlook|obtén outlook|obter o outlook"
    r"|scarica outlook|ottieni outlook|download outlook|outlook voor"
    r"|(?:[^\W\d_]{2,14} ){0,3}outlook [^\W\d_]{2,6} (?:ios|android)\b|lataa outlook (?:android|ios)|pobierz program outlook dla|(?:android|ios) için outlook['’]u edinin"
    r"|windows(?: \d{1,2})? için posta ile gönderildi|[^\W\d_]{2,20} from mobile"
    r"|(?:powered|diberdayakan) (?:by|oleh) [^.!?\n]{0,40}(?:telkomsel|indosat|xl|blackberry|android|opensuite|axis"
    r"|smartfren|tri)"
    r"|vo[nm] [^.!?\n]{1,60} gesendet|gesendet (?:von|mit|über) (?:meinem|der|dem)? ?[^.!?\n]{1,60}"
    r"|von unterwegs gesendet|diese nachricht wurde von meinem [^\n]{1,80}"
    r"|envoyé (?:de|depuis|à partir de|avec) (?:mon|ma|l['’])? ?[^.!?\n]{1,60}|envoyé à partir d['’]outlook|provenance ?: courrier pour windows|enviado (?:desde|do|de|a partir do"
    r"|via) (?:mi|meu|el|o)? ?[^.!?\n]{1,60}"
    r"|inviato (?:da|dal|con) (?:mio|il mio)? ?[^.!?\n]{1,60}|verzonden (?:vanaf|met|vanuit"
    r"|via) (?:mijn)? ?[^.!?\n]{1,60}|verstuurd vanaf mijn [^.!?\n]{1,60}"
    r"|skickat från (?:min)? ?[^.!?\n]{1,60}|sendt fra (?:min)? ?[^.!?\n]{1,60}|lähetetty [^.!?\n]{0,60}(?:puhelime"
    r"|iphone|ipad|android|outlook)[^.!?\n]{0,20}"
    r"|wysłan[eoy] (?:z|ze|przez) [^.!?\n]{1,60}|odesláno z [^.!?\n]{1,60}|odoslané z [^.!?\n]{1,60}"
    r"|отправлено (?:с|из|от) [^!?\n]{1,60}|надіслано з [^.!?\n]{1,60}"
    r"|[^\n]{0,30}(?:iphone|ipad)['’]?(?:imden|ümden|den)? (?:gönderildi|cihazımdan)|(?:iphone|ipad)['’](?:umdan|imden) gönderildi|(?:发自|发送自|获取) ?(?:outlook|windows|iphone|ipad|android)[^\n]{0,20}"
    r"|(?:elküldve )?(?:az? )?(?:iphone|ipad)[^.!?\n]{0,12}(?:ról|ről)(?: küldve)?|poslano (?:s|sa|z) [^.!?\n]{1,60}"
    r"|изпратено от [^.!?\n]{1,60}|enviat des de[^.!?\n]{1,60}"
    r"|trimis de pe [^.!?\n]{1,60}|dihantar (?:dari|daripada) [^.!?\n]{1,60}"
    r"|(?:iphone|ipad|android)から送信|[^\n]{0,20}から送信|[从從]我的 ?[^\n]{1,30}(?:发送|發送|传送|傳送|寄出)"
    r"|發自我的 ?[^\n]{1,30}|发自我的 ?[^\n]{1,30}"
    r"|从 ?[^\n]{1,20}发送|나의 [^\n]{1,20}에서 보냄|내 [^\n]{1,20}에서 보냄"
    r"|được gửi từ [^.!?\n]{1,60}|(?:đã )?gửi từ (?:iphone|ipad)[^\n]{0,30}|ส่งจาก[^\n]{1,30}|أ\u064f?رسلت? من[^\n]{1,30}|تم الإرسال من[^\n]{1,30}"
    r"|נשלח מ[^\n]{1,30}|στάλθηκε από [^.!?\n]{1,60}"
    r")[^!?\n]{0,80}",
    re.I,
)
NOT_A_DEVICE = re.compile(r", (?:is|it|but|and|so|which|tapi|jadi|maaf|karena|sehingga)\b", re.I)
EXCUSE = re.compile(
    r"^(?:(?:please |mohon )?(?:excuse|forgive|pardon|maklum|maafkan)[^\n]{0,40}(?:typos?|brevity|spelling|thumbs"
    r"|mistakes|salah ketik|singkat)[^\n]{0,60})",
    re.I,
)
# Words that close a letter when they stand alone on a line, with what may go before and behind them.
CLOSING = re.compile(
    r"^(?:(?:dengan )?(?:hormat|salam|teriring salam|salam (?:hormat|hangat|takzim|sejahtera|sukses|kompak|koperasi"
    r"|sehat|dan doa|persatuan|kami)"
    r"|hormat (?:kami|saya)|hormatku|wassalam(?:u['’]?alaikum)?[^\n]{0,40}|wss|wass?|wr\.? ?wb|horas|suksma"
    r"|matur nuwun|hatur nuhun|nuhun|maturnuwun"
    r"|(?:banyak )?terima ?kasih(?: banyak| sebelumnya)?"
    r"|trims|trimakasih|makasih|thx|tks|thanks?(?: you| you very much| a lot| so much| again| in advance"
    r"| a million)?|many thanks|with (?:many )?thanks|thank you(?: (?:very|so) much| in advance| again| and (?:best"
    r"|kind) regards)?"
    r"|cheers|ta|best|all (?:the|my) best|best wishes|(?:my |the |with )?(?:very )?(?:best|kind|kindest|warm"
    r"|warmest|many)(?: personal)? regards|regards|rgds|brgds|brs|br|kr|yours(?: (?:sincerely|faithfully|truly"
    r"|respectfully))?"
    r"|(?:very )?(?:sincerely|respectfully|faithfully|truly|cordially)(?: yours)?|warmly|with (?:best|kind"
    r"|warm) (?:wishes|regards)|love|xoxo|thanks (?:and|&) (?:best |kind )?regards|thanks/regards|take care"
    r"|have a (?:nice|great|good) (?:day|weekend|one|evening)"
    r"|mit (?:freundlichen|besten|lieben|herzlichen|sonnigen|vielen) (?:grüßen|gruessen|grüssen)|(?:viele|liebe"
    r"|beste|schöne|freundliche|herzliche|sonnige|lg) grü(?:ß|ss)e[^\n]{0,30}|mit freundlichem gru(?:ß|ss)|gru(?:ß"
    r"|ss)|mfg|lg|vg|hochachtungsvoll|danke(?: und gruß| im voraus)?|vielen dank(?: im voraus)?"
    r"|cordialement|bien (?:cordialement|à vous)|salutations|merci(?: beaucoup| d'avance)?|(?:bien )?amicalement"
    r"|sincères salutations|respectueusement|merci beaucoup / terima kasih|très cordialement|bonne journée|à bientôt"
    r"|saludos(?: cordiales)?|un (?:cordial )?saludo|atentamente|gracias(?: y saludos)?|muchas gracias|un abrazo"
    r"|atte|cordialmente"
    r"|atenciosamente|att|abraços?|obrigad[oa]|cumprimentos|com os melhores cumprimentos|cordiali saluti"
    r"|distinti saluti|un saluto|grazie(?: mille)?|saluti|a presto|cordialità"
    r"|(?:met )?(?:(?:zeer )?vriendelijke|hartelijke|beste) groet(?:en)?|mvg|m\.v\.g\.|groet(?:en|jes)?|bedankt|dank u wel"
    r"|med vänlig(?:a)? hälsning(?:ar)?|mvh|kh|vh|bh|kærlig hilsen|de bedste hilsner|med vennlig hilsen|vänligen|hälsningar|med venlig hilsen|med vennlig hilsen|hilsen"
    r"|venlig hilsen|vennlig hilsen|bedste hilsner|terveisin|ystävällisin terveisin|tack|tak|takk|kiitos"
    r"|vänliga hälsningar|bästa hälsningar|allt gott|beste hilsen|de beste hilsener|terv|pozdrawiam serdecznie|serdecznie pozdrawiam"
    r"|z pozdrowieniami|do widzenia|s přátelským pozdravem|s priateľským pozdravom|hezký den|pekný deň|s pozdravem a přáním hezkého dne"
    r"|всего доброго|с благодарностью|заранее спасибо|дякую|щиро|поздрави|saygılar(?:ımızla)?|sevgiler|kolay gelsin|iyi günler"
    r"|udvozlettel|üdv|udv|üdvözlet|köszönettel|cu respect|cu drag|o zi bună|φιλικά|με φιλικούς χαιρετισμούς"
    r"|meilleures salutations|cdlt|bonne soirée|cordiales saludos|le saluda atentamente|melhores cumprimentos|grat[oa]|buona giornata"
    r"|alvast bedankt|trân trọng kính chào|此致敬礼|mit freundlichen grüssen|freundliche grüsse|salut(?:ări)?"
    r"|au revoir|hyvästi|näkemiin|parhain terveisin|adeus|até (?:breve|logo)|adiós|hasta (?:luego|pronto)|arrivederci|auf wiedersehen"
    r"|bis bald|tschüss|tot ziens|hej då|farvel|hoşça kalın"
    r"|pozdrawiam|z poważaniem|z wyrazami szacunku|dziękuję|z powazaniem|s pozdravem|s pozdravom|s úctou|děkuji|ďakujem|с уважением"
    r"|с уважение|з повагою|спасибо|с наилучшими пожеланиями|saygılarımla|iyi çalışmalar|teşekkürler|üdvözlettel"
    r"|tisztelettel|köszönöm|cu stimă|mulțumesc|lep pozdrav|srdačan pozdrav|με εκτίμηση|ευχαριστώ"
    r"|trân trọng|cảm ơn|此致|敬礼|谢谢|謝謝|顺颂商祺|祝好|よろしくお願いします|よろしくお願いいたします|以上|敬具"
    r"|감사합니다|ขอบคุณ(?:ครับ|ค่ะ)?|ด้วยความเคารพ"
    r"|مع التحية|بتقدير|תודה|בברכה|ขอแสดงความนับถือ"
    r"|مع (?:أطيب|خالص) (?:التحيات|التحية)|تحياتي|وتفضلوا بقبول فائق الاحترام"
    r"|hoogachtend|herzlichst|grü(?:ß|ss)e|mit (?:freundlichem|bestem|liebem|herzlichem) gru(?:ß|ss)|salutations distinguées|amitiés"
    r"|muchos saludos|un cordiale saluto|beste hilsener|χαιρετισμούς|selamlar|よろしくお願い致します|thân ái|kính thư"
    r"|cu stima|toate cele bune|sekian,? terima ?kasih|(?:saya )?yang menjalankan (?:amanah|tugas)|yang ikhlas"
    r"|yang (?:benar|bermohon)(?=,\Z))"
    r"|pelapor|pemohon|pengadu|yang (?:membuat|melapor(?:kan)?|menyatakan)|demikian(?:,)? (?:dan )?terima ?kasih"
    r"|tertanda|ttd|a\.n\. [^\n]{1,80}|an\. [^\n]{1,80})"
    r"(?:[ ,]{1,2}(?:kami|saya|pak|bapak|ibu|bu|all|team|everyone|again|und viele grüße|dan salam|and regards"
    r"|and best regards|with regards))?[^\w\n]{0,12}",
    re.I,
)
# Those that also end a text without a name below them.
FAREWELL = re.compile(
    r"^(?:salam|hormat (?:kami|saya)|salam hormat|wassalam[^\n]{0,40}|(?:best |kind |warm )?regards|best wishes|cheers"
    r"|(?:viele |liebe |beste |freundliche )?grü(?:ß|ss)e|lg|vg|mvh|bien cordialement|un (?:cordial )?saludo|saludos cordiales"
    r"|mit freundlichen grü(?:ß|ss)en|mfg|cordialement|sincerely|yours (?:sincerely|faithfully)"
    r"|med vänliga hälsningar|met vriendelijke groet(?:en)?|saludos|atenciosamente|cordiali saluti|pozdrawiam"
    r"|с уважением)[ ,.!*]{0,4}",
    re.I,
)
DISCLAIMER = re.compile(
    r"^[-*_=# ]{0,8}(?:(?:disclaimer|penafian|sanggahan|haftungsausschluss|aviso legal|avis de confidentialité"
    r"|clause de confidentialité|avertissement|vertraulichkeitshinweis)\b"
    r"|(?:perhatian|peringatan|pemberitahuan|penting|catatan|notice|note|important|warning|caution|attention"
    r"|important notice|confidential(?:ity)?(?: (?:notice|note|statement|caution|disclaimer))?|privacy notice"
    r"|legal notice)"
    r" ?(?:[:：!-]{1,3}|\*) ?[^\n]{0,80}(?:e-?mail|surel|pesan|message|communication|komunikasi|external|intended"
    r"|rahasia)"
    r"|confidential(?:ity)? (?:notice|note|statement|caution|disclaimer)"
    r"|(?:the information (?:contained )?in|the contents? of|the information transmitted"
    r"|informasi (?:yang )?(?:terdapat|terkandung|tercantum)? ?(?:di)?dalam|isi) (?:this|the|these)? ?(?:e-?mail"
    r"|message|communication|transmission|surel|email|pesan|is intended)"
    r"|(?:this|the above|our) (?:e-?mail|email|message|communication|transmission"
    r"|electronic)[^\n]{0,120}(?:confidential|intended (?:solely|only|exclusively)|privileged|disclaimer|virus"
    r"|scanned|sent (?:for|on behalf)|legally|proprietary)"
    r"|(?:e-?mail|surel|pesan|surat elektronik) ini[^\n]{0,120}(?:rahasia|hanya (?:ditujukan|untuk|diperuntukkan)"
    r"|dimaksudkan|virus|konfidensial)"
    r"|diese (?:e-?mail|nachricht)[^\n]{0,80}vertraulich|der inhalt dieser e-?mail|ce (?:message|courriel"
    r"|mail)[^\n]{0,120}confidentiel|este (?:mensaje|correo|e-?mail|mensagem)[^\n]{0,120}confidencia"
    r"|questo messaggio[^\n]{0,120}(?:riservat|confidenzial)|dit (?:bericht"
    r"|e-?mail(?:bericht)?)[^\n]{0,120}vertrouwelijk|detta (?:meddelande|e-?post)[^\n]{0,120}konfidentiel"
    r"|(?:please|mohon|pls)[^\n]{0,30}(?:consider the environment|think (?:before you print|of the environment)"
    r"|pertimbangkan lingkungan)|think before you print|save (?:paper|a tree)|pertimbangkan (?:lingkungan"
    r"|kelestarian)"
    r"|(?:if you (?:are not|have received this)|apabila anda bukan|jika anda bukan|bila anda bukan)[^\n]{0,120}"
    r"|(?:anda )?menerima (?:pesan|e-?mail|surel) ini karena|untuk berhenti berlangganan"
    r"|(?:e-?mail|surel|pesan) ini (?:telah|sudah) (?:dipindai|diperiksa|di-?scan)"
    r"|(?:virus-free|bebas virus|virenfrei|garanti sans virus|libre de virus|virusfri)\b[^\n]{0,80}"
    r"|this e-?mail has been (?:checked|scanned)[^\n]{0,100}"
    r"|(?:caution|external|warning)[^\n]{0,20}:? (?:external (?:e-?mail|sender)|this (?:e-?mail"
    r"|message) (?:originated|came|was sent) from outside)[^\n]{0,200}"
    r"|you (?:are receiv(?:ing|ed)|received) this (?:message|e-?mail|because)|to unsubscribe|unsubscribe"
    r"|um sich abzumelden|für diesen newsletter|reply to this email directly or view it on github"
    r"|registered (?:office|in england)|company registration)",
    re.I,
)
# Words with which people begin a paragraph as well: one that is a disclaimer says more (CONFIDES).
WEAK_DISCLAIMER = re.compile(
    r"^[-*_=# ]{0,8}(?:perhatian|peringatan|pemberitahuan|penting|catatan|notice|note|important|warning|caution|attention"
    r"|isi|informasi|jika|apabila|bila|if you|the (?:contents?|information))\b",
    re.I,
)
CONFIDES = re.compile(
    r"\b(?:rahasia|confidential|privileged|intended|(?:hanya|semata|khusus)[^.\n]{0,30}(?:ditujukan|diperuntukkan|dimaksudkan|untuk)"
    r"|(?:bukan )?penerima (?:yang|surel|email|pesan)|recipient|addressee|virus|scanned|unsubscribe|disclaimer|liab|bukan tanggung jawab|legally"
    r"|(?:email|e-mail|surel|pesan) ini (?:secara )?(?:tidak sengaja|karena kesalahan|keliru)|received this|in error|dengan keliru)",
    re.I,
)
# A person who asks for secrecy writes of an own matter; a disclaimer speaks for nobody.
OWN_WORDS = re.compile(r"\b(?:saya|aku|gue|identitas|dirahasiakan|my (?:name|identity|report))\b", re.I)
