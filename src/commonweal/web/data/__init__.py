"""What the pages and the API ask of the atlas and of find: the only way the web reaches either."""

from commonweal.web.data.opened import Held, forget, held

__all__ = ["Held", "forget", "held"]
