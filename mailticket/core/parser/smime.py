"""Opaque signed S/MIME (RFC 8551, 3.5.2): the mail inside the signature. Nothing is verified here."""

_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")  # 1.2.840.113549.1.7.2
_DATA = bytes.fromhex("06092a864886f70d010701")  # 1.2.840.113549.1.7.1
_SEQUENCE, _SET, _INTEGER, _CONTEXT, _OCTETS, _OCTETS_IN_PIECES, _END = 0x30, 0x31, 0x02, 0xA0, 0x04, 0x24, 0x00


class _NotSigned(ValueError):
    """The bytes are no signed data, or none that holds its content."""


def signed_content(data: bytes) -> bytes | None:
    """Return the content of a CMS SignedData (RFC 5652, 5.1), None when the bytes are something else."""
    try:
        place = _entered(data, 0, _SEQUENCE)
        place = _behind(data, place, _SIGNED_DATA)
        place = _entered(data, _entered(data, place, _CONTEXT), _SEQUENCE)
        place = _skipped(data, _skipped(data, place, _INTEGER), _SET)  # version, digest algorithms
        place = _entered(data, place, _SEQUENCE)
        place = _behind(data, place, _DATA)
        return _octets(data, _entered(data, place, _CONTEXT))
    except (_NotSigned, IndexError):
        return None


def _header(data: bytes, place: int) -> tuple[int, int | None, int]:
    """Return tag, length (None: indefinite) and where the content begins (X.690, 8.1)."""
    tag, first = data[place], data[place + 1]
    if first == 0x80:
        return tag, None, place + 2
    if first < 0x80:
        return tag, first, place + 2
    count = first & 0x7F
    return tag, int.from_bytes(data[place + 2 : place + 2 + count], "big"), place + 2 + count


def _entered(data: bytes, place: int, expected: int) -> int:
    """Return where the content of an expected element begins."""
    tag, _, start = _header(data, place)
    if tag != expected:
        raise _NotSigned
    return start


def _skipped(data: bytes, place: int, expected: int) -> int:
    """Return where an expected element of definite length ends."""
    tag, length, start = _header(data, place)
    if tag != expected or length is None:
        raise _NotSigned
    return start + length


def _behind(data: bytes, place: int, identifier: bytes) -> int:
    """Return where an expected object identifier ends."""
    if not data.startswith(identifier, place):
        raise _NotSigned
    return place + len(identifier)


def _octets(data: bytes, place: int) -> bytes:
    """Return an octet string, put together where it is sent in pieces."""
    tag, length, place = _header(data, place)
    if tag == _OCTETS and length is not None:
        return data[place : place + length]
    if tag != _OCTETS_IN_PIECES:
        raise _NotSigned
    end = len(data) if length is None else min(len(data), place + length)
    pieces = []
    while place + 2 <= end and data[place] != _END:
        tag, length, start = _header(data, place)
        if tag != _OCTETS or length is None:
            raise _NotSigned
        pieces.append(data[start : start + length])
        place = start + length
    return b"".join(pieces)
