"""How calls come in and where they can be sent; adapters translate, they do not think."""
