"""Chapter: nine field engineers hired and ramped. The South is easy, the North has no depot; and support hours wait for a word."""

from peakos.demo.chapters.field_engineers.plot import tell

__all__ = ["tell"]
