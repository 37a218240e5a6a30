"""The address of a box, as people write it."""

from __future__ import annotations

from yarl import URL

from .const import DEFAULT_PORT


def url_from(text: str) -> str | None:
    """Return the origin that somebody means, or ``None`` if it is no address.

    A bare name or IP address is plain http on the port of the box. An address that was copied from a browser is taken
    as it is.
    """
    written = text.strip()
    is_bare = "://" not in written
    try:
        url = URL(f"http://{_bracketed(written)}" if is_bare else written)
        if url.scheme not in ("http", "https") or not url.host or url.user or url.password:
            return None
        if is_bare and url.explicit_port is None:
            url = url.with_port(DEFAULT_PORT)
        return str(url.origin())
    except ValueError:
        return None


def url_at(host: str, port: int | None, is_secure: bool) -> str:
    """Return the origin of a box that was found in the network."""
    scheme = "https" if is_secure else "http"
    return str(URL(f"{scheme}://{_bracketed(host)}:{port or DEFAULT_PORT}"))


def _bracketed(host: str) -> str:
    """Put an IPv6 address into brackets."""
    return f"[{host}]" if host.count(":") > 1 and not host.startswith("[") else host
