"""Mesa de Partes Virtual: the virtual filing counter of a public institution."""
