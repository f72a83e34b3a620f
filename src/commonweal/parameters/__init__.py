"""Policy numbers as dated, sourced data, and their reader."""
