"""How long things take and how much they need, held against the targets.

`python -m benchmarks` runs all of them; `python -m benchmarks build` one. Each prints target,
measured figure and whether it is met, and writes JSON under `build/benchmarks/`, which
`commonweal evidence` shows.
"""
