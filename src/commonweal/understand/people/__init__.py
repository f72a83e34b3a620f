"""Prevalence from records of people or addresses too many to hold: counted by an engine.

`ask_records` counts the files and answers; nothing in its tables lets a small count be read or
worked out.
"""

from commonweal.understand.people.prevalence import prevalence_of_records
from commonweal.understand.people.request import RecordsAnswer, ask_records
from commonweal.understand.people.result import RecordsResult
from commonweal.understand.people.spec import RecordsSource, RecordsSpec
from commonweal.understand.people.steps import count_by_area, count_by_group
from commonweal.understand.people.written import records_spec

__all__ = [
    "RecordsAnswer",
    "RecordsResult",
    "RecordsSource",
    "RecordsSpec",
    "ask_records",
    "count_by_area",
    "count_by_group",
    "prevalence_of_records",
    "records_spec",
]
