"""Questions asked of the model: trace, validation, calibration, attribution, levers."""
