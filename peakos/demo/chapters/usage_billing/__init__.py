"""Chapter: every new contract on usage billing. Everybody says green; the piece that it hangs on has not moved for eleven days."""

from peakos.demo.chapters.usage_billing.plot import tell

__all__ = ["tell"]
