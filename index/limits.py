"""What one file may take, apart from what reads it: settings are made without any reader."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take: its bytes, seconds of processor time and bytes of memory."""

    file_bytes: int = 20_000_000
    seconds: float = 60.0
    memory: int = 1_000_000_000


DEFAULT_LIMITS = Limits()
