"""Understands what an admin pastes: lists, credentials, whole pages of a console. Never raises."""
