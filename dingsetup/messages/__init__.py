"""Test messages: what DataWind would push, how DingTalk shows it, and what became of it."""
