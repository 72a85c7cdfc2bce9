"""Blocks that pages share."""
