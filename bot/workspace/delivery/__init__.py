"""How envelopes reach the app: over a websocket or by signed HTTP."""
