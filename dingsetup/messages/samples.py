"""What a form starts with: a push's sample data, its days counted from today, and its links."""

import datetime
import re

from dingsetup.messages.push import Push, Shape, TextLanguage

_DAY = re.compile(r"today(?:-(\d{1,3}))?(?: (\d\d:\d\d))?")
_SCHEME = re.compile(r"^[a-z]+://", re.IGNORECASE)
PLACEHOLDER = "$CORPID$"


def sample_values(
    push: Push, language: TextLanguage, today: datetime.date | None = None
) -> dict[str, str]:
    """Sample data for every variable, as a form shows it.

    Days are counted from `today`, else from this computer's: `today-1` is yesterday's date.
    """
    day = today or datetime.datetime.now().astimezone().date()
    values: dict[str, str] = {}
    for variable in push.variables:
        sample = variable.sample.zh if language == "zh" else variable.sample.en
        dated = variable.shape in (Shape.DATE, Shape.TIME)
        values[variable.name] = _dated(sample, day) if dated else sample
    return values


def default_links(push: Push, domain: str, corp_id: str = "", base_url: str = "") -> dict[str, str]:
    """Addresses for the push's link variables on the profile's own DataWind.

    `link` is the homepage of the phone's pages, as the guide gives it; with `corp_id` in it, since
    DingTalk fills the placeholder in only when the app is opened from the workbench. Every other
    link leads to the pages for PCs. Which path belongs to which chart is published nowhere.

    `base_url` is where the profile's DingTalk answers, empty for the real one. A practice tenant
    has DataWind's pages at the same address, and may speak http alone.
    """
    host = _SCHEME.sub("", domain.strip()).split("/")[0]
    if not host:
        return {}
    base = base_url.strip().rstrip("/")
    site = base if _SCHEME.sub("", base) == host else f"https://{host}"
    phone = f"{site}/bi-h5/?corpId={corp_id or PLACEHOLDER}"
    names = [variable.name for variable in push.variables if variable.shape is Shape.URL]
    return {name: phone if name == "link" else f"{site}/bi" for name in names}


def _dated(sample: str, today: datetime.date) -> str:
    found = _DAY.fullmatch(sample)
    if found is None:
        return sample
    back, time = found.groups()
    day = today - datetime.timedelta(days=int(back or 0))
    return f"{day.isoformat()} {time}" if time else day.isoformat()
