"""Building an index from indicators, one module a step.

They run in this order:

1. `denominate`: counts become rates of the people or households they are counted among.
2. `screen`: areas with too little known are left out.
3. `shrink`: rates of small areas are drawn towards the rate of their district.
4. `impute`: gaps are filled, where the recipe says so.
5. `treat`: single extreme values are drawn in, or the scale is made logarithmic.
6. `normalise`: indicators come to a common scale.
7. `weight`: weights of indicators, given or found by factor analysis.
8. `combine`: weighted indicators become the score of a domain, domains that of the index.
9. `check`: correlations, reliability and effective weights of what came out.

`spec` and `written` describe a recipe, `steps` takes indicators through it, `run` makes the index,
`held` takes the indicators from an atlas.
"""
