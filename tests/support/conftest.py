"""A support file as an attacker would change it, and how it is refused."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dingsetup.support.reading import read_bundle
from dingsetup.support.troubles import BundleError
from tests.support.bundles import bundle, contents, names


@pytest.fixture(scope="session")
def members() -> dict[str, bytes]:
    return contents(bundle())


@pytest.fixture
def refused(tmp_path: Path) -> Callable[[bytes], BundleError]:
    """Read a file of such a content, which must be refused, and nothing may be left behind."""

    def read(content: bytes) -> BundleError:
        path = tmp_path / "bundle.dingsetup"
        path.write_bytes(content)
        with pytest.raises(BundleError) as caught:
            read_bundle(path)
        assert names(tmp_path) == ["bundle.dingsetup"]
        assert path.read_bytes() == content
        return caught.value

    return read
