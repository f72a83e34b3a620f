"""The log of every change of the record: written with the change, and checked from outside."""
