"""What went wrong on the page, inline: files refused, a database or disk that fails."""

from dingsetup.ui.bindings.notice import Notice, Way


class SupportNotice(Notice):
    """One trouble at a time, as above the binding table."""

    def tell(self, error: Exception, way: Way | None = None) -> None:
        from dingsetup.language.bundles import bundle_told
        from dingsetup.support.troubles import BundleError

        if isinstance(error, BundleError):
            self.say(bundle_told(self._language, error), way=way)
        else:
            super().tell(error, way)
