"""Frames in, pictures out: Plotly figures, cytoscape elements and SVG, all from one set of tokens."""
