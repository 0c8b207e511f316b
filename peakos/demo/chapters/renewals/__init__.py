"""Chapter: renew 94 % of the revenue that is due. Two Northern accounts have nobody, and the CRM is not as clean as it says."""

from peakos.demo.chapters.renewals.plot import tell

__all__ = ["tell"]
