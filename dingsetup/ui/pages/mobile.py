"""Part 3.1 of the guide: the mobile homepage, as an address to copy and a code to scan."""

from PySide6.QtGui import QColor, QImage, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from dingsetup.plan import homepage_of
from dingsetup.ui.pages.page import StepPage
from dingsetup.ui.widgets.basic import Card, label, row

QUIET_ZONE = 4
"""Empty modules a scanner needs around the code (ISO/IEC 18004)."""


class MobilePage(StepPage):
    step = "mobile"

    def inputs(self) -> list[QWidget]:
        from dingsetup.ui.widgets.fields import Form  # not needed for the first frame

        session, profile = self.session, self.session.profile
        _ = session.language.gettext
        card = Card(self.theme, _("Your mobile page"))
        form = Form(self.theme, session.language)
        form.field(
            _("&Domain of DataWind"),
            profile.domain,
            _("For example bi.example.com; the guide does not name SaaS's own (UNCONFIRMED)."),
            lambda text: self._edit(domain=text),
        )
        form.field(
            _("&Homepage as it stands in the console"),
            profile.homepage,
            _("Copy it from 网页应用 and paste it here to have it compared."),
            lambda text: self._edit(homepage=text),
        )
        card.add(form)
        self._code = QLabel()
        self._code.setAccessibleName(_("QR code of the homepage"))
        self._below = label(
            _(
                "Scan with a phone to see whether the page opens. Outside DingTalk your CorpId"
                " stands in place of $CORPID$."
            ),
            "small",
        )
        line = row(self.theme, self._code, self._below, ems=0.8)
        line.setStretch(1, 1)
        card.add(line)
        self._show_code()
        return [card]

    def _edit(self, **fields: str) -> None:
        self.session.edit(since=self.step, **fields)
        self._show_code()

    def _show_code(self) -> None:
        session = self.session
        address = session.profile.homepage.strip() or homepage_of(session.facts, session.profile)
        url = address.replace(session.facts.homepage.placeholder, session.profile.corp_id)
        for part in (self._code, self._below):
            part.setVisible(bool(url))
        if url:
            self._code.setPixmap(qr_code(url, self.theme.gap(0.16)))


PAGE = MobilePage


def qr_code(text: str, module: int) -> QPixmap:
    """A QR code, black on white whatever the theme: scanners want it so."""
    import segno

    rows = list(segno.make(text, error="m").matrix)
    size = len(rows) + 2 * QUIET_ZONE
    image = QImage(size, size, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    for y, line in enumerate(rows):
        for x, dark in enumerate(line):
            if dark:
                image.setPixelColor(x + QUIET_ZONE, y + QUIET_ZONE, QColor("black"))
    return QPixmap.fromImage(image.scaled(size * module, size * module))
