import pytest

from custom_components.moodbox.address import url_at, url_from


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("192.168.1.20", "http://192.168.1.20:8080"),
        (" moodbox.local ", "http://moodbox.local:8080"),
        ("moodbox.local:9000", "http://moodbox.local:9000"),
        ("fd00::7", "http://[fd00::7]:8080"),
        ("[fd00::7]:9000", "http://[fd00::7]:9000"),
        ("http://box/#/day", "http://box"),
        ("https://box.example:8443/kiosk", "https://box.example:8443"),
        ("ftp://box", None),
        ("http://me:secret@box", None),
        ("http://", None),
        ("", None),
        ("box:notaport", None),
    ],
)
def test_address_as_written(text: str, url: str | None) -> None:
    assert url_from(text) == url


@pytest.mark.parametrize(
    ("host", "port", "is_secure", "url"),
    [
        ("10.0.0.2", 8080, False, "http://10.0.0.2:8080"),
        ("10.0.0.2", None, True, "https://10.0.0.2:8080"),
        ("fd00::7", 80, False, "http://[fd00::7]:80"),
    ],
)
def test_address_as_announced(host: str, port: int | None, is_secure: bool, url: str) -> None:
    assert url_from(url_at(host, port, is_secure)) in (url, url.removesuffix(":80"))
