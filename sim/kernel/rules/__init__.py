"""Behavioural rules: small pure functions of scalars, one file per section of the model."""
