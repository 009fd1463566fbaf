"""Shares of the net effect by direction and by lever, in no order, and what one more yuan is worth."""
