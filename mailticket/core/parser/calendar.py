"""An invitation (iCalendar, RFC 5545) as text that a person reads: what, when, where, from whom, and the description.

A small reader of these few lines, for mails that hold nothing else. A library would judge time zones and recurrences,
which nobody asks for here, and costs more to import than a whole mail costs to read.
"""

import re

EVENTS_MAX = 20
_LINES_MAX = 20_000
_SHOWN = ("VEVENT", "VTODO", "VJOURNAL")
_METHODS = {"CANCEL": "Pembatalan", "REPLY": "Jawaban undangan", "REQUEST": "Undangan", "COUNTER": "Usulan waktu lain"}
_FOLD = re.compile(r"\n[ \t]")
_ESCAPE = re.compile(r"\\([\\;,nN])")
_TIME = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})\d{0,2}(Z?))?")


def invitation_to_text(source: str) -> str:
    """Return the events of a calendar as labelled lines; "" where there are none."""
    method = ""
    opened: list[str] = []
    events: list[dict[str, tuple[str, str]]] = []
    for line in _FOLD.sub("", source).split("\n")[:_LINES_MAX]:
        name, parameters, value = _cut(line)
        if name == "BEGIN":
            opened.append(value.upper())
            if opened[-1] in _SHOWN:
                events.append({})
        elif name == "END" and opened:
            opened.pop()
        elif name == "METHOD" and len(opened) == 1:
            method = value.upper()
        elif events and opened and opened[-1] in _SHOWN:  # what an alarm inside says of itself is left out
            events[-1].setdefault(name, (parameters, value))
    return "\n\n".join(text for event in events[:EVENTS_MAX] if (text := _event(event, method)))


def _cut(line: str) -> tuple[str, str, str]:
    """Cut a line into its name, its parameters and its value; the colon that parts them stands outside of quotes."""
    place = quotes = 0
    while (colon := line.find(":", place)) >= 0:
        quotes += line.count('"', place, colon)
        if quotes % 2 == 0:
            name, _, parameters = line[:colon].partition(";")
            return name.strip().upper(), parameters, line[colon + 1 :].strip()
        place = colon + 1
    return "", "", ""


def _event(event: dict[str, tuple[str, str]], method: str) -> str:
    """Write one event."""
    values = {name: _ESCAPE.sub(lambda m: "\n" if m[1] in "nN" else m[1], value) for name, (_, value) in event.items()}
    labelled = (
        (_METHODS.get(method, "Acara"), values.get("SUMMARY", "")),
        ("Waktu", _span(_time(event, "DTSTART"), _time(event, "DTEND") or _time(event, "DUE"))),
        ("Tempat", values.get("LOCATION", "")),
        ("Penyelenggara", _person(event)),
    )
    head = "\n".join(f"{label}: {' '.join(value.split())}" for label, value in labelled if value.strip())
    return "\n\n".join(part for part in (head, values.get("DESCRIPTION", "").strip()) if part)


def _span(start: str, end: str) -> str:
    """Write from when to when; what both have in common stands once: 2026-11-26 10:00 - 11:00 (Asia/Jakarta)."""
    if start[:11] == end[:11] and len(start) > 16 < len(end) and start[16:] == end[16:]:
        return f"{start[:16]} - {end[11:]}"
    return " - ".join(time for time in (start, end) if time)


def _time(event: dict[str, tuple[str, str]], name: str) -> str:
    """Write a time as it stands, with its zone; "" if there is none."""
    parameters, value = event.get(name, ("", ""))
    match = _TIME.match(value)
    if match is None:
        return value
    year, month, day, hour, minute, utc = match.groups()
    if hour is None:
        return f"{year}-{month}-{day}"
    zone = "UTC" if utc else _parameter(parameters, "TZID")
    return f"{year}-{month}-{day} {hour}:{minute}" + (f" ({zone})" if zone else "")


def _person(event: dict[str, tuple[str, str]]) -> str:
    """Write who invites: name and address."""
    parameters, value = event.get("ORGANIZER", ("", ""))
    address = value[7:] if value.lower().startswith("mailto:") else value
    name = _parameter(parameters, "CN")
    return f"{name} <{address}>" if name and address and name != address else name or address


def _parameter(parameters: str, name: str) -> str:
    """Return a parameter's value without its quotes, "" if there is none."""
    for one in parameters.split(";"):
        key, _, value = one.partition("=")
        if key.strip().upper() == name:
            return value.strip('" ')
    return ""
