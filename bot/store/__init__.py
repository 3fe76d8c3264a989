"""Queries, nothing else."""
