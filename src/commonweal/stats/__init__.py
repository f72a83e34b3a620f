"""Statistical methods: arrays in, records out."""
