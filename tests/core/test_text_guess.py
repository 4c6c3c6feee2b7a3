"""Which charset undeclared 8-bit bytes are in."""

import pytest

from mailticket.core.text.charset import decode
from mailticket.core.text.guess import guess


@pytest.mark.parametrize(
    ("codecs", "texts"),
    [
        (("cp1251", "koi8-r"), ("Привет, как дела", "Срочно", "Дорога разбита", "Отчёт за март", "<p class='x'>Добрый <b>день</b></p>")),
        (("cp1253",), ("Καλημέρα, τι κάνετε;", "Θέμα")),
        (("cp874",), ("สวัสดีครับ", "ถนนในหมู่บ้านเสียหายมาก")),
        (("cp1256",), ("السلام عليكم ورحمة الله", "الطريق مكسور")),
        (("gb18030",), ("你好，我们的道路坏了", "谢谢您的邮件")),
        (("cp950",), ("您好，道路壞了，請幫忙", "謝謝您的來信")),
        (("cp932", "euc_jp"), ("こんにちは、道路が壊れています", "お問い合わせの件")),
        (("cp949",), ("안녕하세요, 도로가 파손되었습니다", "감사합니다")),
        (
            ("cp1252",),
            ("Été à l’île", "São João é ótimo", "Ünïcödé", "árvíztürö", "¿Qué? ¡Sí!", "«été»", "äiti öö yö", "æøå ÆØÅ", "áéíóú", "ééé ààà", "é"),
        ),
    ],
)  # fmt: skip
def test_the_charset_of_a_few_words_is_guessed(codecs, texts):
    for codec in codecs:
        for text in texts:
            data = text.encode(codec)
            assert data.decode(guess(data)) == text, (codec, text)


@pytest.mark.parametrize(
    ("declared", "text", "codec"),
    [
        ("iso-2022-jp", "駅北口 ", "cp932"),
        ("iso-2022-jp", "東京都", "cp932"),
        ("iso-2022-jp", "Café, déjà vu", "cp1252"),
        ("iso-2022-jp", "It’s “fine” here", "cp1252"),
        ("iso-2022-jp", "カテゴリ：全メンバー", "utf-8"),
        ("us-ascii", "‰w–kŒû", "cp1252"),
    ],
)
def test_a_few_kanji_of_windows_are_read_where_japanese_is_declared(declared, text, codec):
    assert decode(text.encode(codec), declared)[0] == text
