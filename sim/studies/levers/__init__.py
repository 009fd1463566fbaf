"""Levers: whatever a run can be told, moved one by one. A lever that changes no result is a fault of the model."""
