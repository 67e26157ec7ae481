"""Soundness: a process that can neither get stuck nor lose or double a token, decided with data abstracted away."""

from laufzettel.kernel.bpmn.soundness.check import Unsound, check_soundness
from laufzettel.kernel.bpmn.soundness.net import Move

__all__ = ["Move", "Unsound", "check_soundness"]
