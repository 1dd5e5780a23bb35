"""The inbox page: what lies in people's inboxes, as a phone would show it.

Whatever a message holds is shown as text or not at all: everything is escaped, nothing is run, and
nothing is loaded from elsewhere.
"""
