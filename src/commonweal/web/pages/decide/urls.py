"""Addresses of deciding, below `/decide`. Every one of a neighbourhood begins with its `place`."""

from __future__ import annotations

from django.urls import include, path

from commonweal.web.access import able
from commonweal.web.pages.account import roles
from commonweal.web.pages.decide import (
    boards,
    closing,
    codes,
    comments,
    conversations,
    delivery,
    feasibility,
    forms_of_governance,
    interests,
    meetings,
    moderation,
    panels,
    paper,
    phases,
    places,
    proposals,
    records,
    results,
    voting,
)
from commonweal.web.record.abilities import Ability

urlpatterns = [
    path("", places.places, name="decide"),
    # A neighbourhood, and who runs it.
    path("/new", places.add, name="decide-new"),
    path("/made/<str:id>", places.of_made, name="decide-made"),
    path("/<slug:place>", places.place, name="decide-place"),
    path("/<slug:place>/people", able(Ability.GIVE_ROLES)(roles.people), name="people"),
    path("/<slug:place>/people/give", able(Ability.GIVE_ROLES)(roles.give), name="give-role"),
    path(
        "/<slug:place>/people/<int:role>/take",
        able(Ability.GIVE_ROLES)(roles.take),
        name="take-role",
    ),
    path("/<slug:place>/facts", places.facts, name="decide-facts"),
    # Boards, members, meetings, decisions; forms of governance.
    path("/<slug:place>/board", boards.board, name="board"),
    path("/<slug:place>/board/edit", boards.edit, name="board-edit"),
    path("/<slug:place>/board/members/new", boards.add_member, name="member-new"),
    path("/<slug:place>/board/members/<int:number>", boards.edit_member, name="member-edit"),
    path("/<slug:place>/board/interests/new", interests.declare, name="interest-new"),
    path("/<slug:place>/board/interests/<int:number>", interests.end_interest, name="interest-end"),
    path("/<slug:place>/meetings/new", meetings.call, name="meeting-new"),
    path("/<slug:place>/meetings/<int:number>", meetings.meeting, name="meeting"),
    path("/<slug:place>/meetings/<int:number>/edit", meetings.edit, name="meeting-edit"),
    path("/<slug:place>/meetings/<int:number>/publish", meetings.publish, name="meeting-publish"),
    path("/<slug:place>/meetings/<int:number>/correct", meetings.correct, name="meeting-correct"),
    path("/<slug:place>/decisions", meetings.decisions, name="decisions"),
    path("/<slug:place>/decisions/new", meetings.decide, name="decision-new"),
    path("/<slug:place>/governance", forms_of_governance.governance, name="governance"),
    path("/<slug:place>/panels", panels.panels, name="panels"),
    path("/<slug:place>/panels/new", panels.announce, name="panel-new"),
    path("/<slug:place>/panels/<int:number>", panels.panel, name="panel"),
    path("/<slug:place>/panels/<int:number>/draw", panels.draw, name="panel-draw"),
    path("/<slug:place>/panels/<int:number>/<str:file>", panels.download, name="panel-file"),
    # Phases and proposals.
    path("/<slug:place>/phases", phases.phases, name="phases"),
    path("/<slug:place>/phases/new", phases.new_phase, name="phase-new"),
    path("/<slug:place>/phases/<slug:phase>", phases.phase, name="phase"),
    path("/<slug:place>/phases/<slug:phase>/edit", phases.edit_phase, name="phase-edit"),
    path("/<slug:place>/phases/<slug:phase>/pots/new", phases.new_pot, name="pot-new"),
    path("/<slug:place>/phases/<slug:phase>/pots/<slug:pot>", phases.edit_pot, name="pot-edit"),
    path(
        "/<slug:place>/phases/<slug:phase>/pots/<slug:pot>/remove",
        phases.remove_pot,
        name="pot-remove",
    ),
    path("/<slug:place>/phases/<slug:phase>/publish", phases.publish, name="phase-publish"),
    path(
        "/<slug:place>/phases/<slug:phase>/close-ideas",
        phases.close_proposals,
        name="proposals-close",
    ),
    path("/<slug:place>/phases/<slug:phase>/propose", proposals.propose, name="propose"),
    path("/<slug:place>/phases/<slug:phase>/checks", feasibility.checks, name="feasibility"),
    path("/<slug:place>/phases/<slug:phase>/delivery", delivery.delivery, name="delivery"),
    path(
        "/<slug:place>/phases/<slug:phase>/ideas/",
        include(
            [
                path("<int:number>", proposals.proposal, name="proposal"),
                path("<int:number>/edit", proposals.edit, name="proposal-edit"),
                path("<int:number>/withdraw", proposals.withdraw, name="proposal-withdraw"),
                path("<int:number>/support", proposals.support, name="support"),
                path("<int:number>/pictures/<int:picture>", proposals.picture, name="picture"),
                path("<int:number>/comments", comments.send, name="comment"),
                path(
                    "<int:number>/comments/<int:comment>/report",
                    comments.report,
                    name="comment-report",
                ),
                path(
                    "<int:number>/comments/<int:comment>/erase",
                    comments.erase,
                    name="comment-erase",
                ),
                path(
                    "<int:number>/comments/<int:comment>/moderate",
                    moderation.comment,
                    name="comment-moderate",
                ),
                path("<int:number>/moderate", moderation.proposal, name="proposal-moderate"),
                path("<int:number>/check", feasibility.check, name="feasibility-check"),
                path("<int:number>/report", delivery.report, name="delivery-report"),
            ]
        ),
    ),
    path("/<slug:place>/moderation", moderation.queue, name="moderation"),
    path("/<slug:place>/moderation/log", moderation.log, name="moderation-log"),
    # Votes.
    path("/<slug:place>/phases/<slug:phase>/open-vote", closing.open_vote, name="open-vote"),
    path("/<slug:place>/phases/<slug:phase>/close-vote", closing.close_vote, name="close-vote"),
    path("/<slug:place>/phases/<slug:phase>/codes", codes.codes, name="codes"),
    path("/<slug:place>/phases/<slug:phase>/vote", voting.vote, name="vote"),
    path("/<slug:place>/phases/<slug:phase>/vote/change", voting.change, name="vote-change"),
    path("/<slug:place>/phases/<slug:phase>/paper", paper.paper, name="paper"),
    path("/<slug:place>/phases/<slug:phase>/paper/blank", paper.blank, name="paper-blank"),
    path("/<slug:place>/phases/<slug:phase>/result", results.result, name="result"),
    path("/<slug:place>/phases/<slug:phase>/result/ballot", results.ballot, name="find-ballot"),
    path("/<slug:place>/phases/<slug:phase>/result/vote.zip", results.file, name="vote-file"),
    # Conversations.
    path("/<slug:place>/conversations", conversations.conversations, name="conversations"),
    path(
        "/<slug:place>/conversations/new", conversations.new_conversation, name="new-conversation"
    ),
    path(
        "/<slug:place>/conversations/<slug:conversation>",
        conversations.conversation,
        name="conversation",
    ),
    path(
        "/<slug:place>/conversations/<slug:conversation>/take-part",
        conversations.take_part,
        name="take-part",
    ),
    path(
        "/<slug:place>/conversations/<slug:conversation>/suggest",
        conversations.suggest,
        name="suggest-statement",
    ),
    path(
        "/<slug:place>/conversations/<slug:conversation>/moderate",
        conversations.moderate,
        name="moderate-conversation",
    ),
    path(
        "/<slug:place>/conversations/<slug:conversation>/close",
        conversations.close,
        name="close-conversation",
    ),
    # The open record and the log.
    path("/log.jsonl", records.log_lines, name="log-lines"),
    path("/<slug:place>/log", records.log, name="log"),
    path("/<slug:place>/record", records.record, name="record"),
    path("/<slug:place>/record.zip", records.record_zip, name="record-zip"),
]
