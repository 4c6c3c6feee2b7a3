"""Which charset undeclared 8-bit bytes are in: a guess from the shapes of their words and the letters in them."""

import re

_SAMPLE = 20_000  # bytes looked at; charsets show themselves early
_RUNS = re.compile(rb"[\x80-\xff]+")
_GLUED = re.compile(rb"[A-Za-z](?=[\xc0-\xff])|[\xc0-\xff](?=[A-Za-z])")  # no word of two scripts, but a byte of two
# A text whose letters beyond ASCII are the accents of one language is in that language and not in Cyrillic.
_ACCENTS = tuple(
    frozenset((letters + letters.upper().replace("SS", "")).encode("cp1252"))
    for letters in ("äöüßåæøéõ", "áéíóúñü", "àèéìòù", "âêîôû")
)
_TAGS = re.compile(rb"<[^<>]*>")


def guess(data: bytes) -> str:
    """Return the name of the likeliest codec for bytes that are neither ASCII nor UTF-8; windows-1252 in doubt."""
    sample = _TAGS.sub(b" ", data[:_SAMPLE])
    runs = _RUNS.findall(sample)
    high = sum(map(len, runs))
    letters = sum(1 for byte in sample if 65 <= byte & 0xDF <= 90 and byte < 128)
    whole = sum(len(run) for run in runs if len(run) > 2)  # a Latin word has its accents between plain letters
    if high < 4 or (high < letters / 3 and whole < 0.8 * high):
        # A few accents in a Latin text, or a few words of Japanese, whose characters begin with bytes that windows-1252 has not.
        return "cp932" if b"\x81" in sample and _score(sample, "cp932") > 0.6 else "cp1252"
    kinds = [frozenset(run) for run in runs]
    if all(len(kind) == 1 for kind in kinds) or any(all(kind <= accents for kind in kinds) for accents in _ACCENTS):
        return "cp1252"
    candidates = _WIDE if len(_GLUED.findall(sample)) > 0.2 * len(runs) else _CANDIDATES
    best = max(candidates, key=lambda name: (_score(sample, name), -candidates.index(name)))
    return best if _score(sample, best) > 0.6 else "cp1252"


# windows-1252 is none of them: what comes so far has hardly any Latin letters, and its accents lie where Cyrillic has its letters.
_CANDIDATES = ("gb18030", "cp949", "cp932", "euc_jp", "cp950", "cp1251", "koi8-r", "cp1253", "cp1256", "cp874")
_WIDE = _CANDIDATES[:5]
# The letters that make up most of a text in the language of the codec.
_USUAL = {
    "gb18030": "投诉举报存款贷社，。：！？、测试邮订单票免费题回复转垃圾确册账号码密更优惠格客服务招聘培训销售产品网站的一是不了人我在有他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原车白应路期叫死常提感金何更反合放做系计或司利受光王果亲界及今京务制解各任至清物台象记边共风战干接它许八特觉望直服毛林题建南度统色字请交爱让认算论百吃义科怎元社术结六功指思非流每青管夫连远资队跟带花快条院变联言权往展该领传近留红治决周保达办运武半候七必城父强步完革深区即求品士转量空甚众技轻程告江语英基派满式李息写呢识极令黄德收脸钱党倒未持取设始版双历越史商千片容研像找友孩站广改议形委早房音火际则首单据导影失拿网香似斯专石若兵弟谁校读志飞观争究包组造落视济喜离虽坐集编宝谈府拉黑且随格尽剑讲布杀微怕母调局根曾准团段终乐切级克精哪官示冲竟乎男举客证苦照注费足尔招群热推晚响称兴待约阳哥惊吗整支古汉突号绝选吧参刊亚复伤类备欢另港势刻星断陈掌农夜般念价脑规底故省妈刚句显消衣陆器确破具居批送伊伯您请谢附件",
    "cp950": "，。：！？、測試郵件訂單票免費題回覆轉垃圾認確註冊帳號碼密新優惠價格客服務文的一是不了人我在有他這中大來上國個到說們為子和你地出道也時年得就那要下以生會自著去之過家學對可她裡後小麼心多天而能好都然沒日於起還發成事只作當想看文無開手十用主行方又如前所本見經頭面公同三已老從動兩長知民樣現分將外但身些與高意進把法此實回二理美點月明其種聲全工己話者向情部正名定女問力機給等幾很業最間新什打便位因重被走電四第門相次東政海口使教西再平真聽世氣信北少關並內加化由卻代軍產入先山五太水萬市請謝附件您",
    "cp949": "이다는을의에가고하지한로기사리자어해시대일부정인도서나수그원스은전아제과들요니세안녕감드습합있없었여주게면라구금보신장조상동우성연유문관계거내생만경공교국군위및말오소를바비미마무모와회선용재중진행화현후방분발법별번명메매때또되된될데더던두등따람러려력록료르름립막많멀함항했험형호확환활황희히힘님께까입출처청체초추취치친카코크타터테토통트특파판편평포표품프필학글목광금품",
}
# Words as they are written: small letters with a capital at most before them, vowel signs only upon a consonant.
_WORDS = {
    "cp932": re.compile("[\u3040-\u30ff]"),
    "euc_jp": re.compile("[\u3040-\u30ff]"),
    "cp1251": re.compile(r"\b[А-ЯЁ]?[а-яё]+\b"),
    "koi8-r": re.compile(r"\b[А-ЯЁ]?[а-яё]+\b"),
    "cp1253": re.compile(r"\b[Α-ΩΆΈ-Ώ]?[α-ωάέήίόύώ]+\b"),
    "cp1256": re.compile("[\u0621-\u063a\u0641-\u0652]"),
    "cp874": re.compile(
        "[\u0e40-\u0e44]?[\u0e01-\u0e2e][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]{0,3}[\u0e30\u0e32\u0e33\u0e45\u0e46\u0e2f]?"
    ),
}
# The letters that are frequent in each: what is a word in two alphabets is one in that where its letters are.
_FREQUENT = {
    name: frozenset(letters + letters.upper())
    for name, letters in {
        "cp1251": "оеаинтсрвлкмдпуяы", "koi8-r": "оеаинтсрвлкмдпуяы", "cp1253": "αοιετσνηυρπκμλςάέήίόώ",
        "cp1256": "اليمونرتبةعدسفهكقأح", "cp874": "นรอากงมยลวดทสตคปหบพชเแไใโะิีื่้ั็์ูุำจข",
    }.items()
}  # fmt: skip
_CAPITALS = {name: re.compile(r"\b[А-ЯЁ]{2,}\b") for name in ("cp1251", "koi8-r")} | {
    "cp1253": re.compile(r"\b[Α-ΩΆΈ-Ώ]{2,}\b")
}
_SIGNS = re.compile("[\u00a0«»–—‘’“”„…№•°§]")


def _score(data: bytes, name: str) -> float:
    """Return the share of the characters beyond ASCII that are usual in the language of the codec."""
    text = data.decode(name, "ignore")
    try:
        data[:-3].decode(name)
    except UnicodeDecodeError as error:
        if error.start < len(data) - 8:
            return 0.0
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    if not beyond:
        return 0.0
    if name in _USUAL:
        usual = _USUAL_SETS[name]
        return min(1.0, 1.5 * sum(1 for character in text if character in usual) / beyond)
    good = float(sum(map(len, _WORDS[name].findall(text))))
    if name in ("cp932", "euc_jp"):
        return min(1.0, 2.5 * good / beyond)  # kanji stand beside kana: a third of kana is already a Japanese text
    if name in _CAPITALS:
        good += 0.8 * sum(map(len, _CAPITALS[name].findall(text)))
    signs = len(_SIGNS.findall(text))
    frequent = _FREQUENT[name]
    share = sum(1 for character in text if character in frequent) / beyond
    return good * (0.7 + 0.3 * share) / (beyond - signs if signs < beyond / 4 else beyond)


_USUAL_SETS = {name: frozenset(characters) for name, characters in _USUAL.items()}
