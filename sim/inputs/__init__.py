"""What a run is told: settings, scenarios, overrides, sweeps."""
