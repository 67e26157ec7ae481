"""Running cases. The state is the kernel's (small JSON); what is open lies in tables of its own."""

from django.db import models

from laufzettel.core.quick_json import QuickJSONField
from laufzettel.core.tenancy import TenantForeignKey, TenantModel
from laufzettel.identity.trust import Trust


class Case(TenantModel):
    """A running instance of a service's process. Its row is the lock for everything that moves it."""

    class Status(models.TextChoices):
        RUNNING = "running"
        COMPLETED = "completed"
        CANCELLED = "cancelled"

    number = models.CharField("Vorgangsnummer", max_length=30)
    edition = TenantForeignKey("lz_catalogue.Edition", related_name="+")
    offering = TenantForeignKey("lz_catalogue.Offering", related_name="+")
    unit = TenantForeignKey("lz_tenants.Unit", related_name="+")
    # Only members of the unit itself see it; nobody else, whatever groups they share.
    is_confidential = models.BooleanField(default=False)
    record = TenantForeignKey("lz_records.Record", related_name="cases", null=True, blank=True)
    title = models.CharField(max_length=300)
    applicant = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=5, default="de")
    # The citizen's account that has sent the application, and how the person was signed in then.
    account = models.ForeignKey("lz_identity.Account", models.PROTECT, null=True, blank=True, related_name="+")
    trust = models.CharField(max_length=11, choices=Trust.choices, default=Trust.NONE)
    # Since when the person wants to be notified electronically; None without consent, or when it was revoked.
    mailbox_since = models.DateTimeField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.RUNNING)
    outcome = models.CharField(max_length=120, blank=True)
    received_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    reference_date = models.DateField(null=True)
    application = models.JSONField()
    settings = QuickJSONField(default=dict)
    state = QuickJSONField()
    events = models.PositiveIntegerField(default=0)
    # The key of the message that began the case; at most one live case per service and key.
    message_key = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("tenant_id", "number", name="case_number"),
            models.UniqueConstraint(
                "tenant_id",
                "offering",
                "message_key",
                name="case_message_key",
                condition=models.Q(status="running") & ~models.Q(message_key=""),
            ),
        ]
        indexes = [models.Index("tenant_id", "status", "received_at", name="case_status")]


class Task(TenantModel):
    """A step that a person must take. `instance` is the kernel's number of the element instance."""

    class State(models.TextChoices):
        OPEN = "open"
        DONE = "done"
        CANCELLED = "cancelled"

    case = TenantForeignKey(Case, related_name="tasks")
    instance = models.PositiveBigIntegerField()
    element = models.CharField(max_length=120)
    name = models.CharField(max_length=200)
    form = models.CharField(max_length=120, blank=True)
    # "ad-hoc": the clerk picks among `choices` ({element, name} each) what is to be done, until nothing more is.
    kind = models.CharField(max_length=10, default="user")
    choices = models.JSONField(default=list)
    priority = models.PositiveSmallIntegerField(default=50)
    groups = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    assignee = models.ForeignKey("lz_identity.Account", models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.JSONField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("tenant_id", "case", "instance", name="task_instance")]
        indexes = [
            models.Index("tenant_id", "due_at", "id", name="task_open", condition=models.Q(state="open")),
        ]


class Job(TenantModel):
    """A service step. Its id is its key: uuid5 of case, element, instance and attempt."""

    class State(models.TextChoices):
        OPEN = "open"
        WAITING = "waiting"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    case = TenantForeignKey(Case, related_name="jobs")
    instance = models.PositiveBigIntegerField()
    element = models.CharField(max_length=120)
    type = models.CharField(max_length=80)
    input = models.JSONField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    retries = models.PositiveSmallIntegerField(default=3)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index("tenant_id", "created_at", name="job_open", condition=models.Q(state="open"))]


class Timer(TenantModel):
    """A timer that is armed, mirrored by a wake-up. `number` is the kernel's."""

    case = TenantForeignKey(Case, related_name="timers")
    number = models.PositiveBigIntegerField()
    element = models.CharField(max_length=120)
    due_at = models.DateTimeField()
    is_open = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint("tenant_id", "case", "number", name="timer_number")]


class StartTimer(TenantModel):
    """When the clock next begins a case of an offering: a timer start event of its edition."""

    offering = TenantForeignKey("lz_catalogue.Offering", related_name="+")
    edition = TenantForeignKey("lz_catalogue.Edition", related_name="+")
    element = models.CharField(max_length=120)
    due_at = models.DateTimeField()
    left = models.IntegerField(default=0)
    interval = models.CharField(max_length=60, blank=True)
    is_open = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint("tenant_id", "offering", "element", name="start_timer")]


class Subscription(TenantModel):
    """What a case waits for: a message (`subject` its name, `key` its correlation key) or a signal. `number` is the
    kernel's; `process` the service, because a message goes to one case of each.
    """

    case = TenantForeignKey(Case, related_name="subscriptions")
    number = models.PositiveBigIntegerField()
    element = models.CharField(max_length=120)
    kind = models.CharField(max_length=10)
    subject = models.CharField(max_length=200)
    key = models.CharField(max_length=200, blank=True)
    process = models.CharField(max_length=80)
    opened_at = models.DateTimeField()
    is_open = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint("tenant_id", "case", "number", name="subscription_number")]
        indexes = [
            models.Index(
                "tenant_id", "kind", "subject", "key", "id", name="subscription_open", condition=models.Q(is_open=True)
            ),
        ]


class Message(TenantModel):
    """A message that has come, kept until `expires_at` for those who wait for it later."""

    name = models.CharField(max_length=200)
    key = models.CharField(max_length=200, blank=True)
    message_id = models.CharField(max_length=200, blank=True)
    payload = models.JSONField(default=dict)
    received_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    is_buffered = models.BooleanField(default=True)
    actor = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "tenant_id",
                "name",
                "key",
                "message_id",
                name="message_once",
                condition=models.Q(is_buffered=True) & ~models.Q(message_id=""),
            ),
        ]
        indexes = [
            models.Index("tenant_id", "name", "key", "id", name="message_kept", condition=models.Q(is_buffered=True)),
        ]


class Delivery(TenantModel):
    """A message reaches one case of each process, once."""

    message = TenantForeignKey(Message, related_name="deliveries")
    process = models.CharField(max_length=80)
    case = TenantForeignKey(Case, related_name="+")
    delivered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("tenant_id", "message", "process", name="delivery_once")]


class SignalDelivery(TenantModel):
    """A signal on its way to one subscription, or to one offering whose process it begins; gone once it has come."""

    signal = models.CharField(max_length=200)
    payload = models.JSONField(default=dict)
    subscription = TenantForeignKey(Subscription, related_name="+", null=True, blank=True)
    offering = TenantForeignKey("lz_catalogue.Offering", related_name="+", null=True, blank=True)
    thrown_at = models.DateTimeField()


class Incident(TenantModel):
    """A token that cannot go on, with its cause."""

    case = TenantForeignKey(Case, related_name="incidents")
    instance = models.PositiveBigIntegerField()
    element = models.CharField(max_length=120)
    name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=60)
    message = models.TextField()
    message_en = models.TextField(blank=True)
    detail = models.TextField(blank=True)
    raised_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)


class HistoryEvent(TenantModel):
    """What happened, in order: the kernel's events, and what people did, with who did it."""

    case = TenantForeignKey(Case, related_name="history")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=40)
    instance = models.PositiveBigIntegerField(null=True)
    element = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=200, blank=True)
    data = QuickJSONField(default=dict)
    actor = QuickJSONField()

    class Meta:
        constraints = [models.UniqueConstraint("tenant_id", "case", "number", name="history_number")]
        ordering = ["number"]


class CaseDate(TenantModel):
    """A date of a case: statutory, service or resubmission; the three have different rules (kernel.law)."""

    case = TenantForeignKey(Case, related_name="dates")
    key = models.CharField(max_length=80)
    kind = models.CharField(max_length=20)
    due_on = models.DateField()
    is_paused = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint("tenant_id", "case", "key", name="case_date_key")]


class Question(TenantModel):
    """A question back: what the office needs to know from the applicant. Service dates are paused meanwhile."""

    class State(models.TextChoices):
        OPEN = "open"
        ANSWERED = "answered"
        WITHDRAWN = "withdrawn"

    case = TenantForeignKey(Case, related_name="questions")
    job = TenantForeignKey(Job, related_name="+", null=True, blank=True)
    text = models.TextField()
    answer_by = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    asked_at = models.DateTimeField()
    asked_by = models.JSONField()
    ended_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    is_seen = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index("tenant_id", "case", "asked_at", name="question_order")]


class Hearing(TenantModel):
    """Before a burdensome act the person concerned can comment: what the letter asked, until when, what came."""

    class State(models.TextChoices):
        PREPARED = "prepared"
        OPEN = "open"
        ANSWERED = "answered"
        EXPIRED = "expired"
        WITHDRAWN = "withdrawn"

    class Way(models.TextChoices):
        ONLINE = "online"
        PAPER = "paper"

    case = TenantForeignKey(Case, related_name="hearings")
    job = TenantForeignKey(Job, related_name="+")
    letter = TenantForeignKey("lz_letters.Letter", related_name="+")
    procedure = models.CharField(max_length=20)
    days = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREPARED)
    # None as long as nobody knows: the letter is not posted yet, or it came back.
    answer_by = models.DateField(null=True)
    # A time that the office has prolonged is not reckoned from the posting any more.
    is_prolonged = models.BooleanField(default=False)
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True)
    way = models.CharField(max_length=10, choices=Way.choices, blank=True)
    is_seen = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint("tenant_id", "job", name="hearing_job")]
        indexes = [models.Index("tenant_id", "case", "id", name="hearing_order")]


class CaseLink(TenantModel):
    """A case that another one has started: two cases of two offices, of which neither waits for the other.

    What went from one to the other is a disclosure: `legal_basis` says what allowed it.
    """

    source = TenantForeignKey(Case, related_name="links")
    target = TenantForeignKey(Case, related_name="linked_by")
    legal_basis = models.CharField(max_length=300)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("tenant_id", "target", name="case_link")]


class Disclosure(TenantModel):
    """Personal data of a case that went to another office or body: to whom, what, what allowed it."""

    case = TenantForeignKey(Case, related_name="disclosures")
    recipient = models.CharField(max_length=200)
    subject = models.CharField(max_length=300)
    legal_basis = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    made_by = models.JSONField()

    class Meta:
        indexes = [models.Index("tenant_id", "case", "made_at", name="disclosure_order")]


class CaseLetter(TenantModel):
    """The case that a letter belongs to: the room of letters knows no case."""

    case = TenantForeignKey(Case, related_name="letters")
    letter = TenantForeignKey("lz_letters.Letter", related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("tenant_id", "letter", name="case_letter")]


class CaseEntry(TenantModel):
    """The case of an entry of a register: the one that added it, or one opened for what comes of it later."""

    case = TenantForeignKey(Case, related_name="entries")
    entry = TenantForeignKey("lz_registers.Entry", related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("tenant_id", "entry", name="case_entry")]


class CaseClaim(TenantModel):
    """The case that a claim belongs to."""

    case = TenantForeignKey(Case, related_name="claims")
    claim = TenantForeignKey("lz_payments.Claim", related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("tenant_id", "claim", name="case_claim")]
