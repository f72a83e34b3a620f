"""Commonweal: an open workbench for community-led neighbourhood renewal in England."""
