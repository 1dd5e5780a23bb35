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
