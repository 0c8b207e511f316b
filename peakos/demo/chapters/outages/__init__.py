"""Chapter: outage reports in under ninety seconds. It goes well, through a storm test and a freeze."""

from peakos.demo.chapters.outages.plot import tell

__all__ = ["tell"]
