"""Trust levels: how sure it is that a person is who the account says (eIDAS: low, substantial, high)."""

from django.db import models


class Trust(models.TextChoices):
    """How somebody was signed in. `none` is nobody signed in; the values are those of a package's `service.trust`."""

    NONE = "none"
    BASIC = "basic"
    SUBSTANTIAL = "substantial"
    HIGH = "high"

    def suffices(self, required: str) -> bool:
        """Whether this level is at least `required`, the value of another one."""
        levels = list(Trust)
        return levels.index(self) >= levels.index(Trust(required))
