"""Descriptions that are HTML, as plain text."""

from lxml import etree

_LONGEST = 1_000_000


def plain(written: str | None) -> str | None:
    """Give the text of a description without its marks; what is no HTML stays as it is."""
    if not written or "<" not in written or len(written) > _LONGEST:
        return written
    from lxml import html  # long to be there, and not needed where nobody writes HTML

    try:
        parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
        root = html.fromstring(written, parser=parser)
        return "\n".join(line for text in root.itertext() if (line := str(text).strip())) or None
    except (etree.LxmlError, ValueError):
        return None
