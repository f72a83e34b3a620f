"""Profiles: one place, who lives there, how it stands beside others, what is strong and hard.

`make_profile(spec, tables)` makes one from tables of the whole country; `profile_tables(atlas)`
gathers those from an atlas.
"""

from commonweal.understand.profile.make import make_profile
from commonweal.understand.profile.request import profile_tables
from commonweal.understand.profile.result import Profile, Row
from commonweal.understand.profile.spec import ProfileSpec, neighbourhood_spec
from commonweal.understand.profile.tables import ProfileTables

__all__ = [
    "Profile",
    "ProfileSpec",
    "ProfileTables",
    "Row",
    "make_profile",
    "neighbourhood_spec",
    "profile_tables",
]
