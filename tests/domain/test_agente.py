"""Browsers by the names people know."""

from __future__ import annotations

import pytest

from portal.domain.agente import nombres

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agente", "dicho"),
    [
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/141.0.0.0 Safari/537.36", ("Chrome", "Windows")),
        (f"Mozilla/5.0 (Windows NT 10.0) {WEBKIT} Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0", ("Edge", "Windows")),
        (f"Mozilla/5.0 (Linux; Android 14) {WEBKIT} Chrome/141.0.0.0 Mobile Safari/537.36 EdgA/141.0", ("Edge", "Android")),
        (f"Mozilla/5.0 (Linux; Android 13; SM-A536E) {WEBKIT} SamsungBrowser/27.0 Chrome/125.0 Mobile Safari/537.36",
         ("Samsung Internet", "Android")),
        (f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT} HeadlessChrome/141.0.0.0 Safari/537.36", ("Chrome", "Linux")),
        ("Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", ("Firefox", "Linux")),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1",
         ("Safari", "iPhone")),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 CriOS/141.0 Mobile/15E148 Safari/604.1",
         ("Chrome", "iPhone")),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15",
         ("Safari", "Mac")),
        (f"Mozilla/5.0 (X11; CrOS x86_64 15699) {WEBKIT} Chrome/141.0.0.0 Safari/537.36 OPR/120.0", ("Opera", "Chromebook")),
        ("curl/8.5.0", ("", "")),
        ("", ("", "")),
    ],
)  # fmt: skip
def test_cada_navegador_se_llama_como_lo_conoce_la_gente(agente, dicho):
    assert nombres(agente) == dicho
