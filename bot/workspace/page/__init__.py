"""The page: what each person sees, drawn on the server."""
