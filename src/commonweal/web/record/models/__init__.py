"""What the record keeps."""

from __future__ import annotations

from commonweal.web.record.models.audit import AuditEntry, AuditHead, AuditSecret, Witness
from commonweal.web.record.models.ballots import CastBallot, Roll, SealedBallot, VotingCode
from commonweal.web.record.models.boards import (
    Board,
    Correction,
    Decision,
    Interest,
    Meeting,
    Member,
    Panel,
)
from commonweal.web.record.models.conversations import Conversation, Response, Statement
from commonweal.web.record.models.people import Invitation, Neighbourhood, Person, Role
from commonweal.web.record.models.phases import Phase, Pot, Result
from commonweal.web.record.models.proposals import (
    Comment,
    Feasibility,
    Image,
    Progress,
    Proposal,
    Support,
)

__all__ = [
    "AuditEntry",
    "AuditHead",
    "AuditSecret",
    "Board",
    "CastBallot",
    "Comment",
    "Conversation",
    "Correction",
    "Decision",
    "Feasibility",
    "Image",
    "Interest",
    "Invitation",
    "Meeting",
    "Member",
    "Neighbourhood",
    "Panel",
    "Person",
    "Phase",
    "Pot",
    "Progress",
    "Proposal",
    "Response",
    "Result",
    "Role",
    "Roll",
    "SealedBallot",
    "Statement",
    "Support",
    "VotingCode",
    "Witness",
]
