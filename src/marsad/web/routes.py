"""The pages of the site in the order of its menu."""

from marsad.domain.person import SiteRole

MENU: tuple[tuple[str, str, SiteRole | None], ...] = (
    ("/", "Situation", SiteRole.READER),
    ("/events", "Events", SiteRole.READER),
    ("/tolls", "Tolls", SiteRole.READER),
    ("/control", "Control", SiteRole.READER),
    ("/documents", "Documents", SiteRole.READER),
    ("/actors", "Actors", SiteRole.READER),
    ("/sources", "Sources", SiteRole.READER),
    ("/review", "Review", SiteRole.REVIEWER),
    ("/report", "Report", SiteRole.REVIEWER),
    ("/publishing", "Publishing", SiteRole.REVIEWER),
    ("/people", "People", SiteRole.ADMINISTRATOR),
)
"""Address, name and whose it is; a page stands here once it is whole."""
