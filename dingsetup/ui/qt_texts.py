"""Qt's own texts, on standard buttons and menus, in the language of the rest."""

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication

from dingsetup.language import Language


def use_qt_texts(app: QApplication, language: Language) -> None:
    """Install Qt's catalogue of the language; English needs none."""
    for old in app.findChildren(QTranslator, "qt-texts"):
        app.removeTranslator(old)
        old.deleteLater()
    if not language.chinese:
        return
    translator = QTranslator(app)
    translator.setObjectName("qt-texts")
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", folder):
        app.installTranslator(translator)
