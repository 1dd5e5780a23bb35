"""Whom we trust: the system's store and a company's own CA file. Verification cannot be off."""

import ssl

from dingsetup.dingtalk.transport.failures import NoAnswer
from dingsetup.findings import Kind


def make_context(ca_file: str | None) -> ssl.SSLContext:
    """Make a context that verifies chain and host name; safe to share among threads.

    Raises NoAnswer(tls_failed) for a CA file that cannot be used.
    """
    import truststore

    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if ca_file:
        try:
            context.load_verify_locations(cafile=ca_file)
        except (OSError, ValueError) as error:
            detail = getattr(error, "strerror", None) or str(error)
            values = {"reason": "ca_file", "file": ca_file, "detail": detail}
            raise NoAnswer(Kind.TLS_FAILED, values) from None
    return context


_REASONS = {
    9: "not_yet_valid",
    10: "expired",
    18: "self_signed",
    19: "self_signed",
    20: "unknown_issuer",
    21: "unknown_issuer",
    23: "revoked",
    62: "hostname",
    64: "hostname",
}
_WORDS = (
    ("hostname", ("hostname mismatch", "doesn't match", "not valid for", "name mismatch")),
    ("expired", ("has expired", "expired", "validity period")),
    ("self_signed", ("self-signed", "self signed")),
    ("unknown_issuer", ("unable to get", "not trusted", "untrusted", "unknown ca")),
)


def tls_reason(error: ssl.SSLError) -> str:
    """Name what is wrong with the server's TLS: OpenSSL's number, or on others the words."""
    number = getattr(error, "verify_code", None)
    if number in _REASONS:
        return _REASONS[number]
    text = str(error).lower()
    for reason, words in _WORDS:
        if any(word in text for word in words):
            return reason
    return "certificate" if isinstance(error, ssl.SSLCertVerificationError) else "protocol"
