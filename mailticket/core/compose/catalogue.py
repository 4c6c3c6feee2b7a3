"""The names of all notices, citizens' apart from those of officers, units and supervisors."""

CITIZEN_NOTICES = tuple(
    f"citizen.{name}"
    for name in (
        "acknowledged", "details_missing", "reminded", "question", "forwarded", "answered", "closed",
        "closed_no_response", "referred",
    )
)  # fmt: skip
STAFF_NOTICES = (
    *(
        f"officer.{name}"
        for name in (
            "assigned", "followup", "draft", "receipt", "not_done", "held", "escalated", "undelivered", "digest",
        )
    ),
    "unit.forwarded", "unit.reminded", "supervisor.escalated", "supervisor.digest",
)  # fmt: skip
NOTICES = (*CITIZEN_NOTICES, *STAFF_NOTICES)
