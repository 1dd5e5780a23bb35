"""The links a form starts with: on the profile's own DataWind, or on the practice tenant."""

import pytest

from dingsetup.messages.pushes import load_pushes
from dingsetup.messages.samples import default_links

HERE = "127.0.0.1:8000"


@pytest.mark.parametrize(
    ("domain", "base_url", "site"),
    [
        (HERE, f"http://{HERE}", f"http://{HERE}"),
        (HERE, f"http://{HERE}/", f"http://{HERE}"),
        (HERE, f"https://{HERE}", f"https://{HERE}"),
        ("bi.corp.example", f"http://{HERE}", "https://bi.corp.example"),
        ("bi.corp.example", "", "https://bi.corp.example"),
        ("http://bi.corp.example", "", "https://bi.corp.example"),
    ],
)
def test_only_the_tenants_own_pages_are_led_to_as_it_speaks(
    domain: str, base_url: str, site: str
) -> None:
    for push in load_pushes().all:
        links = default_links(push, domain, "ding1", base_url)
        assert links["link"] == f"{site}/bi-h5/?corpId=ding1"
        assert {url for name, url in links.items() if name != "link"} <= {f"{site}/bi"}
