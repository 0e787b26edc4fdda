"""The pages of the site in the order of its menu."""

MENU: tuple[tuple[str, str], ...] = (
    ("/", "Situation"),
    ("/events", "Events"),
    ("/tolls", "Tolls"),
    ("/control", "Control"),
    ("/documents", "Documents"),
    ("/actors", "Actors"),
    ("/sources", "Sources"),
)
"""Address and name; a page stands here once it is whole."""
