"""Service steps: one adapter per job type, thin, between the kernel's values and the room that does the work.

A job runs in three steps (law 1): claim; work without any lock; one transaction that locks the case, checks that the
job is still open, writes the result and advances. Rooms after `cases/` register theirs when they are loaded.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from laufzettel.cases.models import Case, Job
from laufzettel.core.actors import Actor
from laufzettel.kernel.package import Package
from laufzettel.kernel.problems import NO_TEXT, Text


@dataclass(frozen=True, slots=True)
class Work:
    """What an adapter gets: the job, its case and package as they were when claimed, its input as FEEL values."""

    job: Job
    case: Case
    package: Package
    input: Mapping[str, Any]
    actor: Actor


@dataclass(frozen=True, slots=True)
class Done:
    """The job is done with these FEEL values."""

    variables: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Waits:
    """The job's answer comes later, as a stimulus under the job's key."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The job cannot be done so, and trying again will not help: an incident with this cause."""

    message: Text


@dataclass(frozen=True, slots=True)
class Threw:
    """The job ends with one of the errors that its type declares; the process may catch it."""

    code: str
    message: Text = NO_TEXT


type Answer = Done | Waits | Failed | Threw
type Adapter = Callable[[Work], Answer]
type Answerer = Callable[[Mapping[str, Any]], Mapping[str, Any]]

type Follower = Callable[[Job, str, Mapping[str, Any], Actor], None]

_adapters: dict[str, Adapter] = {}
_followers: dict[str, Follower] = {}
_outside: set[str] = set()
_answers: dict[str, Answerer] = {}


def register(job_type: str, *, leaves_the_house: bool = False) -> Callable[[Adapter], Adapter]:
    """Say who does a job type. It is called inside the tenant's scope, in the transaction that finishes the job.

    One that `leaves_the_house` is called between two transactions, with no lock and no scope, maybe more than once:
    the job's id is its idempotency key.
    """

    def keep(adapter: Adapter) -> Adapter:
        _adapters[job_type] = adapter
        if leaves_the_house:
            _outside.add(job_type)
        return adapter

    return keep


def answers(stimulus: str) -> Callable[[Answerer], Answerer]:
    """Say how the payload of a stimulus becomes the result of the job that waits for it."""

    def keep(answerer: Answerer) -> Answerer:
        _answers[stimulus] = answerer
        return answerer

    return keep


def follows(job_type: str) -> Callable[[Follower], Follower]:
    """Say who is told of every stimulus under a job of this type: none of them is its result by itself."""

    def keep(follower: Follower) -> Follower:
        _followers[job_type] = follower
        return follower

    return keep


def follower_of(job_type: str) -> Follower | None:
    """Who follows what happens to what the job has made, if anybody."""
    return _followers.get(job_type)


def adapter_for(job_type: str) -> Adapter | None:
    """Who does a job type, if anybody."""
    return _adapters.get(job_type)


def leaves_the_house(job_type: str) -> bool:
    """Whether the work is done without any lock (law 1)."""
    return job_type in _outside


def answer_for(stimulus: str) -> Answerer | None:
    """How a stimulus is read, None when no job waits for such."""
    return _answers.get(stimulus)


def job_types() -> frozenset[str]:
    """The job types that have an adapter."""
    return frozenset(_adapters)
