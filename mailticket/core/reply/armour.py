"""The armour of PGP around a clear-signed text (RFC 9580, 7): no one wrote it."""

_SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----"
_SIGNATURE = "-----BEGIN PGP SIGNATURE-----"
_SIGNATURE_END = "-----END PGP SIGNATURE-----"


def drop_armour(text: str) -> str:
    """Return the content of PGP clear-signed stretches without their armour; all else stays."""
    if _SIGNED not in text:
        return text
    lines: list[str] = []
    state = "outside"
    for line in text.split("\n"):
        bare = line.strip()
        if bare == _SIGNED:
            state = "head"
        elif state == "head":
            if not bare:
                state = "signed"
        elif bare == _SIGNATURE and state == "signed":
            state = "signature"
        elif state == "signature":
            if bare == _SIGNATURE_END:
                state = "outside"
        else:
            lines.append(line[2:] if state == "signed" and line.startswith("- ") else line)
    return "\n".join(lines)
