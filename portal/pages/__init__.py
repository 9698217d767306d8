"""One screen per file. Streamlit runs them as scripts; the package exists so that the import contracts see them."""
