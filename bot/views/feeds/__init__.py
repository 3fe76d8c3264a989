"""Helpdesks that tickets come in from by themselves: connected, looked after, told of."""
