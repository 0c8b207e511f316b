"""Chapter: twelve mid-market utilities live within thirty days. It starts well, and then everything waits for single sign-on."""

from peakos.demo.chapters.onboarding.plot import tell

__all__ = ["tell"]
