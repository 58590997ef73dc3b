"""What on a page is no part of its article: menus, boxes, lines of the house; and captions."""

from __future__ import annotations

import re
from typing import Any

from checker.intake.blocks import Block, label_of

_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:related\w*|recommend\w*|read-?more|readmore|also-?read|more-?(?:on|news|stories|"
    r"from)|teasers?|promo\w*|newsletter\w*|subscri\w*|sign-?up|shar\w*|social\w*|breadcrumbs?|pagination|"
    r"pager|paging|widgets?|sidebar|popular|trending|most-?\w*read|outbrain|taboola|adverts?|ads?|advertis\w*|"
    r"banner|cookies?|consent|gdpr|login|menus?|nav\w*|masthead|footer|copyright|tags?|tag-?list|"
    r"tag-?cloud|topics?|sponsor\w*|donat\w*|support-?us|app-?promo|print|toolbar|tools|hidden|"
    r"screen-reader\S*|sr-only|visually-?hidden|skip\S*|rating\w*|poll|quiz|categor\w+|"
    r"author-?(?:bio|box|info)|about-?author|bio|jp-relatedposts|sharedaddy|crp_related|"
    r"yarpp\S*|infobox|toc|navbox|metadata|references|reflist|mw-editsection)(?:$|[\s_-])"
)
# Lines that a house prints under each of its articles.
HOUSE = re.compile(
    r"©|copyright|all rights reserved|alle rechte vorbehalten|cookies?\b|newsletter|privacy policy|"
    r"terms (?:of|and)|subscri(?:be|ption)|abonni|sign up|جميع الحقوق|حقوق النشر|اشترك|تابعونا",
    re.IGNORECASE,
)
_FURNITURE_TAGS = frozenset(["nav", "footer", "aside", "form", "menu", "dialog"])
_ROLES = frozenset(["navigation", "complementary", "contentinfo", "search", "dialog", "menu"])
_MEDIA = re.compile(r"caption|legend|bildunterschrift|legende|credit", re.IGNORECASE)


def is_furniture(element: Any) -> bool:
    """Tell whether an element is a menu, a box beside the story, or the like."""
    return (
        element.tag in _FURNITURE_TAGS
        or (element.get("role") or "") in _ROLES
        or bool(_FURNITURE.search(label_of(element)))
    )


def is_caption(block: Block) -> bool:
    """Tell whether a block stands in a caption of a picture."""
    return any(
        each.tag == "figcaption" or _MEDIA.search(label_of(each)) for each in block.path[-3:]
    )
