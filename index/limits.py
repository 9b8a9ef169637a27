"""What one file may take, apart from what reads it: settings are made without any reader."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take: its bytes, seconds of processor time and bytes of memory.

    Larger files than are taken unless a setting lets them may take longer in proportion.
    """

    file_bytes: int = 20_000_000
    seconds: float = 60.0
    memory: int = 1_000_000_000

    def seconds_for(self, size: int) -> float:
        """The seconds that a file of so many bytes may take."""
        return self.seconds * max(1.0, size / DEFAULT_LIMITS.file_bytes)


DEFAULT_LIMITS = Limits()
