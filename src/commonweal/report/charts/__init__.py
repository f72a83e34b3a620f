"""Charts as pure functions of tables, drawn as SVG and PNG offline and without a browser.

Each function takes a Polars frame and the words around it and gives a `Chart`; `svg` and `png`
draw it. No chart is without its intervals, its sources and its words for those who cannot see it.
"""

from commonweal.report.charts.chart import Caption, Chart
from commonweal.report.charts.distribution import Marked, distribution_chart
from commonweal.report.charts.gaps import Reference, gap_chart
from commonweal.report.charts.look import NARROW, WIDE
from commonweal.report.charts.render import MEDIA_TYPES, asset, png, svg
from commonweal.report.charts.spine import Names, spine_chart
from commonweal.report.charts.trend import trend_chart

__all__ = [
    "MEDIA_TYPES",
    "NARROW",
    "WIDE",
    "Caption",
    "Chart",
    "Marked",
    "Names",
    "Reference",
    "asset",
    "distribution_chart",
    "gap_chart",
    "png",
    "spine_chart",
    "svg",
    "trend_chart",
]
