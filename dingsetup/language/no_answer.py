"""Sentences for what stands where DingTalk should have answered: nothing, or somebody else."""

from dingsetup.findings import Kind
from dingsetup.language.sentence import N_, Sentence, sentence

SENTENCES: dict[str, Sentence] = {
    Kind.NOT_DINGTALK: sentence(
        (
            N_("The answer of {host} came not from DingTalk but from something on the way"),
            N_("The answer did not come from DingTalk"),
        ),
        N_(
            "A log-in page, a proxy or a filter answered in its place. That it looked like a"
            " success means nothing."
        ),
        N_(
            "Log in to the network, or ask who runs the proxy to let DingTalk through; then"
            " check again."
        ),
    ),
    Kind.ANSWER_TOO_LARGE: sentence(
        (
            N_("The answer of {host} is far too large to be DingTalk's"),
            N_("The answer is far too large to be DingTalk's"),
        ),
        N_(
            "DingTalk's answers are small; something on the way sends something else. It was"
            " cut off."
        ),
        N_("Ask who runs the proxy what stands between this computer and DingTalk."),
    ),
    Kind.UNREACHABLE: sentence(
        (N_("{host} cannot be reached"), N_("DingTalk cannot be reached")),
        (
            N_("The connection was refused or broke off: {detail}"),
            N_("The connection was refused or broke off."),
        ),
        N_("Check the network, the firewall and the proxy in the profile's settings."),
    ),
    f"{Kind.UNREACHABLE}/reset": sentence(
        (N_("The connection to {host} broke off"), N_("The connection to DingTalk broke off")),
        (
            N_("It stood, and ended before an answer came: {detail}"),
            N_("It stood, and ended before an answer came."),
        ),
        N_("Check the network, the firewall and the proxy in the profile's settings."),
    ),
    Kind.DNS_FAILED: sentence(
        (N_("The name {host} cannot be resolved"), N_("The host's name cannot be resolved")),
        N_(
            "This computer's name server does not know it, or there is no network. Behind a"
            " company proxy that is common."
        ),
        N_("Check the network; behind a proxy, enter it in the profile's settings."),
    ),
    Kind.TLS_FAILED: sentence(
        (N_("The certificate of {host} is not trusted"), N_("The certificate is not trusted")),
        (N_("Its identity could not be proved: {detail}"), N_("Its identity could not be proved.")),
        N_(
            "If your company signs TLS anew, enter its CA file in the profile's settings. The"
            " check itself cannot be switched off."
        ),
    ),
    Kind.TIMED_OUT: sentence(
        (N_("{host} did not answer in time"), N_("There was no answer in time")),
        N_("The connection stands or hangs, but no answer came."),
        N_("Check again; if it stays, look at the proxy and the firewall."),
    ),
    Kind.PROXY_REFUSED: sentence(
        (N_("The proxy refused the way to {host}"), N_("The proxy refused the way")),
        (N_("It said: {detail}"), N_("It wants a password or forbids the address.")),
        N_(
            "Enter the proxy with its name and password in the system's settings, or have"
            " DingTalk's hosts let through."
        ),
    ),
    f"{Kind.PROXY_REFUSED}/dns": sentence(
        N_("The proxy's own name cannot be resolved"),
        (N_("It said: {detail}"), N_("This computer's name server does not know it.")),
        N_("Compare the proxy's address with your network's, on the first step."),
    ),
    f"{Kind.PROXY_REFUSED}/address": sentence(
        N_("The proxy's address is not written as one"),
        N_("It wants a scheme, a host and a port."),
        N_("Enter it like http://proxy.example.com:8080, on the first step."),
    ),
}
