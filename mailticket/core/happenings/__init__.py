"""What happens and why: one row a kind, and one place for what every mail, command and paper calls it.

To add an event, a reason to hold or to keep silent, a drop or a shunt: its row here, and the place where it happens.
"""

from mailticket.core.happenings.events import What
from mailticket.core.happenings.reasons import Drop, Hold, Link, Move, Screened, Shunt, Silence, Slip, Stale
from mailticket.core.happenings.value import FAMILIES, SAID, Family, Happening, Row, as_plain, from_plain, said

__all__ = [
    "FAMILIES",
    "SAID",
    "Drop",
    "Family",
    "Happening",
    "Hold",
    "Link",
    "Move",
    "Row",
    "Screened",
    "Shunt",
    "Silence",
    "Slip",
    "Stale",
    "What",
    "as_plain",
    "from_plain",
    "said",
]
