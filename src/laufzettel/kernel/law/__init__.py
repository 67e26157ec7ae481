"""Law as dated data, and pure functions over it. See `docs/law.md`."""

from .acts import (
    CHANNELS,
    ELECTRONIC,
    PROCEDURES,
    Act,
    Channel,
    Form,
    Procedure,
    RemedyKind,
    act_rule,
    automatic_note,
    check_act,
    may_notify,
)
from .days import LAENDER, holiday, moved, moves_an_end
from .fiction import fiction_of_approval
from .notification import Events, Notification, notification
from .periods import End, Period, computed_end, end_of_period, extended
from .remedies import Remedy, remedy, remedy_end
from .tables import (
    ActRule,
    NotificationRule,
    RemedyRule,
    act_rules,
    bodies,
    notification_rules,
    remedy_rules,
)
from .working_days import (
    Pause,
    ServiceDate,
    WorkingCalendar,
    resubmission,
    service_date,
    working_days_left,
)

__all__ = [
    "CHANNELS",
    "ELECTRONIC",
    "LAENDER",
    "PROCEDURES",
    "Act",
    "ActRule",
    "Channel",
    "End",
    "Events",
    "Form",
    "Notification",
    "NotificationRule",
    "Pause",
    "Period",
    "Procedure",
    "Remedy",
    "RemedyKind",
    "RemedyRule",
    "ServiceDate",
    "WorkingCalendar",
    "act_rule",
    "act_rules",
    "automatic_note",
    "bodies",
    "check_act",
    "computed_end",
    "end_of_period",
    "extended",
    "fiction_of_approval",
    "holiday",
    "may_notify",
    "moved",
    "moves_an_end",
    "notification",
    "notification_rules",
    "remedy",
    "remedy_end",
    "remedy_rules",
    "resubmission",
    "service_date",
    "working_days_left",
]
