"""An inspector of files with its worker processes, for the tests of one module."""

from __future__ import annotations

import pytest

from portal.adapters.pdf_inspector import Inspector


@pytest.fixture(scope="module")
def inspector():
    uno = Inspector()
    yield uno
    uno.cerrar()
