"""The record: what people write. Accounts, boards, proposals, ballots, and the log of every change.

`models` say what is kept; `changes` are the only functions that change it, each leaving an entry
of the audit in the same transaction; `audit` writes that log and checks it.
"""
