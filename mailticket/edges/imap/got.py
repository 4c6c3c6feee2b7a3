"""What was downloaded of a row of UIDs."""

from dataclasses import dataclass, replace

from mailticket.core.post import RawMail


@dataclass(frozen=True)
class Got:
    """What was downloaded of a row of UIDs, and how many of them were looked at."""

    mails: tuple[RawMail, ...] = ()
    seen: int = 0
    vanished: int = 0
    old: int = 0
    refused: tuple[int, ...] = ()

    def passed_refused(self, uid: int) -> "Got":
        """Pass over one that the server does not give now."""
        return replace(self, seen=self.seen + 1, refused=(*self.refused, uid))

    def with_mail(self, mail: RawMail) -> "Got":
        """Take one in."""
        return replace(self, mails=(*self.mails, mail), seen=self.seen + 1)

    def passed(self, vanished: int = 0, old: int = 0) -> "Got":
        """Pass over one that is gone, or older than the first start takes."""
        return replace(self, seen=self.seen + 1, vanished=self.vanished + vanished, old=self.old + old)
