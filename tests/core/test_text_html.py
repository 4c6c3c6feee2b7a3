"""HTML to text as a person would read it, with what the markup says of quotes and signatures."""

import pytest

from mailticket.core.mail import Markup
from mailticket.core.text import html_to_text


def text(html):
    return html_to_text(html)[0]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Satu</p><p>Dua</p>", "Satu\n\nDua"),
        ("<div>Satu</div><div>Dua</div>", "Satu\nDua"),
        ("Satu<br>Dua<br><br>Tiga", "Satu\nDua\n\nTiga"),
        ("<div>Satu</div><div><br></div><div>Dua</div>", "Satu\n\nDua"),
        (
            "<p class=MsoNormal>Satu</p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>Dua</p>",
            "Satu\n\nDua",
        ),
        ("<p style='margin:0'>Satu</p><p style='margin:0'>Dua</p>", "Satu\nDua"),
        ("<h1>Judul</h1>Isi", "Judul\n\nIsi"),
        ("  a\n  <b>b</b>\n c ", "a b c"),
        ("a<b> b</b><i>c</i>", "a bc"),
        ("<pre>a  b\n  c</pre>", "a  b\n  c"),
        ("<ul><li>satu</li><li>dua</li></ul>", "- satu\n- dua"),
        ("<ol start=3><li>satu</li><li>dua</li></ol>", "3. satu\n4. dua"),
        ("<ol><li>satu<ul><li>a</li></ul></li><li>dua</li></ol>", "1. satu\n  - a\n2. dua"),
        ("Satu<hr>Dua", "Satu\n________________________________\nDua"),
        ("&lt;b&gt; &amp; &quot;x&quot; &#8364;&nbsp;5", '<b> & "x" € 5'),
    ],
)
def test_paragraphs_lines_and_lists_stand_as_they_are_seen(html, expected):
    assert text(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<table><tr><td>Nama lengkap</td><td>Siti Aminah</td></tr><tr><td>No. HP:</td><td>0812</td></tr></table>", "Nama lengkap: Siti Aminah\nNo. HP: 0812"),
        ("<table><tr><td>Nama</td><td>:</td><td>Siti</td></tr></table>", "Nama: Siti"),
        ("<table><tr><th>Nama</th><td><b>Siti</b></td></tr></table>", "Nama: Siti"),
        ("<table><tr><td>Uraian</td><td>Baris satu<br>Baris dua</td></tr></table>", "Uraian: Baris satu\nBaris dua"),
        ("<table><tr><td>Kota</td><td>Tahun</td><td>Jumlah</td></tr></table>", "Kota  Tahun  Jumlah"),
        ("<table><tr><td><table><tr><td><p>Yth. Bapak,</p><p>Isi.</p></td></tr></table></td></tr></table>", "Yth. Bapak,\n\nIsi."),
    ],
)  # fmt: skip
def test_the_rows_of_a_form_are_labels_with_their_values(html, expected):
    assert text(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="https://koperasi.example/form">isi formulir</a>', "isi formulir <https://koperasi.example/form>"),
        ('<a href="https://koperasi.example/">koperasi.example</a>', "koperasi.example"),
        ('<a href="http://www.koperasi.example">https://koperasi.example/</a>', "https://koperasi.example/"),
        ('<a href="mailto:siti@warga.example">siti@warga.example</a>', "siti@warga.example"),
        ('<a href="mailto:siti@warga.example">Siti</a>', "Siti <siti@warga.example>"),
        (
            '<a href="https://bank.test/masuk">https://bri.example/masuk</a>',
            "https://bri.example/masuk <https://bank.test/masuk>",
        ),
        ('<a name="x">x</a> <a href="#y">y</a> <a href="javascript:z()">z</a> <a>w</a>', "x y z w"),
        ('<a href="https://koperasi.example/"><img alt="Logo"></a>', "Logo <https://koperasi.example/>"),
    ],
)
def test_a_link_shows_its_target_where_it_differs(html, expected):
    assert text(html) == expected


@pytest.mark.parametrize(
    "hidden",
    [
        '<span style="display:none">gaib</span>',
        '<div style="DISPLAY: none !important">gaib</div>',
        '<div style="font-size:0px">gaib</div>',
        '<div style="max-height:0;overflow:hidden">gaib</div>',
        '<div style="mso-hide:all">gaib</div>',
        '<div style="visibility:hidden">gaib</div>',
        '<div style="opacity:0">gaib</div>',
        "<div hidden>gaib</div>",
        "<style>gaib</style>",
        "<script>gaib</script>",
        "<title>gaib</title>",
        "<!-- gaib -->",
        "<!--[if mso]>gaib<![endif]-->",
        "<template>gaib</template>",
    ],
)
def test_hidden_text_is_no_text(hidden):
    assert text(f"<p>Satu</p>{hidden}<p>Dua</p>") == "Satu\n\nDua"


def test_quoted_blocks_get_their_marks():
    html = "<p>Baik.</p><blockquote type=cite>Satu<blockquote type=cite>Dua</blockquote></blockquote><p>Salam</p>"
    assert text(html) == "Baik.\n\n> Satu\n>\n> > Dua\n\nSalam"


def test_an_indented_block_is_no_quotation():
    html = '<blockquote style="margin:0 0 0 40px;border:none;padding:0px">Masuk</blockquote>'
    assert html_to_text(html) == ("Masuk", (), False)


MARKED = [
    '<div class="gmail_quote"><div class="gmail_attr">Pada Sel, Meja menulis:</div><blockquote class="gmail_quote">Q</blockquote></div>',
    '<div class="yahoo_quoted" id="yahoo_quoted_1"><div>On Tuesday, Desk wrote:</div><div>Q</div></div>',
    '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>Dari:</b> Meja</div><div>Q</div>',
    '<div id="mail-editor-reference-message-container">Q</div>',
    '<div class="moz-cite-prefix">On 3/3/20, Desk wrote:</div><blockquote type="cite">Q</blockquote>',
    '<hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__">From: Desk</div><div data-marker="__QUOTED_TEXT__">Q</div>',
    '<div class="protonmail_quote">On Tuesday, Desk wrote:<br>Q</div>',
    '<div name="quote">Gesendet: Dienstag<br>Q</div>',
    '<div name="messageReplySection">On 3 Mar, Desk wrote: Q</div>',
    "<div style='border:none;border-top:solid #E1E1E1 1.0pt'><p><b>From:</b> Desk<br><b>Sent:</b> 3/3/20<br><b>To:</b> Joko<br><b>Subject:</b> Re</p></div><p>Q</p>",
    '<div class="ecxgmail_quote">On Tuesday, Desk wrote:<br>Q</div>',
]  # fmt: skip


@pytest.mark.parametrize("html", MARKED)
def test_the_quotation_of_a_client_is_marked(html):
    read, marks, _ = html_to_text(f"<div>Baru.</div>{html}")
    quoted = "".join(read[mark.start : mark.end] for mark in marks if mark.what is Markup.QUOTE)
    assert "Q" in quoted
    assert "Baru." not in quoted


@pytest.mark.parametrize(
    "html",
    [
        '<div class="gmail_signature">Joko</div>',
        '<div id="AppleMailSignature">Joko</div>',
        '<div class="moz-signature">-- <br>Joko</div>',
        '<div class="ydp1cf54f38signature">Joko</div>',
        '<div id="x_Signature">Joko</div>',
        '<div name="messageSignatureSection">Joko</div>',
    ],
)
def test_the_signature_of_a_client_is_marked(html):
    read, marks, _ = html_to_text(f"<div>Baru.</div>{html}")
    assert [mark.what for mark in marks] == [Markup.SIGNATURE]
    assert "Joko" in read[marks[0].start : marks[0].end]


def test_a_forward_of_gmail_is_marked_as_such():
    html = '<div>Apakah benar?</div><div class="gmail_quote">---------- Forwarded message ---------<br>Dari: KSP<br>Isi</div>'
    assert [mark.what for mark in html_to_text(html)[1]] == [Markup.FORWARD]


@pytest.mark.parametrize(
    "html",
    [
        "<" * 300_000,
        "<div>" * 200_000,
        "<table><tr><td>" * 50_000,
        "<blockquote>" * 100_000,
        "<a href=x>" * 100_000,
        "&" * 500_000,
        "<p" + " a=b" * 200_000,
    ],
)
def test_hostile_html_is_read_all_the_same(html):
    assert isinstance(text(html + "akhir"), str)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("a&#1;b", "a\ufffdb"), ("a&#x0001;b", "a\ufffdb"), ("a&#&#1;1;b", "a&#\ufffd1;b"), ("a&#13;b", "a b"), ("a&#x80;b", "a€b"), ("a&#128222;b", "a📞b"),
        ("a&#xd800;b", "a\ufffdb"), ("a&#" + "9" * 5_000 + ";b", "a\ufffdb"), ("a&amp;#1;b", "a&#1;b"),
    ],
)  # fmt: skip
def test_no_control_comes_out_of_a_reference(html, expected):
    assert html_to_text(f"<p>{html}</p>")[0] == expected
